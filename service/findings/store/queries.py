"""Reads lists of findings, and single ones, out of the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.errors import Code, FindingsError
from findings.schemas import Label
from findings.store import tables as t
from findings.store.counts import counts
from findings.store.cursor import AnyRow, AnySelect
from findings.store.filters import FindingFilters, FindingQuery, FindingSort
from findings.store.listing import part
from findings.store.mapping import FINDING_FIELDS, to_finding_row
from findings.store.matched import Matched
from findings.store.reading import tags_of
from findings.store.session import Database
from findings.store.values import Decision, FindingDetail, FindingPage, FindingRow, ReportBrief, ThemeCount
from findings.taxonomy.loader import taxonomy

EXPORT_PAGE = 500

_F = t.Finding


BRIEF = tuple(ReportBrief.model_fields)


def find(session: Session, query: FindingQuery) -> FindingPage:
    """The part of the findings that `query` asks for."""
    return look_up(session, query)[0]


def look_up(session: Session, query: FindingQuery) -> tuple[FindingPage, Matched | None]:
    """The same, and all that were found where they are not too many to hold."""
    here = part(session, query)
    items = list(by_key(session, [row.pk for row in here.rows]).values())
    return FindingPage(items=items, next=here.next, total=here.total, more=here.more), here.found


def by_key(session: Session, keys: Sequence[int]) -> dict[int, FindingRow]:
    """Findings by row key, in the order given; keys that are gone are left out."""
    rows = session.execute(OF_KEYS, {"keys": list(keys)}).all()
    found = dict(zip([row.pk for row in rows], _values(session, rows), strict=True))
    return {key: found[key] for key in keys if key in found}


def dialect_of(session: Session) -> str:
    """The name of the database behind a session: `sqlite` or `postgresql`."""
    return session.get_bind().dialect.name


def _with_report() -> AnySelect:
    f, r = inspect(_F).columns, inspect(t.Report).columns
    own = (f[name] for name in ("pk", "human", "model", "taxonomy", *FINDING_FIELDS))
    return select(*own, *(r[name] for name in BRIEF)).join_from(f.pk.table, r.id.table, r.id == f.report_id)


# Made once: to put a query together takes longer than to ask it.
OF_KEYS = _with_report().where(col(_F.pk).in_(bindparam("keys", expanding=True)))


def _values(session: Session, rows: Sequence[AnyRow]) -> list[FindingRow]:
    tags = tags_of(session, [row.pk for row in rows])
    return [to_finding_row(row, _brief(row), tags) for row in rows]


def _brief(row: AnyRow) -> ReportBrief:
    return ReportBrief.model_validate(dict(zip(BRIEF, row[-len(BRIEF) :], strict=True)))


def brief_of(row: t.Report) -> ReportBrief:
    """What a finding tells of its report."""
    return ReportBrief.model_validate(row.model_dump(include=set(BRIEF)))


def every(database: Database, filters: FindingFilters, sort: FindingSort = "-published") -> Iterator[FindingRow]:
    """All findings that `filters` let through, read a page at a time: memory stays small and no lock is held.

    Of those ordered by how well they fit no more are ranked than are counted exactly; the others follow, latest first.
    """
    asked = filters.model_dump(include=set(FindingFilters.model_fields))
    query = FindingQuery(**asked, sort=sort, limit=EXPORT_PAGE)
    ranked: set[str] | None = set() if query.q and sort == "relevance" else None
    for page in _pages(database, query):
        if ranked is not None:
            ranked.update(item.id for item in page.items)
        yield from page.items
    if ranked is not None and page.more:
        yield from (row for row in every(database, filters) if row.id not in ranked)


def _pages(database: Database, query: FindingQuery) -> Iterator[FindingPage]:
    while True:
        with database.read() as session:
            page = find(session, query)
        yield page
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
    told, current = set(Decision.model_fields) - {"undone", "older_taxonomy"}, taxonomy().version
    return [
        Decision(
            **row.model_dump(include=told),
            undone=row.group_id in undone,
            older_taxonomy=row.taxonomy != current,
        )
        for row in rows
    ]


def themes(session: Session, filters: FindingFilters) -> list[ThemeCount]:
    """Every theme of the taxonomy, in its order, with how many of the findings are about it."""
    asked = {label: filters.model_copy(update={"label": [label]}) for label in _shown(filters)}
    spread = {label: counts(session, each, "tags").of for label, each in asked.items()}
    return [_theme_count(name, {label: of.get(name, 0) for label, of in spread.items()}) for name in taxonomy().themes]


def _shown(filters: FindingFilters) -> list[Label]:
    return filters.label or [label for label in Label if label is not Label.NOT_A_FINDING]


def _theme_count(name: str, labels: dict[Label, int]) -> ThemeCount:
    theme = taxonomy().themes[name]
    return ThemeCount(
        id=theme.id,
        name=theme.name,
        national_framework=theme.national_framework,
        covers=theme.covers,
        count=sum(labels.values()),
        labels=dict.fromkeys(Label, 0) | labels,
    )
