"""Where PostgreSQL looks first for the beginning of a list in the order of days: a few days, then ever more of them.

Its index of terms knows days and months, so that of a word that stands in one finding of a hundred only those few
are read that a page shows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from findings.store.blocks import known_of, share_of
from findings.store.filters import OF_REPORT, FindingFilters, asks_of_reports
from findings.store.fulltext import any_term, terms_hold
from findings.store.kept import kept
from findings.store.listed import LISTED
from findings.store.of_reports import reports_of
from findings.store.traits import by_day

SPARE = 3  # times as many as are wanted should be found at once, for shares are estimates
MORE = 8  # times as many days are looked through after each time that this was wrong
NAMED = 60  # days or months that are named one by one


class Day(NamedTuple):
    """A day and how many reports are listed under it."""

    day: dt.date
    reports: int


def stretches(
    session: Session, filters: FindingFilters, wanted: int, counted: int, *, descending: bool, start: dt.date | None
) -> Iterator[list[ColumnElement[bool]]]:
    """Conditions for some days after others, which hold for about `wanted` findings, then for ever more.

    At least `counted` findings are known to be let through; `start` is the first day that is looked at.
    """
    days = _days(session, filters)[:: -1 if descending else 1]
    if start is not None:
        days = [each for each in days if (each.day <= start if descending else each.day >= start)]
    known = known_of(session)
    of_report = known.last / max(1, len(by_day(session)))
    share = max(share_of(filters, known), counted / max(1, known.last))
    rows, at = SPARE * wanted / share, 0
    while at < len(days):
        end = _end(days, at, rows / of_report)
        yield _within(sorted(each.day for each in days[at:end]))
        at, rows = end, MORE * rows


def _days(session: Session, filters: FindingFilters) -> list[Day]:
    def counted() -> list[Day]:
        asked = reports_of(session, filters) if asks_of_reports(filters) else None
        chosen = (day for day, report in by_day(session) if asked is None or report in asked)
        return [Day(day, len(list(same))) for day, same in groupby(chosen)]

    asked = filters.model_dump_json(include={*OF_REPORT, "superseded"})
    return kept(session, ("listed under", asked), counted, "days of", most=50)


def _end(days: Sequence[Day], at: int, reports: float) -> int:
    """Where the days end that hold so many reports."""
    passed = 0
    for end in range(at, len(days)):
        passed += days[end].reports
        if passed >= reports:
            return end + 1
    return len(days)


def _within(days: Sequence[dt.date]) -> list[ColumnElement[bool]]:
    names = [day.isoformat() for day in days]
    within = LISTED.listed_on.between(days[0], days[-1])
    for kind, values in (("day", names), ("month", sorted({name[:7] for name in names}))):
        if len(values) <= NAMED:
            return [terms_hold(any_term(kind, values)), within]
    return [within]
