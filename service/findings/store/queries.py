"""Reads lists of findings, and single ones, out of the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.errors import Code, FindingsError
from findings.schemas import Kind, Label
from findings.store import cursor as cursors
from findings.store import tables as t
from findings.store.cursor import Order
from findings.store.filters import FindingFilters, FindingQuery, conditions
from findings.store.mapping import to_finding_row
from findings.store.reading import tags_of
from findings.store.session import Database
from findings.store.values import Decision, FindingDetail, FindingPage, FindingRow, ReportBrief, ThemeCount
from findings.taxonomy.loader import taxonomy

EXPORT_PAGE = 500

_F = t.Finding
ORDERS = {
    order.name: order
    for order in (
        Order("-published", col(_F.listed_on), col(_F.pk), dt.date.fromisoformat, descending=True),
        Order("published", col(_F.listed_on), col(_F.pk), dt.date.fromisoformat),
        Order("-confidence", col(_F.confidence), col(_F.pk), float, descending=True),
        Order("confidence", col(_F.confidence), col(_F.pk), float),
        Order("position", col(_F.report_id), col(_F.position), str),
    )
}


def find(session: Session, query: FindingQuery) -> FindingPage:
    """The part of the findings that `query` asks for."""
    order = ORDERS[query.sort]
    chosen = conditions(query, dialect_of(session))
    wanted = order.apply(_with_report().where(*chosen)).limit(query.limit + 1)
    if query.cursor is None:
        total = session.scalar(select(func.count()).select_from(_F).where(*chosen)) or 0
    else:
        cursor = cursors.decode(query.cursor, order.name)
        wanted, total = wanted.where(order.after(cursor)), cursor.total
    rows = session.execute(wanted).all()
    here = rows[: query.limit]
    following = _cursor(order, here[-1][0], total) if len(rows) > query.limit else None
    return FindingPage(items=_values(session, here), next=following, total=total)


def dialect_of(session: Session) -> str:
    """The name of the database behind a session: `sqlite` or `postgresql`."""
    return session.get_bind().dialect.name


def _with_report() -> Select[Any]:
    r = t.Report
    brief = (r.id, r.title, r.authority, r.published, r.kind)
    return select(_F, *brief).join(r, col(r.id) == col(_F.report_id))


def _cursor(order: Order, row: t.Finding, total: int) -> str:
    value, key = getattr(row, order.value.key or ""), getattr(row, order.key.key or "")
    return cursors.encode(order.name, value, key, total)


def _values(session: Session, rows: list[Row[Any]] | Any) -> list[FindingRow]:
    tags = tags_of(session, [row[0] for row in rows])
    return [to_finding_row(row[0], _brief(row), tags) for row in rows]


def _brief(row: Row[Any]) -> ReportBrief:
    _, report, title, authority, published, kind = row
    return ReportBrief(id=report, title=title, authority=authority, published=published, kind=Kind(kind))


def every(database: Database, filters: FindingFilters, sort: str = "-published") -> Iterator[FindingRow]:
    """All findings that `filters` let through, read a page at a time, so that memory stays small and no lock is held."""
    asked = filters.model_dump(include=set(FindingFilters.model_fields))
    query = FindingQuery(**asked, sort=sort, limit=EXPORT_PAGE)
    while True:
        with database.read() as session:
            page = find(session, query)
        yield from page.items
        if page.next is None:
            return
        query = query.model_copy(update={"cursor": page.next})


def finding(session: Session, finding_id: str) -> FindingDetail:
    """One finding with the decisions on it."""
    row = session.execute(_with_report().where(col(_F.id) == finding_id)).one_or_none()
    if row is None:
        raise FindingsError(Code.NOT_FOUND, f"No finding {finding_id!r}; /findings lists those there are.")
    [value] = _values(session, [row])
    return FindingDetail(**dict(value), history=_history(session, finding_id))


def _history(session: Session, finding_id: str) -> list[Decision]:
    c = t.Correction
    rows = session.scalars(select(c).where(col(c.finding_id) == finding_id).order_by(col(c.id)))
    return [Decision(**row.model_dump(include=set(Decision.model_fields))) for row in rows]


def themes(session: Session, filters: FindingFilters) -> list[ThemeCount]:
    """Every theme of the taxonomy, in its order, with how many of the findings are about it."""
    tag = t.FindingTheme
    wanted = (
        select(tag.theme, _F.label, func.count())
        .join(_F, col(_F.pk) == col(tag.finding_pk))
        .where(*conditions(filters, dialect_of(session)))
        .group_by(col(tag.theme), col(_F.label))
    )
    counts: dict[str, dict[Label, int]] = {}
    for theme, label, count in session.execute(wanted):
        counts.setdefault(theme, dict.fromkeys(Label, 0))[Label(label)] = count
    return [_theme_count(name, counts.get(name, dict.fromkeys(Label, 0))) for name in taxonomy().themes]


def _theme_count(name: str, labels: dict[Label, int]) -> ThemeCount:
    theme = taxonomy().themes[name]
    return ThemeCount(
        id=theme.id,
        name=theme.name,
        national_framework=theme.national_framework,
        covers=theme.covers,
        count=sum(labels.values()),
        labels=labels,
    )
