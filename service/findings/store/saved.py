"""Keeps searches, and tells which findings are new to them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any
from urllib.parse import parse_qs, urlencode
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.errors import Code, FindingsError
from findings.store import tables as t
from findings.store.audit import record
from findings.store.filters import FindingFilters, FindingQuery, SearchQuery, reports_asked
from findings.store.listing import ORDERS
from findings.store.matched import Place, narrow, read
from findings.store.queries import by_key
from findings.store.saved_tables import SavedSearch
from findings.store.session import Database
from findings.store.values import FindingRow

NEWEST = 100  # reports that are looked through for new findings
AT_ONCE = 10  # of them at a time, so that their findings are not too many to be held
PLACE = ("cursor", "limit")  # of a query, what is no part of the search itself

ShortName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class SearchToSave(BaseModel):
    """A search to keep: what it is called, and its filters and order as in an address, `theme=planning&q=drift`."""

    model_config = ConfigDict(extra="forbid")

    name: ShortName
    query: Annotated[str, StringConstraints(max_length=4_000)] = ""


class Saved(BaseModel):
    """A search that is kept."""

    id: str
    name: str
    query: str
    actor: str
    created_at: dt.datetime


class News(BaseModel):
    """A finding, and when its report came in."""

    finding: FindingRow
    added: dt.datetime


def keep(database: Database, search: SearchToSave, *, actor: str) -> Saved:
    """Keep a search. Raises FindingsError where its query holds what no search understands."""
    row = SavedSearch(id=uuid4().hex[:16], name=search.name, query=spelled(understood(search.query)), actor=actor)
    with database.write() as session:
        session.add(row)
        record(session, actor, "search.saved", "search", row.id, query=row.query)
    return Saved(**row.model_dump())


def drop(database: Database, search_id: str, *, actor: str) -> None:
    """Keep a search no longer."""
    with database.write() as session:
        session.delete(_row(session, search_id))
        record(session, actor, "search.removed", "search", search_id)


def kept(session: Session) -> list[Saved]:
    """Every search that is kept, by name."""
    rows = session.scalars(select(SavedSearch).order_by(col(SavedSearch.name), col(SavedSearch.id)))
    return [Saved(**row.model_dump()) for row in rows]


def one(session: Session, search_id: str) -> Saved:
    """One search that is kept."""
    return Saved(**_row(session, search_id).model_dump())


def _row(session: Session, search_id: str) -> SavedSearch:
    row = session.get(SavedSearch, search_id)
    if row is None:
        raise FindingsError(Code.NOT_FOUND, f"No saved search {search_id!r}; /searches lists those there are.")
    return row


def understood(query: str) -> SearchQuery:
    """The search that a query string asks for. Raises FindingsError naming what is wrong with it."""
    fields = {field.alias or name for name, field in SearchQuery.model_fields.items()}
    given = parse_qs(query.removeprefix("?"))
    single = {name: values if len(values) > 1 else values[0] for name, values in given.items() if name not in PLACE}
    try:
        return SearchQuery.model_validate(single)
    except ValidationError as error:
        [first, *_] = error.errors(include_url=False)
        name = ".".join(map(str, first["loc"]))
        known = ", ".join(sorted(fields - set(PLACE)))
        message = f"This search cannot be kept: {name}: {first['msg']}. It may hold {known}."
        raise FindingsError(Code.INVALID, message) from error


def spelled(query: FindingQuery) -> str:
    """A search as a query string."""
    return urlencode(query.model_dump(mode="json", by_alias=True, exclude_defaults=True), doseq=True)


def news(session: Session, filters: FindingFilters, limit: int) -> list[News]:
    """The findings of reports that came in last and that `filters` let through, latest report first."""
    r = t.Report
    latest = (
        select(col(r.id), col(r.created_at))
        .where(*reports_asked(filters))
        .order_by(col(r.created_at).desc(), col(r.id))
    )
    rows: Any = session.execute(latest.limit(NEWEST))
    added: dict[str, dt.datetime] = dict(rows.all())
    best, order = list[Place](), ORDERS["position"]
    for at in range(0, len(added), AT_ONCE):
        these = filters.model_copy(update={"report": list(added)[at : at + AT_ONCE]})
        found = read(session, narrow(session, these, ["pk"], order))
        best += sorted(found, key=lambda row: (-added[row.value].timestamp(), row.value, row.key))
        if len(best) >= limit:
            break
    best = best[:limit]
    return [News(finding=row, added=added[row.report.id]) for row in by_key(session, [row.pk for row in best]).values()]
