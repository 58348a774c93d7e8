"""A job is done by one process at a time, put back when that one ends, and never lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from findings.errors import FindingsError
from findings.jobs import table
from findings.jobs.table import JobKind
from findings.store.session import Database


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    """A database with nothing in it."""
    database = Database(f"sqlite:///{tmp_path / 'jobs.db'}")
    yield database
    database.close()


def test_a_job_is_taken_once_and_keeps_what_it_says(empty: Database) -> None:
    made = table.enqueue(empty, JobKind.TRAIN, {}, actor="ann")
    taken = table.take(empty)
    assert taken is not None
    assert (taken.id, taken.state, taken.attempts) == (made.id, "running", 1)
    assert table.take(empty) is None
    assert table.beat(empty, taken, 0.5, "half way")
    assert table.finish(empty, taken, {"version": "1"})
    with empty.read() as session:
        job = table.job(session, made.id)
        assert (job.state, job.progress, job.result) == ("done", 1.0, {"version": "1"})
        assert [line.text for line in job.log] == ["half way"]
        assert table.open_job(session, JobKind.TRAIN) is None


def test_a_job_whose_heart_stops_is_put_back_and_its_first_holder_writes_nothing_more(empty: Database) -> None:
    table.enqueue(empty, JobKind.TRAIN, {}, actor="ann")
    first = table.take(empty)
    assert first is not None
    assert table.sweep(empty) == 0
    assert table.sweep(empty, stale=-1) == 1
    second = table.take(empty)
    assert second is not None
    assert second.attempts == 2
    assert not table.beat(empty, first, line="late")
    assert not table.finish(empty, first, {"version": "wrong"})
    assert table.finish(empty, second, {"version": "right"})


def test_a_job_that_always_ends_early_fails_with_its_reason(empty: Database) -> None:
    made = table.enqueue(empty, JobKind.TRAIN, {}, actor="ann")
    for _ in range(table.MOST_ATTEMPTS):
        assert table.take(empty) is not None
        table.sweep(empty, stale=-1)
    with empty.read() as session:
        job = table.job(session, made.id)
    assert job.state == "failed"
    assert "3 times" in (job.error or "")


def test_the_same_token_is_the_same_job(empty: Database) -> None:
    asked: dict[str, Any] = {"arguments": {}, "actor": "ann", "token": "a"}
    one, other = (table.enqueue(empty, JobKind.RECLASSIFY, **asked) for _ in range(2))
    assert one.id == other.id


def test_a_job_that_is_not_there_is_told(empty: Database) -> None:
    with empty.read() as session, pytest.raises(FindingsError, match="/jobs"):
        table.job(session, 7)
