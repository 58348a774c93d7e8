"""What was counted is counted anew as soon as anything is written, on both databases."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.schemas import Analysis, Label, Stated
from findings.store import of_reports, reports
from findings.store import tables as t
from findings.store.blocks import share_of_reports
from findings.store.counts import counts
from findings.store.filters import FindingFilters, FindingQuery
from findings.store.kept import forget, kept
from findings.store.search import search
from findings.store.session import Database
from findings.store.values import HitPage

Make = Callable[..., Analysis]


def labels(database: Database) -> dict[str, int]:
    with database.read() as session:
        return {each.value: each.count for each in search(session, FindingQuery()).facets.label}


def test_it_is_made_once(database: Database) -> None:
    made = list[int]()
    for _ in range(3):
        with database.read() as session:
            kept(session, "test", lambda: made.append(1))
    assert made == [1]


def test_what_is_written_is_counted(database: Database, make: Make) -> None:
    for number in range(3):
        reports.save(database, make(number), Stated(), actor="ann")
        assert labels(database)["strength"] == number + 1
    reports.delete_report(database, make(0).report.id, actor="ann")
    assert labels(database)["strength"] == 2


def test_a_correction_is_counted(database: Database, make: Make) -> None:
    reports.save(database, make(), Stated(), actor="ann")
    assert labels(database) == {"area_for_improvement": 1, "strength": 1, "priority_action": 1}
    with database.write() as session:
        row = session.scalars(select(t.Finding).where(col(t.Finding.label) == Label.STRENGTH)).one()
        row.label = Label.PRIORITY_ACTION
        anchor = {"report_id": row.report_id, "start": row.start, "end": row.end, "key": row.key, "finding_id": row.id}
        decision = {"before": {}, "after": {}, "actor": "ann", "model": "", "taxonomy": ""}
        session.add(t.Correction.model_validate({**anchor, **decision}))
    assert labels(database)["priority_action"] == 2


def test_who_writes_sees_what_was_written(database: Database, make: Make) -> None:
    reports.save(database, make(), Stated(), actor="ann")
    with database.write() as session:
        before = search(session, FindingQuery()).total
        row = session.scalars(select(t.Finding).where(col(t.Finding.label) == Label.STRENGTH)).one()
        row.label = Label.NOT_A_FINDING
        assert (before, search(session, FindingQuery()).total) == (3, 2)
        session.rollback()
    with database.read() as session:
        assert search(session, FindingQuery()).total == 3


def test_filters_are_told_apart(database: Database, make: Make) -> None:
    reports.save(database, make(0), Stated(), actor="ann")
    reports.save(database, make(1, authority="Kent"), Stated(), actor="ann")
    with database.read() as session:
        asked = [FindingQuery.model_validate(each) for each in ({}, {"authority": ["Kent"]}, {})]
        totals = [search(session, each).total for each in asked]
    assert totals == [6, 3, 6]


def test_a_reader_sees_one_state_all_along(database: Database, make: Make) -> None:
    def found(session: Session) -> int:
        return counts(session, FindingFilters(min_confidence=0), "report_id").total

    reports.save(database, make(1), Stated(), actor="ann")
    with database.read() as session:
        before = found(session)
        reports.save(database, make(2), Stated(), actor="ann")
        assert found(session) == before
    with database.read() as session:
        assert found(session) == 2 * before


def test_of_a_kind_what_was_asked_for_longest_ago_goes(database: Database) -> None:
    made = list[str]()

    def ask(name: str) -> None:
        with database.read() as session:
            kept(session, name, lambda: made.append(name), "letters", most=2)

    for name in "abacab":
        ask(name)
    assert made == ["a", "b", "c", "b"]


def test_few_choices_of_reports_are_kept(sqlite_shared: Database) -> None:
    years = range(1900, 1900 + 2 * of_reports.MOST_KEPT)
    with sqlite_shared.read() as session:
        for filters in [FindingFilters(year=[year]) for year in years]:
            share_of_reports(session, filters)
        found = [of_reports.reports_of(session, FindingFilters(year=[year])) for year in years]
        again = [of_reports.reports_of(session, FindingFilters(year=[year])) for year in reversed(years)]
    assert sum(one is other for one, other in zip(found, reversed(again), strict=True)) == of_reports.MOST_KEPT


def test_pages_are_kept_until_anything_is_written(database: Database, make: Make) -> None:
    def page(**asked: object) -> HitPage:
        with database.read() as session:
            return search(session, FindingQuery.model_validate({"q": "children", **asked}))

    reports.save(database, make(0), Stated(), actor="ann")
    first = page()
    assert page() is first
    assert page(limit=1).items[0] == first.items[0]
    assert page(sort="published") is not first
    assert page(limit=100) == first
    reports.save(database, make(1), Stated(), actor="ann")
    assert page().total == 2 * (first.total or 0)
    forget(database.reading)
    assert page() == page()
