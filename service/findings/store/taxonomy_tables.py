"""The tables of what people changed of the themes, and of what findings had before."""

import datetime as dt
from typing import Any

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from findings.store.tables import Document, Instant, now


class TaxonomyChange(SQLModel, table=True):
    """A change of the themes, never altered once written; `shipped` where the product brought it.

    `version` is that of the taxonomy it led to; `undoes` that of the change it takes back.
    """

    __tablename__ = "taxonomy_change"

    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: dt.datetime = Field(default_factory=now, sa_type=Instant)
    actor: str
    what: str
    sources: list[str] = Field(sa_type=Document)
    targets: list[dict[str, Any]] = Field(sa_type=Document)
    why: str = Field(sa_type=Text)
    undoes: int | None = None
    shipped: bool = False


class ThemeBefore(SQLModel, table=True):
    """A theme that a finding had before a change moved it, so that the change can be taken back."""

    __tablename__ = "theme_before"

    version: int = Field(primary_key=True, foreign_key="taxonomy_change.version", ondelete="CASCADE")
    finding_id: str = Field(primary_key=True)
    theme: str = Field(primary_key=True)
    report_id: str = Field(foreign_key="report.id", ondelete="CASCADE", index=True)
    confidence: float
