"""A demonstration set: short documents about authorities that do not exist, written so that every page shows something.

One line of `manifest.jsonl` says of each what a sender would state, and whether it is internal.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import srsly

from findings.schemas import Analysis, Stated
from findings.store.reports import save
from findings.store.session import Database
from findings.store.standing import StandingPatch, mark_demonstration, set_standing

FOLDER = Path(__file__).parent
NOTE = "part of the demonstration set"


class Invented(NamedTuple):
    """A document of the set: its file name and bytes, what is stated of it, and whether it is kept internal."""

    name: str
    data: bytes
    stated: Stated
    internal: bool


def documents() -> list[Invented]:
    """The documents of the set, in the order in which they are read."""
    return [_document(row) for row in srsly.read_jsonl(FOLDER / "manifest.jsonl")]


def _document(row: dict[str, str]) -> Invented:
    name, internal = row["file"], bool(row.get("internal"))
    stated = Stated.model_validate({field: row[field] for field in Stated.model_fields if field in row})
    return Invented(name, (FOLDER / "documents" / name).read_bytes(), stated, internal)


def keep(database: Database, invented: Invented, analysis: Analysis, *, actor: str) -> None:
    """Store one of them as it was read, marked as invented; again is the same as once."""
    save(database, analysis, invented.stated, actor=actor)
    mark_demonstration(database, analysis.report.id, actor=actor)
    if invented.internal:
        set_standing(database, analysis.report.id, StandingPatch(internal=True, note=NOTE), actor=actor)
