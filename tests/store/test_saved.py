"""Searches that are kept, and what is new to them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from findings.errors import FindingsError
from findings.schemas import Analysis, Stated
from findings.store import reports, saved
from findings.store.filters import FindingFilters
from findings.store.saved import SearchToSave
from findings.store.session import Database

Make = Callable[..., Analysis]


def test_a_search_is_kept_and_dropped(database: Database) -> None:
    kept = saved.keep(database, SearchToSave(name=" Drift ", query="?q=drift&theme=planning&cursor=x"), actor="ann")
    assert (kept.name, kept.actor) == ("Drift", "ann")
    assert saved.understood(kept.query).theme == ["planning"]
    with database.read() as session:
        assert [each.id for each in saved.kept(session)] == [kept.id]
    saved.drop(database, kept.id, actor="ann")
    with database.read() as session, pytest.raises(FindingsError, match=kept.id):
        saved.one(session, kept.id)


@pytest.mark.parametrize("query", ["theme=weather", "colour=red", "min_confidence=much"])
def test_what_no_search_understands_is_refused(database: Database, query: str) -> None:
    with pytest.raises(FindingsError, match="It may hold"):
        saved.keep(database, SearchToSave(name="x", query=query), actor="ann")


def test_news_are_of_the_reports_that_came_last(database: Database, make: Make) -> None:
    for number in range(3):
        reports.save(database, make(number, authority=f"Place {number}"), Stated(), actor="ann")
    with database.read() as session:
        news = saved.news(session, FindingFilters(q="children"), 4)
        none = saved.news(session, FindingFilters(authority=["Nowhere"]), 4)
    assert [each.finding.report.authority for each in news] == ["Place 2", "Place 2", "Place 2", "Place 1"]
    assert news[0].added > news[3].added
    assert none == []
