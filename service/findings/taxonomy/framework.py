"""The outcomes and enablers of the Children's Social Care National Framework (2023)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import srsly

DATA = Path(__file__).with_name("framework.jsonl")


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome or enabler: stable `id`, its `name`, and the `words` of it that no other has."""

    id: str
    name: str
    words: str


@lru_cache
def outcomes() -> dict[str, Outcome]:
    """Outcomes and enablers by id, in the order of the data file."""
    return {row["id"]: Outcome(**row) for row in srsly.read_jsonl(DATA)}
