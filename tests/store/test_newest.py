"""PostgreSQL looks through few days first, and then through ever more of the others."""

from __future__ import annotations

import datetime as dt

import pytest

from findings.store import newest
from findings.store.blocks import Known
from findings.store.filters import FindingFilters
from findings.store.newest import Day, Start
from findings.store.session import Database

FIRST = dt.date(2002, 1, 1)
DAYS = [Day(FIRST + dt.timedelta(days=7 * week), reports=1) for week in range(800)]
LAST = DAYS[-1].day


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports of 100 findings each, one a week, and words of which it is known how frequent they are."""
    monkeypatch.setattr(newest, "_days", lambda *_: DAYS)
    monkeypatch.setattr(newest, "by_day", lambda _: [(each.day, "report") for each in DAYS])
    monkeypatch.setattr(newest, "known_of", lambda _: Known(80_000, {"children": 0.5, "rare": 0.01}))


def asked(database: Database, q: str, start: Start | None = None, *, descending: bool = True) -> list[list[object]]:
    """What PostgreSQL is told of each of the stretches of days for ten findings: terms, the first and the last day."""
    with database.read() as session:
        filters = FindingFilters(q=q)
        found = list(newest.stretches(session, filters, 10, 0, descending=descending, start=start))
    return [[value for each in stretch for value in each.compile().params.values()] for stretch in found]


def test_a_frequent_word_is_looked_for_among_the_newest_days(sqlite_shared: Database) -> None:
    first, *others = asked(sqlite_shared, "children")
    assert first == ["'=day 2017-04-25'", LAST, LAST]
    assert others[0][2] == LAST - dt.timedelta(days=7)
    assert others[-1][-2] == FIRST


def test_many_days_are_named_by_their_months_and_very_many_not_at_all(sqlite_shared: Database) -> None:
    few, many, all_others = asked(sqlite_shared, "rare")
    assert str(few[0]).startswith("'=day 2016-10-04' | '=day 2016-10-11' | ")
    assert str(many[0]).startswith("'=month 2012-02' | '=month 2012-03' | ")
    assert all_others == [FIRST, dt.date(2012, 2, 21)]


def test_the_oldest_come_first_where_they_are_asked_for(sqlite_shared: Database) -> None:
    assert asked(sqlite_shared, "children", descending=False)[0] == ["'=day 2002-01-01'", FIRST, FIRST]


def test_nothing_before_the_start_is_looked_at(sqlite_shared: Database) -> None:
    assert [each[1:] for each in asked(sqlite_shared, "children", Start(dt.date(2002, 1, 2), 17))] == [[FIRST, FIRST]]


def test_very_many_findings_of_one_day_are_looked_at_by_their_keys(
    sqlite_shared: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newest, "_days", lambda *_: [Day(FIRST, reports=800)])
    first, *others = asked(sqlite_shared, "children", Start(FIRST, 70_000))
    assert first[:2] == ["'=day 2002-01-01'", FIRST]
    assert first[2:] == [65_536, 65_595, "'=0 2'"]
    assert others[0][2:] == [65_596, 66_075, "'=0 2'"]
    assert others[-1][3] == 80_000
