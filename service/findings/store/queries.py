"""Reads lists of findings, and single ones, out of the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.errors import Code, FindingsError
from findings.schemas import Label
from findings.store import cursor as cursors
from findings.store import tables as t
from findings.store.cursor import AnyRow, AnySelect, Order
from findings.store.filters import FindingFilters, FindingQuery, FindingSort, conditions
from findings.store.mapping import to_finding_row
from findings.store.reading import tags_of
from findings.store.session import Database
from findings.store.values import Decision, FindingDetail, FindingPage, FindingRow, ReportBrief, ThemeCount
from findings.taxonomy.loader import taxonomy

EXPORT_PAGE = 500

_F = t.Finding


def _order(name: FindingSort, value: str, key: str, read: Callable[[Any], Any]) -> Order:
    return Order(name, getattr(_F, value), getattr(_F, key), read, descending=name.startswith("-"))


PLACES: dict[FindingSort, tuple[str, str, Callable[[Any], Any]]] = {
    "-published": ("listed_on", "pk", dt.date.fromisoformat),
    "published": ("listed_on", "pk", dt.date.fromisoformat),
    "-confidence": ("confidence", "pk", float),
    "confidence": ("confidence", "pk", float),
    "position": ("report_id", "position", str),
}
BRIEF = tuple(ReportBrief.model_fields)
ORDERS = {name: _order(name, *place) for name, place in PLACES.items()}


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
    following = _cursor(query.sort, here[-1][0], total) if len(rows) > query.limit else None
    return FindingPage(items=_values(session, here), next=following, total=total)


def dialect_of(session: Session) -> str:
    """The name of the database behind a session: `sqlite` or `postgresql`."""
    return session.get_bind().dialect.name


def _with_report() -> AnySelect:
    r = t.Report
    brief = (getattr(r, name) for name in BRIEF)
    return select(_F, *brief).join(r, col(r.id) == col(_F.report_id))


def _cursor(sort: FindingSort, row: t.Finding, total: int) -> str:
    value, key, _ = PLACES[sort]
    return cursors.encode(sort, getattr(row, value), getattr(row, key), total)


def _values(session: Session, rows: Sequence[AnyRow]) -> list[FindingRow]:
    tags = tags_of(session, [row[0].pk for row in rows])
    return [to_finding_row(row[0], _brief(row), tags) for row in rows]


def _brief(row: AnyRow) -> ReportBrief:
    return ReportBrief.model_validate(dict(zip(BRIEF, row[1:], strict=True)))


def brief_of(row: t.Report) -> ReportBrief:
    """What a finding tells of its report."""
    return ReportBrief.model_validate(row.model_dump(include=set(BRIEF)))


def every(database: Database, filters: FindingFilters, sort: FindingSort = "-published") -> Iterator[FindingRow]:
    """All findings that `filters` let through, read a page at a time: memory stays small and no lock is held."""
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
    return FindingDetail(**dict(value), history=history(session, finding_id))


def history(session: Session, finding_id: str) -> list[Decision]:
    """Every decision that leads to a finding, oldest first."""
    c = t.Correction
    rows = session.scalars(select(c).where(col(c.finding_id) == finding_id).order_by(col(c.id))).all()
    undone = {row.undoes for row in rows if row.undoes}
    told = set(Decision.model_fields) - {"undone"}
    return [Decision(**row.model_dump(include=told), undone=row.group_id in undone) for row in rows]


def themes(session: Session, filters: FindingFilters) -> list[ThemeCount]:
    """Every theme of the taxonomy, in its order, with how many of the findings are about it."""
    tag = t.FindingTheme
    wanted = (
        select(col(tag.theme), col(_F.label), func.count())
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
