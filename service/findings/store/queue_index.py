"""Indexes of the findings whose label nobody decided, most uncertain last, and the condition that they stand on."""

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
    "ix_finding_open_disputed": ("disputed", "uncertainty", "pk"),
}


def undecided(dialect: str) -> TextClause:
    """The condition that nobody decided a finding's label; its borders, themes or entities may be decided."""
    return text(OPEN[dialect])


_finding = SQLModel.metadata.tables[tables.Finding.__tablename__]
for _name, _columns in COLUMNS.items():
    _where: dict[str, Any] = {f"{dialect}_where": text(condition) for dialect, condition in OPEN.items()}
    Index(_name, *(_finding.c[column] for column in _columns), **_where)
