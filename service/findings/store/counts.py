"""Counts of the findings that filters let through: exact from the tallies, else of the first that are found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.store.filters import FindingFilters, label_condition
from findings.store.kept import OF_STORE, kept
from findings.store.listed import MARK, NO_TAG, Tally
from findings.store.matched import Matched, counted_by
from findings.store.of_reports import in_reports

By = Literal["report_id", "label", "tags"]
NOT_TALLIED = ("entity", "min_confidence", "reviewed")
EVERY = FindingFilters().told()


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
    return _counts(Counter(found.column(by)), by, found.more)


def tallied(session: Session, filters: FindingFilters, by: By) -> Counts | None:
    """Counts by the tallies, or None where they do not tell."""
    if not is_tallied(filters, tags=by != "tags"):
        return None
    kind = OF_STORE if filters.told() == EVERY else "tallies"
    return kept(session, (filters.told(), by), lambda: _tallied(session, filters, by), kind)


def _tallied(session: Session, filters: FindingFilters, by: By) -> Counts:
    y = Tally
    # Not by name where one tag is read, which is a short stretch of an index: reports would be looked up one by one.
    of_report = in_reports(session, filters, col(y.report_id) if by == "tags" else col(y.report_id).concat(""))
    value = col(y.tag) if by == "tags" else getattr(y, by)
    tag = col(y.tag) != NO_TAG if by == "tags" else col(y.tag) == chosen_tag(filters)
    wanted = select(value, func.sum(col(y.count))).where(tag, label_condition(filters.label, y.label), *of_report)
    return Counts({name: int(number) for name, number in session.execute(wanted.group_by(value)) if number})


def is_tallied(filters: FindingFilters, *, tags: bool) -> bool:
    """Whether the tallies tell of what `filters` let through; these may choose a tag where `tags` are not counted."""
    others = any(getattr(filters, name) not in (None, []) for name in NOT_TALLIED)
    return not (others or filters.worded) and len(filters.theme) + len(filters.outcome) <= int(tags)


def chosen_tag(filters: FindingFilters) -> str:
    """The one theme or outcome that is chosen, or what the tallies have in its place."""
    return next(iter([*filters.theme, *filters.outcome]), NO_TAG)


def _first(session: Session, filters: FindingFilters, by: By) -> Counts:
    return counted(counted_by(session, filters, by), by)


def _counts(found: Mapping[str, int], by: By, more: bool) -> Counts:
    if by != "tags":
        return Counts(found, more)
    spread = Counter[str]()
    for tags, number in found.items():
        for tag in tags.strip(MARK).split(MARK):
            spread[tag] += number
    return Counts({tag: number for tag, number in spread.items() if tag}, more)
