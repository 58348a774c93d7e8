"""The table of searches that people keep."""

import datetime as dt

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from findings.store.tables import Instant, now


class SavedSearch(SQLModel, table=True):
    """A search that somebody keeps: its name, and its filters and order as a query string."""

    __tablename__ = "saved_search"

    id: str = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    query: str = Field(sa_type=Text)
    actor: str
    created_at: dt.datetime = Field(default_factory=now, sa_type=Instant)
