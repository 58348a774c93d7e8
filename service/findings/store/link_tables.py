"""The table of what reviewers decided about links between findings of different reports."""

import datetime as dt
from typing import Any
from uuid import uuid4

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from findings.store.tables import Document, Instant, now


class LinkDecision(SQLModel, table=True):
    """A reviewer's decision on what became of a point in one later report, never changed once written.

    The point and the passage that decides are anchored by report, characters, key and text, so that the decision
    outlives later readings. `before` is the link as it stood; a record that takes another back names it in `undoes`.
    """

    __tablename__ = "link_decision"
    __table_args__ = (
        Index("ix_link_decision_point", "point_report", "point_key"),
        Index("ix_link_decision_later", "later_report"),
        Index("ix_link_decision_uid", "uid", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=lambda: uuid4().hex)
    point_report: str = Field(foreign_key="report.id", ondelete="CASCADE")
    point_key: str
    point_start: int
    point_end: int
    point_text: str = Field(sa_type=Text)
    later_report: str = Field(foreign_key="report.id", ondelete="CASCADE")
    outcome: str
    passage: dict[str, Any] | None = Field(default=None, sa_type=Document, nullable=True)
    before: dict[str, Any] = Field(sa_type=Document)
    actor: str
    at: dt.datetime = Field(default_factory=now, sa_type=Instant)
    note: str | None = Field(default=None, sa_type=Text)
    undoes: str | None = None
    model: str
