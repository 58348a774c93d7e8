"""What comparing a candidate with the current model came to; it is kept inside the candidate's folder."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from findings.errors import Code, FindingsError

FILE = "gate.json"


class Decision(StrEnum):
    """Whether a candidate may become current: yes, once a person confirms it, or no."""

    ACCEPTED = "accepted"
    CONFIRM = "confirm"
    REFUSED = "refused"


class Figure(BaseModel):
    """A figure of both models on one frozen set; `low` to `high` is the 95% interval of after minus before.

    `support` counts the rows that truly have the label or theme; for what is not of one label or theme, all rows.
    `told` is what that means: `few` where the support is too small to tell.
    """

    name: str
    support: int
    before: float
    after: float
    low: float
    high: float
    told: Literal["better", "same", "worse", "few"]


class Frozen(BaseModel):
    """A set that no model here ever learns from, and the figures of both models on it."""

    name: str
    rows: int
    figures: list[Figure]


class Gate(BaseModel):
    """The comparison: what it decided, why, and on what. `learned` counts the examples of each source."""

    decision: Decision
    reasons: list[str]
    current: str
    sets: list[Frozen]
    learned: dict[str, int] = {}
    seconds: float = 0.0


def write(gate: Gate, folder: Path) -> None:
    """Keep a comparison in the folder of the candidate."""
    (folder / FILE).write_text(gate.model_dump_json(indent=1))


def gate_of(folder: Path) -> Gate | None:
    """The comparison that a model's folder holds; none for models that were never compared. Raises where damaged."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        return Gate.model_validate_json(path.read_bytes())
    except ValidationError as error:
        told = f"{path} cannot be read as a comparison. Train the candidate again."
        raise FindingsError(Code.MODEL_FOREIGN, told) from error
