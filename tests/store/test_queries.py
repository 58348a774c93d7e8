"""Lists of findings and reports: filters, orders, pages, on both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from pydantic import ValidationError
from sqlalchemy import event

from findings.errors import Code, FindingsError
from findings.schemas import Analysis, Kind, Label, Stated
from findings.store import queries, report_queries, reports
from findings.store.cursor import encode
from findings.store.filters import FindingFilters, FindingQuery, FindingSort
from findings.store.matched import MOST
from findings.store.report_queries import ReportQuery
from findings.store.session import Database
from findings.store.values import FindingPage, FindingRow

Make = Callable[..., Analysis]


@pytest.fixture
def filled(database: Database, make: Make) -> Database:
    """Five reports: two of Hackney, two of Kent, one without authority or date."""
    for number, authority, kind, published in (
        (0, "Hackney", "ilacs", dt.date(2020, 1, 31)),
        (1, "Hackney", "sif", dt.date(2014, 6, 1)),
        (2, "Kent", "ilacs", dt.date(2022, 12, 31)),
        (3, "Kent", "send", dt.date(2020, 1, 31)),
        (4, None, "other", None),
    ):
        known = {"authority": authority, "kind": kind, "published": published}
        reports.save(database, make(number, **known), Stated(), actor="ann")
    return database


def find(database: Database, **query: object) -> FindingPage:
    with database.read() as session:
        return queries.find(session, FindingQuery.model_validate(query))


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ({}, 15),
        ({"theme": "send"}, 5),
        ({"theme": ["send", "assessment"]}, 10),
        ({"theme": "planning", "label": "strength"}, 5),
        ({"label": "not_a_finding"}, 5),
        ({"label": ["strength", "priority_action"]}, 10),
        ({"authority": "Kent"}, 6),
        ({"authority": ["Kent", "Hackney"]}, 12),
        ({"kind": ["sif", "send"]}, 6),
        ({"outcome": "outcome_3"}, 5),
        ({"outcome": "enabler_1"}, 0),
        ({"entity": "ROLE"}, 15),
        ({"entity": "co production"}, 5),
        ({"entity": ["CO-PRODUCTION", "Social"]}, 10),
        ({"entity": "?"}, 0),
        ({"from": "2020-01-31"}, 9),
        ({"to": "2020-01-31"}, 9),
        ({"from": "2020-01-31", "to": "2020-01-31"}, 6),
        ({"from": "0001-01-01"}, 12),
        ({"min_confidence": 0.7}, 10),
        ({"reviewed": True}, 0),
        ({"reviewed": False}, 15),
        ({"q": "children"}, 15),
        ({"q": "visits children -risk", "authority": "Kent"}, 2),
    ],
)
def test_filters(filled: Database, query: dict[str, object], total: int) -> None:
    page = find(filled, **query)
    assert (page.total, len(page.items)) == (total, total)


@pytest.mark.parametrize("sort", ["-published", "published", "-confidence", "confidence", "position"])
def test_pages_hold_every_finding_once_in_order(filled: Database, sort: FindingSort) -> None:
    whole = find(filled, sort=sort).items
    walked: list[FindingRow] = []
    cursor = None
    for _ in range(4):
        page = find(filled, sort=sort, limit=4, cursor=cursor)
        assert page.total == 15
        walked += page.items
        cursor = page.next
    assert cursor is None
    assert walked == whole
    assert len({row.id for row in walked}) == 15


def test_newest_come_first_and_dateless_last(filled: Database) -> None:
    days = [row.report.published for row in find(filled).items]
    assert days[0] == dt.date(2022, 12, 31)
    assert days[-1] is None
    assert days[:-3] == sorted((day for day in days if day), reverse=True)


@pytest.mark.parametrize(
    "cursor", ["", "x", "bm9wZQ", "WzEsMiwzLDRd", "WyItcHVibGlzaGVkIiwieCIsMSwxXQ", "é", "[" * 400]
)
def test_a_foreign_cursor_is_refused(filled: Database, cursor: str) -> None:
    with pytest.raises(FindingsError) as caught:
        find(filled, cursor=cursor)
    assert caught.value.code is Code.INVALID


@pytest.mark.parametrize("total", [1, MOST + 1])
@pytest.mark.parametrize("key", ["x", 1.5, True, 2**31])
@pytest.mark.parametrize("q", ["children", None])
def test_a_cursor_at_no_row_is_refused(filled: Database, q: str | None, key: int | str, total: int) -> None:
    with pytest.raises(FindingsError) as caught:
        find(filled, q=q, cursor=encode("-published", dt.date(2021, 1, 1), key, total))
    assert caught.value.code is Code.INVALID


def test_a_cursor_of_another_order_is_refused(filled: Database) -> None:
    cursor = find(filled, limit=1).next
    with pytest.raises(FindingsError, match="same sort"):
        find(filled, limit=1, cursor=cursor, sort="confidence")


@pytest.mark.parametrize("wrong", [{"theme": "nope"}, {"outcome": "nope"}, {"label": "nope"}, {"lable": "strength"}])
def test_a_filter_that_names_nothing_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        FindingFilters.model_validate(wrong)


def test_a_page_costs_the_same_queries_however_long_it_is(filled: Database) -> None:
    statements: list[str] = []
    find(filled)  # what stays at hand is read once
    event.listen(filled.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    find(filled, limit=2)
    few = len(statements)
    find(filled, limit=15)
    assert len(statements) - few == few


def test_one_finding(filled: Database, make: Make) -> None:
    wanted = make(3, authority="Kent").findings[1]
    with filled.read() as session:
        found = queries.finding(session, wanted.id)
        with pytest.raises(FindingsError, match="nope"):
            queries.finding(session, "nope")
    assert found.report.authority == "Kent"
    assert found.history == []
    assert found.text == wanted.text


def test_themes_are_counted_by_label(filled: Database) -> None:
    with filled.read() as session:
        counted = {theme.id: theme for theme in queries.themes(session, FindingFilters())}
        kent = {theme.id: theme for theme in queries.themes(session, FindingFilters(authority=["Kent"]))}
    assert len(counted) == 30
    assert counted["send"].labels[Label.AREA_FOR_IMPROVEMENT] == counted["send"].count == 5
    assert counted["planning"].count == 15
    assert kent["planning"].count == 6
    assert counted["neglect"].count == 0


def test_authorities_are_counted(filled: Database) -> None:
    with filled.read() as session:
        counted = [(row.name, row.reports, row.findings) for row in report_queries.authorities(session)]
    assert counted == [("Hackney", 2, 6), ("Kent", 2, 6)]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, [2, 0, 3, 1, 4]),
        ({"sort": "published"}, [4, 1, 0, 3, 2]),
        ({"sort": "-added"}, [4, 3, 2, 1, 0]),
        ({"authority": "Kent"}, [2, 3]),
        ({"kind": ["sif", "other"]}, [1, 4]),
        ({"from": "2020-01-31", "to": "2021-01-01"}, [0, 3]),
        ({"q": "report 2"}, [2]),
        ({"q": "%"}, []),
    ],
)
def test_reports(filled: Database, query: dict[str, object], titles: list[int]) -> None:
    walked, cursor = [], None
    for _ in range(5):
        with filled.read() as session:
            page = report_queries.list_reports(
                session, ReportQuery.model_validate({**query, "limit": 2, "cursor": cursor})
            )
        assert page.total == len(titles)
        walked += page.items
        cursor = page.next
        if cursor is None:
            break
    found = [row.title for row in walked]
    assert sorted(found, key=str) == sorted((f"Report {number}" for number in titles), key=str)
    same_day = {"Report 0": "Report 0/3", "Report 3": "Report 0/3"}
    wanted = [same_day.get(f"Report {number}", f"Report {number}") for number in titles]
    assert [same_day.get(str(title), title) for title in found] == wanted


def test_reports_tell_their_grades_and_counts(filled: Database) -> None:
    with filled.read() as session:
        row = report_queries.list_reports(session, ReportQuery(kind=[Kind.SEND])).items[0]
    assert [(each.area, each.grade) for each in row.judgements] == [("in_care", "good")]
    assert row.labels == dict.fromkeys(Label, 1)


def test_every_finding_is_read_page_by_page(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "EXPORT_PAGE", 4)
    rows = list(queries.every(filled, FindingFilters(authority=["Kent", "Hackney"])))
    assert len({row.id for row in rows}) == len(rows) == 12
