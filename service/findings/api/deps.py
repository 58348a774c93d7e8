"""What routes are given: each an alias that FastAPI resolves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated, cast
from urllib.parse import unquote

from fastapi import Depends, Query, Request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from findings.api.workers import Readers
from findings.reason.nearest import Neighbours
from findings.settings import Settings
from findings.store.filters import FindingFilters, FindingQuery, SearchQuery, Sought
from findings.store.report_queries import ReportQuery
from findings.store.session import Database
from findings.store.taxonomy_list import follow_changes

COOKIE = "findings_reviewer"  # the review page's script sets it
NAME = r"^[\w@.-]([\w@. -]*[\w@.-])?$"
LONGEST_NAME = 100


def _settings(request: Request) -> Settings:
    return cast(Settings, request.app.state.settings)


def _database(request: Request) -> Database:
    """The database; what another service changed of its themes is known from here on, before filters are read."""
    database = cast(Database, request.app.state.database)
    with suppress(SQLAlchemyError), database.read() as session:  # whoever asks it anything is told why
        follow_changes(session)
    return database


def _readers(request: Request) -> Readers:
    return cast(Readers, request.app.state.readers)


AppSettings = Annotated[Settings, Depends(_settings)]
Store = Annotated[Database, Depends(_database)]
Pool = Annotated[Readers, Depends(_readers)]


def _session(database: Store) -> Iterator[Session]:
    with database.read() as session:
        yield session


def _actor(request: Request, settings: AppSettings) -> str:
    """Who does it: whoever a person said in Review that they are, else the one the service is set to."""
    named = unquote(request.cookies.get(COOKIE, ""))
    return named if len(named) <= LONGEST_NAME and re.fullmatch(NAME, named) else settings.actor


def _neighbours(request: Request) -> Neighbours:
    return cast(Neighbours, request.app.state.neighbours)


Reading = Annotated[Session, Depends(_session)]
Actor = Annotated[str, Depends(_actor)]
Filters = Annotated[FindingFilters, Query()]
Findings = Annotated[FindingQuery, Query()]
Searching = Annotated[SearchQuery, Query()]
Exported = Annotated[Sought, Query()]
Near = Annotated[Neighbours, Depends(_neighbours)]
Reports = Annotated[ReportQuery, Query()]
