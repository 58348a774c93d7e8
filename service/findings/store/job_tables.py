"""The table of what jobs say while they run."""

import datetime as dt

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from findings.store.tables import Instant, now


class JobLine(SQLModel, table=True):
    """A line of a job's log."""

    __tablename__ = "job_line"
    __table_args__ = (Index("ix_job_line_job", "job_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    job_id: int = Field(foreign_key="job.id", ondelete="CASCADE")
    at: dt.datetime = Field(default_factory=now, sa_type=Instant)
    text: str = Field(sa_type=Text)
