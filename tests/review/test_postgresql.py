"""Reviewing on a real PostgreSQL, as several reviewers at once do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from findings.review import exchange
from findings.review.agreement import agreement, disagreements
from findings.review.orphans import orphans
from findings.review.queue import take
from findings.review.queue_values import QueueQuery
from findings.review.values import Corrected
from findings.schemas import Analysis, Label, Stated
from findings.store import reports
from findings.store.session import Database
from findings.store.values import FindingRow

Decide = Callable[..., Corrected]
Rows = Callable[..., list[FindingRow]]
Read = Callable[..., object]


@pytest.fixture(scope="module")
def server(empty_postgresql: Callable[[str], str]) -> str:
    """The address of an empty database."""
    return empty_postgresql("review")


@pytest.fixture
def database(server: str, first_reading: Callable[[], Analysis]) -> Iterator[Database]:
    """A database with the report in it."""
    database = Database(server)
    reports.save(database, first_reading(), Stated(), actor="machine")
    yield database
    reports.delete_report(database, first_reading().report.id, actor="machine")
    database.close()


def test_decisions_are_kept_carried_over_and_taken_back(
    decide: Decide, rows: Rows, read: Read, database: Database
) -> None:
    before = rows()
    decide(0, label="priority_action", themes=["health"])
    decide(0, split=[rows()[0].text.index("and act")])
    decide(2, merge=[rows()[3].id], actor="bob")
    read(model="model-2")
    assert [each.label for each in rows()] == [
        "priority_action",
        "priority_action",
        "area_for_improvement",
        "not_a_finding",
    ]
    for at in (2, 0, 0):
        decide(at, undo=True)
    assert [(each.text, each.label) for each in rows()] == [(each.text, each.label) for each in before]
    assert rows(reviewed=True) == []
    with database.read() as session:
        assert orphans(session) == []
        assert len(agreement(session).labels) == len(disagreements(session)) == 0


def test_reviewers_who_ask_at_once_get_different_findings(database: Database, rows: Rows) -> None:
    def ask(actor: str) -> list[str]:
        return [item.id for item in take(database, QueueQuery(), actor=actor, hold=60, blind_share=0).items]

    with ThreadPoolExecutor(4) as pool:
        given = [finding for items in pool.map(ask, ["ann", "bob", "cat", "dan"]) for finding in items]
    assert sorted(given) == sorted(row.id for row in rows())


def test_decisions_come_in_again(decide: Decide, rows: Rows, read: Read, database: Database) -> None:
    decide(1, label=Label.STRENGTH)
    out, before = list(exchange.rows(database)), rows()
    reports.delete_report(database, before[0].report.id, actor="ann")
    read(model="model-1")
    assert exchange.take_in(database, out, actor="ann").new == 1
    assert rows() == before
