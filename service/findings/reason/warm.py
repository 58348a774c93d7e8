"""Loads what reasoning needs before anybody asks, so that the first to ask does not wait for it."""

from __future__ import annotations

from findings.reason.evidence import weighed
from findings.reason.nearest import Neighbours
from findings.reason.pairs import alike
from findings.reason.sure import shipped
from findings.schemas import Finding, Label, Unit
from findings.store.session import Database

TEXT = "The timeliness of visits to children in care."


def warm_words() -> None:
    """Load what words mean, what they are listed as, and how pairs are weighed."""
    finding = Finding(
        id="", text=TEXT, start=0, end=0, page=1, section=[], unit=Unit.LIST_ITEM, confidence=1, scores={},
        label=Label.AREA_FOR_IMPROVEMENT,
    )  # fmt: skip
    weighed(shipped(), finding, finding, alike([TEXT], [TEXT]), 0, 0)


def warm_vectors(database: Database, neighbours: Neighbours) -> None:
    """Map the vectors of what is stored into memory, and read them once."""
    with database.read() as session:
        neighbours.refresh(session)
        neighbours.nearest(session, TEXT, 1)
