"""The findings nearest in meaning to a text: one way to ask, wherever their vectors are kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Protocol

from sqlalchemy.orm import Session

from findings.reason import pgvector
from findings.reason.encoders import encoder
from findings.reason.mapped import MappedNeighbours
from findings.store.filters import FindingFilters
from findings.store.session import Database

AT_ONCE = 2_000  # texts that a search encodes itself, in a fifth of a second, where a thread beside it does the others


class Neighbours(Protocol):
    """Vectors of findings in one place or another."""

    def prepare(self, over: Event | None = None) -> None:
        """Make the vectors that are missing until it is `over`; searches go on meanwhile."""

    def refresh(self, session: Session) -> None:
        """Know what is stored now; to be asked before a session's first question."""

    def nearest(
        self, session: Session, text: str, limit: int, filters: FindingFilters | None = None
    ) -> list[tuple[int, float]]:
        """Row keys and cosines of the findings nearest to `text` that the filters let through, nearest first."""

    def scores(self, session: Session, text: str, keys: Sequence[int]) -> dict[int, float]:
        """Cosines of findings with `text` by row key, those that are at all near to it."""


def open_neighbours(
    database: Database, folder: Path | None = None, model: Path | None = None, at_once: int | None = None
) -> Neighbours:
    """Vectors in the database where it has pgvector, else in files of `folder`.

    model: a folder of a sentence-transformers model, which then makes them.
    at_once: how many texts a search encodes itself; without it all that are new.
    """
    if pgvector.ready(database):
        return pgvector.StoredNeighbours(database, encoder(model), at_once)
    return MappedNeighbours(database, folder, encoder(model), at_once)
