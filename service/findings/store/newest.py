"""Where PostgreSQL looks first for the beginning of a list in the order of days: a few days, then ever more of them.

Its index of terms knows days and months, so that of a word that stands in one finding of a hundred only those few
are read that a page shows.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from findings.store.blocks import BITS, known_of, share_of
from findings.store.filters import FindingFilters
from findings.store.fulltext import any_term, terms_hold
from findings.store.listed import LISTED
from findings.store.of_reports import asks_of_reports, kept_of_reports, reports_of
from findings.store.traits import by_day

SPARE = 3  # times as many as are wanted should be found at once, for shares are estimates
MORE = 8  # times as many days are looked through after each time that this was wrong
NAMED = 60  # days or months that are named one by one


class Day(NamedTuple):
    """A day and how many reports are listed under it."""

    day: dt.date
    reports: int


class Start(NamedTuple):
    """The day and the row key after which a list goes on."""

    day: dt.date
    key: int


Stretch = list[ColumnElement[bool]]


def stretches(
    session: Session, filters: FindingFilters, wanted: int, counted: int, *, descending: bool, start: Start | None
) -> Iterator[Stretch]:
    """Conditions for some days after others, which hold for about `wanted` findings, then for ever more.

    At least `counted` findings are known to be let through.
    """
    days = _days(session, filters)[:: -1 if descending else 1]
    if start is not None:
        days = [each for each in days if (each.day <= start.day if descending else each.day >= start.day)]
    known = known_of(session)
    of_report = known.last / max(1, len(by_day(session)))
    share = max(share_of(filters, known), counted / max(1, known.last))
    rows, at = SPARE * wanted / share, 0
    while at < len(days):
        end = _end(days, at, rows / of_report)
        some = days[at:end]
        held = some[0].reports * of_report
        if len(some) == 1 and held > MORE * rows:
            first = start.key if start and start.day == some[0].day else 0
            yield from _of_keys(some[0].day, first, known.last, rows / held * known.last)
        else:
            yield _within(sorted(each.day for each in some))
        at, rows = end, MORE * rows


def _days(session: Session, filters: FindingFilters) -> list[Day]:
    def counted() -> list[Day]:
        asked = reports_of(session, filters) if asks_of_reports(filters) else None
        chosen = (day for day, report in by_day(session) if asked is None or report in asked)
        return [Day(day, len(list(same))) for day, same in groupby(chosen)]

    return kept_of_reports(session, "days", filters, counted)


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


def _of_keys(day: dt.date, first: int, last: int, keys: float) -> Iterator[Stretch]:
    """The findings of one day in the order of their keys: some of these, then ever more."""
    of_day = [terms_hold(any_term("day", [day.isoformat()])), LISTED.listed_on == day]
    at = first >> BITS[0] << BITS[0]
    while at <= last:
        end = min(at + math.ceil(keys), last + 1)
        yield [*of_day, LISTED.pk.between(at, end - 1), *_blocks(at, end - 1)]
        at, keys = end, MORE * keys


def _blocks(first: int, last: int) -> Stretch:
    for level, bits in enumerate(BITS):
        if (last >> bits) - (first >> bits) < NAMED:
            return [terms_hold(any_term(str(level), map(str, range(first >> bits, (last >> bits) + 1))))]
    return []
