"""Where there are more findings than are counted: the same pages in the same order, and it is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from findings.schemas import Analysis, Stated
from findings.store import listing, matched, newest, reports
from findings.store.filters import FindingQuery
from findings.store.queries import every, find
from findings.store.search import search
from findings.store.session import Database

Make = Callable[..., Analysis]
QUERIES: tuple[dict[str, object], ...] = (
    {},
    {"q": "children"},
    {"q": '"their families" OR visit*'},
    {"q": "children -risk", "label": "area_for_improvement"},
    {"q": "children", "theme": ["send", "assessment"], "entity": "ROLE"},
    {"theme": "planning", "authority": "Hackney"},
    {"entity": "ROLE", "min_confidence": 0.65},
    {"from": "2014-01-01", "outcome": "outcome_3"},
    {"region": "London", "year": [2014, 2020]},
)


@pytest.fixture
def filled(database: Database, make: Make) -> Database:
    """Five reports."""
    days = (dt.date(2020, 1, 31), dt.date(2014, 6, 1), None, dt.date(2020, 1, 31), dt.date(2022, 5, 5))
    for number, day in enumerate(days):
        authority = ("Hackney", "Kent")[number % 2]
        reports.save(database, make(number, published=day, authority=authority), Stated(), actor="ann")
    return database


def walked(database: Database, query: dict[str, object]) -> tuple[list[str], set[tuple[int | None, bool]]]:
    """Ids of all pages, and what each said of the length of the whole."""
    ids, totals, cursor = list[str](), set[tuple[int | None, bool]](), None
    while True:
        with database.read() as session:
            page = find(session, FindingQuery.model_validate({**query, "limit": 2, "cursor": cursor}))
        ids += [item.id for item in page.items]
        totals.add((page.total, page.more))
        cursor = page.next
        if cursor is None:
            return ids, totals


# Reports of one day that are named one by one, and how many times what is wanted PostgreSQL looks for at first.
@pytest.mark.parametrize(("named", "spare"), [(1_000, newest.SPARE), (1, 0.01)])
@pytest.mark.parametrize("sort", ["-published", "published", "-confidence", "confidence", "position"])
def test_pages_are_the_same(
    filled: Database, sort: str, named: int, spare: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [walked(filled, {**query, "sort": sort}) for query in QUERIES]
    monkeypatch.setattr(listing, "MANY", named)
    monkeypatch.setattr(newest, "SPARE", spare)
    for module in (listing, matched):
        monkeypatch.setattr(module, "MOST", 3)
    for query, (ids, totals) in zip(QUERIES, whole, strict=True):
        few, told = walked(filled, {**query, "sort": sort})
        assert few == ids
        if len(ids) > 3:
            assert told <= {(len(ids), False), (len(ids), True), (3, True)}
        else:
            assert told == totals


def test_facets_say_that_they_are_capped(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (listing, matched):
        monkeypatch.setattr(module, "MOST", 3)
    with filled.read() as session:
        page = search(session, FindingQuery(q="children"))
        plain = search(session, FindingQuery())
    assert (page.total, page.more) == (3, True)
    assert "theme" in page.facets.capped
    assert sum(count.count for count in page.facets.label) == 3
    assert (plain.total, plain.more, plain.facets.capped) == (15, False, [])


def test_the_best_are_ranked_and_none_is_left_out(
    database: Database, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        reports.save(
            database, make(number, ["Drift is told of among very many other things here."]), Stated(), actor="a"
        )
    reports.save(database, make(4, ["Drift and drift."]), Stated(), actor="a")
    for module in (listing, matched):
        monkeypatch.setattr(module, "MOST", 2)
    found = [row.text for row in every(database, FindingQuery(q="drift"), "relevance")]
    assert found[0] == "Drift and drift."
    assert len(found) == 5
    assert len(list(every(database, FindingQuery(), "relevance"))) == 5


def test_the_best_fit_comes_first(database: Database, make: Make) -> None:
    sentences = [
        "Drift is rare where plans are reviewed and where visits are made to see the child.",
        "Drift and drift.",
    ]
    analysis = make(0, sentences)
    reports.save(database, analysis, Stated(), actor="ann")
    with database.read() as session:
        page = find(session, FindingQuery(q="drift", sort="relevance", limit=1))
        rest = find(session, FindingQuery(q="drift", sort="relevance", limit=1, cursor=page.next))
        without = find(session, FindingQuery(sort="relevance"))
    assert [page.items[0].text, rest.items[0].text] == sentences[::-1]
    assert rest.next is None
    assert without.total == 2
