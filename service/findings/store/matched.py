"""The findings that filters let through, read from narrow rows and no further than they can be counted exactly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Float, exists, literal, literal_column, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.store import tables as t
from findings.store.cursor import AnySelect
from findings.store.filters import FindingFilters, entity_condition, label_condition, reports_asked
from findings.store.fulltext import (
    INDEX,
    fts5_expression,
    tsquery_rank,
    words_condition,
    words_stand,
)
from findings.store.listed import MARK, Listed
from findings.store.words import WordQuery, parse

MOST = 10_000  # as many findings are counted exactly

_L = Listed
OF_REPORT = ("authority", "region", "kind", "report", "grade", "year", "from_", "to", "internal")


class Row(NamedTuple):
    """A narrow row; `relevance` is 0 unless it was asked for."""

    pk: int
    report_id: str
    position: int
    label: str
    tags: str
    listed_on: dt.date
    confidence: float
    relevance: float


FIELDS = Row._fields[:-1]


@dataclass(frozen=True, slots=True)
class Matched:
    """The findings that filters let through, or the first of them where there are `more` than `MOST`."""

    rows: list[Row]
    more: bool


def matched(session: Session, filters: FindingFilters, *, ranked: bool = False) -> Matched:
    """The findings that `filters` let through, with their relevance where they are to be `ranked`."""
    wanted = narrow(session, filters, *FIELDS, ranked=ranked)
    rows = [Row(*row) for row in session.execute(wanted.limit(MOST + 1))]
    return Matched(rows[:MOST], len(rows) > MOST)


def narrow(session: Session, filters: FindingFilters, *fields: str, ranked: bool | None = None) -> AnySelect:
    """Fields of the narrow rows that `filters` let through, and then their relevance where `ranked` is given."""
    dialect, columns = session.get_bind().dialect.name, _columns(fields)
    chosen = [*_plain(filters), *_of_reports(filters)]
    if filters.worded:
        query = parse(filters.q or "")
        found, rank = _worded(query, dialect)
        columns += [] if ranked is None else [rank if ranked else literal(0.0)]
        return found.with_only_columns(*columns, maintain_column_froms=True).where(*chosen, *_tags_hold(filters))
    columns += [] if ranked is None else [literal(0.0)]
    return select(*columns).where(*chosen, *_tags_listed(filters))


def standing(filters: FindingFilters, dialect: str) -> AnySelect:
    """Narrow rows whose own fields and words fulfil the filters, for rows that are walked through in some order.

    What is asked of their reports is left to who chooses the rows.
    """
    wanted = select(*_columns(FIELDS), literal(0.0)).where(*_plain(filters), *_tags_hold(filters))
    if not filters.worded:
        return wanted
    f = t.Finding
    return wanted.join(f, col(f.pk) == col(_L.pk)).where(words_stand(parse(filters.q or ""), dialect))


def of_reports(filters: FindingFilters) -> list[ColumnElement[bool]]:
    """What is asked of reports, looked up row by row."""
    r = t.Report
    return [exists().where(col(r.id) == col(_L.report_id), *reports_asked(filters))]


def _columns(fields: Sequence[str]) -> list[ColumnElement[Any]]:
    return [getattr(_L, name) for name in fields]


def _worded(query: WordQuery, dialect: str) -> tuple[AnySelect, ColumnElement[float]]:
    """Narrow rows in which the words are found, and how well they fit."""
    expression = fts5_expression(query) if dialect == "sqlite" else None
    if expression is not None:
        # The sum keeps SQLite from looking every row up in the index instead of the other way round.
        joined = INDEX.join(_L, col(_L.pk) == INDEX.c.rowid + 0)
        found = select(col(_L.pk)).select_from(joined).where(INDEX.c.finding_words.bool_op("MATCH")(expression))
        return found, 0.0 - literal_column("bm25(finding_words)", Float)
    f = t.Finding
    found = select(col(_L.pk)).join(f, col(f.pk) == col(_L.pk)).where(words_condition(query, dialect))
    return found, tsquery_rank(query) if dialect == "postgresql" else literal(0.0)


def _plain(filters: FindingFilters) -> list[ColumnElement[bool]]:
    """What is asked of a row's own fields."""
    found = [label_condition(filters.label, _L.label)]
    if filters.min_confidence is not None:
        found.append(col(_L.confidence) >= filters.min_confidence)
    if filters.reviewed is not None:
        f = t.Finding
        decided = col(_L.pk).in_(select(col(f.pk)).where(col(f.reviewed_at).is_not(None)))
        found.append(decided if filters.reviewed else ~decided)
    return found


def _of_reports(filters: FindingFilters) -> list[ColumnElement[bool]]:
    r = t.Report
    if any(getattr(filters, name) not in (None, []) for name in OF_REPORT):
        return [col(_L.report_id).in_(select(col(r.id)).where(*reports_asked(filters)))]
    gone = select(col(r.id)).where(col(r.superseded_by).is_not(None))
    return [] if filters.superseded else [col(_L.report_id).not_in(gone)]


def _tags_hold(filters: FindingFilters) -> list[ColumnElement[bool]]:
    """What is asked of themes, outcomes and entities, looked up row by row."""
    found = [_holds(tags) for tags in (filters.theme, filters.outcome) if tags]
    if filters.entity:
        e = t.FindingEntity
        found.append(exists().where(col(e.finding_pk) == col(_L.pk), entity_condition(filters.entity)))
    return found


def _holds(tags: Sequence[str]) -> ColumnElement[bool]:
    return or_(*(col(_L.tags).contains(f"{MARK}{tag}{MARK}", autoescape=True) for tag in tags))


def _tags_listed(filters: FindingFilters) -> list[ColumnElement[bool]]:
    """The same by the indexes of themes, outcomes and entities."""
    theme, outcome, entity = t.FindingTheme, t.FindingFramework, t.FindingEntity
    found = list[ColumnElement[bool]]()
    if filters.theme:
        keys = select(col(theme.finding_pk)).where(col(theme.theme).in_(filters.theme))
        found.append(col(_L.pk).in_(keys))
    if filters.outcome:
        keys = select(col(outcome.finding_pk)).where(col(outcome.outcome).in_(filters.outcome))
        found.append(col(_L.pk).in_(keys))
    if filters.entity:
        keys = select(col(entity.finding_pk)).where(entity_condition(filters.entity))
        found.append(col(_L.pk).in_(keys))
    return found
