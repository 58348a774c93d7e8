"""Kinds of document and areas of judgement: the words that give them away, from versioned data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import srsly

from findings.schemas import Area, Kind

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class KindCue:
    """A pattern that speaks for a kind with a weight, and where it is looked for.

    `title`: the start of a passage near the front; `line`: the start of any passage; `opening` and `text`: anywhere
    there; `media`: the media type; `shape`: what the passages look like.
    """

    kind: Kind
    where: str
    weight: int
    pattern: re.Pattern[str]


@lru_cache
def kind_cues() -> tuple[KindCue, ...]:
    """Every cue to a document's kind."""
    return tuple(
        KindCue(Kind(row["kind"]), row["where"], row["weight"], re.compile(row["pattern"], re.IGNORECASE | re.DOTALL))
        for row in srsly.read_jsonl(HERE / "kinds.jsonl")
    )


@lru_cache
def area_wordings() -> tuple[tuple[Area, str], ...]:
    """Every wording of an area, today's and earlier ones, as a regular expression."""
    return tuple((Area(row["area"]), row["pattern"]) for row in srsly.read_jsonl(HERE / "areas.jsonl"))
