"""What search reads of findings: one narrow row each, and counts by report. The database keeps both up by triggers."""

import datetime as dt

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field, SQLModel

NO_TAG = ""
MARK = "|"  # stands before, between and after the tags of a row
Terms = Text().with_variant(TSVECTOR(), "postgresql")


class Listed(SQLModel, table=True):
    """A finding as lists and facets see it: `tags` are its themes and outcomes, "|planning|outcome_4|".

    `terms` are PostgreSQL's: its words, and all of the rest that is found by the same index. SQLite leaves them empty.
    """

    __tablename__ = "listed"
    __table_args__ = (
        Index("ix_listed_report", "report_id", "position"),
        Index("ix_listed_confidence", "confidence", "pk"),
    )

    pk: int = Field(primary_key=True, foreign_key="finding.pk", ondelete="CASCADE")
    report_id: str
    position: int
    label: str
    tags: str = Field(sa_type=Text)
    listed_on: dt.date
    confidence: float
    terms: str | None = Field(default=None, sa_type=Terms)


class Tally(SQLModel, table=True):
    """How many findings of a label a report has with a theme or outcome, or in all where `tag` is empty."""

    __tablename__ = "tally"
    __table_args__ = (Index("ix_tally_tag", "tag", "label", "report_id", "count"),)

    report_id: str = Field(primary_key=True)
    label: str = Field(primary_key=True)
    tag: str = Field(primary_key=True)
    count: int


# Columns as the database knows them: a query of these is put together and read in half the time that one of classes is.
LISTED = SQLModel.metadata.tables["listed"].c
