"""A part of a list of findings, in its order: sorted where all were found, walked through where there are too many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import gt, itemgetter, lt
from typing import Any

from sqlalchemy import literal
from sqlalchemy.orm import Session

from findings.store import cursor as cursors
from findings.store.blocks import is_prefixed
from findings.store.counts import Counts, tallied
from findings.store.cursor import AnySelect, Cursor, Order
from findings.store.filters import FindingQuery, FindingSort
from findings.store.listed import LISTED
from findings.store.matched import MOST, RELEVANCE, Matched, Place, matched, narrow, read, standing
from findings.store.newest import Start, stretches
from findings.store.of_reports import among, of_reports, reports_of
from findings.store.traits import by_day

VALUE, KEY = itemgetter(Place._fields.index("value")), itemgetter(Place._fields.index("key"))
FIRST_BATCH = 16  # reports that are looked through at a time, at first
MANY = 1_000  # of them, that are not named one by one

_L = LISTED
_DAY, _SURE, _KEY = _L.listed_on, _L.confidence, _L.pk
ORDERS: dict[FindingSort, Order] = {
    "-published": Order("-published", _DAY, _KEY, dt.date.fromisoformat, descending=True),
    "published": Order("published", _DAY, _KEY, dt.date.fromisoformat),
    "-confidence": Order("-confidence", _SURE, _KEY, float, descending=True),
    "confidence": Order("confidence", _SURE, _KEY, float),
    "position": Order("position", _L.report_id, _L.position, str),
    "relevance": Order(RELEVANCE, literal(0.0), _KEY, float, descending=True),
}
BY_REPORT = ("-published", "published", "position")


class Part:
    """Rows of a list and where it goes on; `found` are all that were found, where they are not too many to hold."""

    def __init__(self, order: Order, rows: list[Place], limit: int, total: int, found: Matched | None = None) -> None:
        self.rows, self.found = rows[:limit], found
        self.more = total == MOST + 1
        self.total = min(total, MOST) if self.more else total
        self.next = _cursor(order, self.rows[-1], total) if len(rows) > limit else None


def part(session: Session, query: FindingQuery) -> Part:
    """The part of the list that `query` asks for. Raises FindingsError where its cursor is of another list."""
    order = ORDERS[query.sort if query.q or query.sort != "relevance" else "-published"]
    cursor = cursors.decode(query.cursor, order.name) if query.cursor is not None else None
    ranked = order.name == RELEVANCE
    tally = None if ranked else tallied(session, query, "report_id")
    if tally and (tally.total > MOST or order.name in BY_REPORT):
        return Part(order, _walk(session, query, order, cursor, tally), query.limit, tally.total)
    if cursor and cursor.total > MOST and not ranked:
        return Part(order, _walk(session, query, order, cursor), query.limit, cursor.total)
    found, first = matched(session, query, order, query.limit + 1, cursor)
    total = found.size + found.more
    if found.more and not ranked:
        return Part(order, _walk(session, query, order, cursor), query.limit, total, found)
    return Part(order, _sorted(first, order), query.limit, total, found)


def _cursor(order: Order, row: Place, total: int) -> str:
    return cursors.encode(order.name, row.value, row.key, total)


def _sorted(rows: Iterable[Place], order: Order) -> list[Place]:
    return sorted(sorted(rows, key=KEY), key=VALUE, reverse=order.descending)


def _walk(
    session: Session, query: FindingQuery, order: Order, cursor: Cursor | None, tally: Counts | None = None
) -> list[Place]:
    """The next rows of a list, one more than are asked for, found without finding all.

    Where there is a `tally` by report, the others are passed over.
    """
    dialect = session.get_bind().dialect.name
    if dialect == "postgresql" and query.worded and order.value is _DAY and not is_prefixed(query):
        return _walk_days(session, query, order, cursor)
    wanted = order.apply(standing(query, dialect, order))
    if cursor is not None:
        wanted = wanted.where(order.after(cursor))
    if order.name not in BY_REPORT:
        return read(session, wanted.where(*of_reports(query)).limit(query.limit + 1))
    asked, found = tally.of if tally else reports_of(session, query), list[Place]()
    ordered = (each for each in _all_reports(session, order, cursor) if each[1] in asked)
    for value, reports in _batches(ordered):
        if value is None:
            here = wanted.where(among(session, _L.report_id, reports))
        else:
            here = _of_one_day(session, query, order, value, cursor)
        found += read(session, here.limit(query.limit + 1 - len(found)))
        if len(found) > query.limit:
            break
    return found


def _walk_days(session: Session, query: FindingQuery, order: Order, cursor: Cursor | None) -> list[Place]:
    """The same by the index of terms, stretch of days by stretch."""
    wanted, most = order.apply(narrow(session, query, ["pk"], order)), query.limit + 1
    start = None
    if cursor is not None:
        wanted, start = wanted.where(order.after(cursor)), Start(order.placed(cursor), order.placed_key(cursor))
    found = list[Place]()
    for stretch in stretches(session, query, most, MOST, descending=order.descending, start=start):
        found += read(session, wanted.where(*stretch).limit(most - len(found)))
        if len(found) == most:
            break
    return found


def _of_one_day(session: Session, query: FindingQuery, order: Order, day: Any, cursor: Cursor | None) -> AnySelect:
    """The findings that are listed under one day, as they are looked up: too many reports have it to be named."""
    wanted = narrow(session, query, ["pk"], order).where(order.value == day).order_by(order.key)
    return wanted if cursor is None else wanted.where(order.after(cursor))


def _all_reports(session: Session, order: Order, cursor: Cursor | None) -> Iterator[tuple[Any, str]]:
    """What reports are ordered by, and their ids, in order, from the one on that `cursor` places."""
    found: list[tuple[Any, str]] = by_day(session)
    if order.name == "position":
        found = sorted((report, report) for _, report in found)
    if order.descending:
        found = found[::-1]
    last = order.placed(cursor) if cursor else None
    passed = gt if order.descending else lt
    return ((value, report) for value, report in found if last is None or not passed(value, last))


def _batches(reports: Iterable[tuple[Any, str]]) -> Iterator[tuple[Any, list[str]]]:
    """Ids in ever larger batches; those of one place in the order stay together, and with it where they are `MANY`."""
    batch, size = list[str](), FIRST_BATCH
    for value, group in groupby(reports, itemgetter(0)):
        here = [report for _, report in group]
        if batch and (len(batch) >= size or len(here) > MANY):
            yield None, batch
            batch, size = [], min(2 * size, MANY // 2)
        if len(here) > MANY:
            yield value, here
        else:
            batch += here
    if batch:
        yield None, batch
