"""Authorities are followed ahead when nobody writes, once, and never while a job waits."""

from __future__ import annotations

import pytest

from findings.jobs import ahead
from findings.jobs.ahead import QUIET_SECONDS, Ahead, follow_in_process
from findings.jobs.supervisor import Supervisor
from findings.reason.followed import not_made
from findings.settings import Settings
from findings.store.audit import record
from findings.store.session import Database


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time it is, to be changed."""
    now = [1000.0]
    monkeypatch.setattr("findings.jobs.ahead.time.monotonic", lambda: now[0])
    return now


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is not followed, to be changed."""
    names = ["Hackney", "Kent"]
    monkeypatch.setattr(ahead, "not_made", lambda _session: list(names))
    return names


def _write(database: Database) -> None:
    with database.write() as session:
        record(session, "ann", "report.changed", "report", "r")


def test_it_begins_at_once_after_a_start_and_goes_on_while_it_gets_on(
    database: Database, clock: list[float], left: list[str]
) -> None:
    found = Ahead()
    assert clock
    assert found.due(database)
    left.pop()
    assert found.due(database)
    left.pop()
    assert not found.due(database)


@pytest.mark.usefixtures("left")
def test_what_cannot_be_followed_is_not_tried_again_until_something_is_written(
    database: Database, clock: list[float]
) -> None:
    found = Ahead()
    assert [found.due(database) for _ in range(3)] == [True, False, False]
    _write(database)
    assert not found.due(database)
    clock[0] += QUIET_SECONDS
    assert found.due(database)


@pytest.mark.usefixtures("left")
def test_it_waits_until_nobody_writes(database: Database, clock: list[float]) -> None:
    found = Ahead()
    found.due(database)
    for _ in range(3):
        _write(database)
        clock[0] += QUIET_SECONDS / 2
        assert not found.due(database)


@pytest.mark.parametrize(("waits", "started"), [(True, ["findings-job"]), (False, ["findings-ahead"])])
def test_jobs_go_first(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch, waits: bool, started: list[str]
) -> None:
    names = list[str]()
    supervisor = Supervisor(database, settings)
    monkeypatch.setattr("findings.jobs.table.waiting", lambda _database: waits)
    monkeypatch.setattr("findings.jobs.promotion.reconcile", lambda *_told, **_how: None)
    monkeypatch.setattr(supervisor.ahead, "due", lambda _database: True)
    monkeypatch.setattr(supervisor, "_start", lambda _work, name: names.append(name))
    supervisor.look()
    assert names == started


def test_a_process_follows_what_is_stored(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("findings.jobs.run.os.nice", lambda _niceness: 0)
    monkeypatch.setattr("findings.jobs.run._end_with_parent", lambda: None)
    with database.read() as session:
        assert not_made(session) == ["Leeds"]
    follow_in_process(settings)
    with database.read() as session:
        assert not_made(session) == []
