"""Indexes of what the queue gives, one for each of its orders and foremost filters: it never sorts what it has to skip.

Most are of the findings whose label nobody decided; one is of those that somebody did, for a second reading.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, TextClause, text
from sqlmodel import SQLModel

from findings.store import tables

# Written out, not built: a database takes a partial index only where the query has the index's very words.
OPEN = {
    "sqlite": "(human IS NULL OR instr(human, '\"label\"') = 0)",
    "postgresql": "(human IS NULL OR NOT jsonb_exists(human, 'label'))",
}
COLUMNS = {
    "ix_finding_open": ("uncertainty", "pk"),
    "ix_finding_open_label": ("label", "uncertainty", "pk"),
    "ix_finding_open_kind": ("kind", "uncertainty", "pk"),
    "ix_finding_open_disputed": ("disputed", "uncertainty", "pk"),
    "ix_finding_open_place": ("report_id", "position"),
    "ix_finding_open_label_place": ("label", "report_id", "position"),
    "ix_finding_open_kind_place": ("kind", "report_id", "position"),
}


def undecided(dialect: str) -> TextClause:
    """The condition that nobody decided a finding's label; its borders, themes or entities may be decided."""
    return text(OPEN[dialect])


_finding = SQLModel.metadata.tables[tables.Finding.__tablename__]
_open: dict[str, Any] = {f"{dialect}_where": text(condition) for dialect, condition in OPEN.items()}
for _name, _columns in COLUMNS.items():
    Index(_name, *(_finding.c[column] for column in _columns), **_open)
_reviewed = _finding.c.reviewed_at.is_not(None)
Index(
    "ix_finding_reviewed_place",
    _finding.c.report_id,
    _finding.c.position,
    sqlite_where=_reviewed,
    postgresql_where=_reviewed,
)
