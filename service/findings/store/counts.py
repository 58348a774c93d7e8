"""Counts of the findings that filters let through: exact from the tallies, else of the first that are found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.store import tables as t
from findings.store.filters import FindingFilters, label_condition, reports_asked
from findings.store.listed import MARK, NO_TAG, Tally
from findings.store.matched import MOST, Matched, narrow

By = Literal["report_id", "label", "tags"]
NOT_TALLIED = ("entity", "min_confidence", "reviewed")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings have each value; of the first of them alone where there are `more`."""

    of: Mapping[str, int]
    more: bool = False

    @property
    def total(self) -> int:
        """How many were counted, where each finding has one value."""
        return sum(self.of.values())


def counts(session: Session, filters: FindingFilters, by: By) -> Counts:
    """Counts of the findings that `filters` let through by report, by label or by tag."""
    return tallied(session, filters, by) or _first(session, filters, by)


def counted(found: Matched, by: By) -> Counts:
    """The same of findings that are at hand."""
    return _counts(Counter(getattr(row, by) for row in found.rows).items(), by, found.more)


def tallied(session: Session, filters: FindingFilters, by: By) -> Counts | None:
    """Counts by the tallies, or None where they do not tell."""
    tags = [*filters.theme, *filters.outcome]
    others = any(getattr(filters, name) not in (None, []) for name in NOT_TALLIED)
    if others or filters.worded or len(tags) > (by != "tags"):
        return None
    y, r = Tally, t.Report
    of_report = col(y.report_id).in_(select(col(r.id)).where(*reports_asked(filters)))
    value = col(y.tag) if by == "tags" else getattr(y, by)
    tag = col(y.tag) != NO_TAG if by == "tags" else col(y.tag) == (tags[0] if tags else NO_TAG)
    wanted = select(value, func.sum(col(y.count))).where(tag, label_condition(filters.label, y.label), of_report)
    return Counts({name: int(number) for name, number in session.execute(wanted.group_by(value)) if number})


def _first(session: Session, filters: FindingFilters, by: By) -> Counts:
    first = narrow(session, filters, by).limit(MOST + 1).subquery()
    [value] = first.c
    rows: Any = session.execute(select(value, func.count()).group_by(value))
    spread = dict(rows.all())
    return _counts(spread.items(), by, sum(spread.values()) > MOST)


def _counts(rows: Iterable[tuple[str, int]], by: By, more: bool) -> Counts:
    if by != "tags":
        return Counts(dict(rows), more)
    spread = Counter[str]()
    for joined, number in rows:
        for tag in joined.strip(MARK).split(MARK):
            spread[tag] += number
    return Counts({tag: number for tag, number in spread.items() if tag}, more)
