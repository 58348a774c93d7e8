"""The tables that migrations make are the tables that the code expects, on both databases, up and down again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlmodel import SQLModel

from findings.schemas import Analysis, Stated
from findings.store import reports
from findings.store.migrate import downgrade, upgrade
from findings.store.session import Database, open_engine

Make = Callable[..., Analysis]
BY_HAND = ("finding_words", "finding_vector")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that nothing has been done to."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.db'}"
    empty: Callable[[str], str] = request.getfixturevalue("empty_postgresql")
    return empty(f"new_{tmp_path.name}".lower())


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """An engine on it."""
    engine = open_engine(url)
    yield engine
    engine.dispose()


def test_migrations_make_what_the_code_expects(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    by_hand = [step for step in found if any(name in str(step[1].name) for name in BY_HAND)]
    assert [step for step in found if step not in by_hand] == []


def test_down_and_up_again(engine: Engine) -> None:
    upgrade(engine)
    made = set(inspect(engine).get_table_names())
    downgrade(engine)
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    upgrade(engine)
    assert set(inspect(engine).get_table_names()) == made


def test_several_processes_may_open_a_new_database_at_once(url: str) -> None:
    command = [sys.executable, "-c", f"from findings.store.session import Database; Database({url!r}).ping()"]
    running = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait(60) for process in running] == [0, 0]


def test_several_threads_may_open_a_new_database_at_once(url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        databases = list(pool.map(lambda _: Database(url), range(4)))
    for database in databases:
        database.ping()
        database.close()


def test_sqlite_is_opened_for_several_readers_and_a_writer(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    with database.read() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
    database.close()


def test_what_was_stored_before_reviewers_came_is_brought_along(engine: Engine) -> None:
    upgrade(engine, "0001")
    with engine.begin() as connection:
        for table, row in BEFORE_0002.items():
            names, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)  # noqa: S608
    upgrade(engine)
    with engine.connect() as connection:
        finding = connection.execute(text("SELECT uncertainty, disputed, human, reviewed_at FROM finding")).one()
        correction = connection.execute(text("SELECT uid, action, undoes, blind FROM correction")).one()
    assert (round(finding[0], 3), bool(finding[1]), finding[2], finding[3]) == (0.5, True, None, None)
    assert (bool(correction[0]), correction[1], correction[2], bool(correction[3])) == (True, "edit", None, False)


TODAY = "2024-05-01"
BEFORE_0002: dict[str, dict[str, object]] = {
    "report": {
        "id": "r",
        "sha256": "s",
        "kind": "ilacs",
        "lead_inspectors": "[]",
        "pages": 1,
        "model": "m",
        "taxonomy": "1",
        "stated": "[]",
        "created_at": TODAY,
        "updated_at": TODAY,
    },
    "finding": {
        "pk": 1,
        "id": "f",
        "report_id": "r",
        "position": 0,
        "key": "k",
        "text": "x",
        "words": "x",
        "start": 0,
        "end": 1,
        "page": 1,
        "section": "[]",
        "unit": "sentence",
        "label": "strength",
        "confidence": 0.5,
        "scores": '{"strength": 0.5, "priority_action": 0.5}',
        "reasons": '[{"kind": "warning"}]',
        "kind": "ilacs",
        "listed_on": TODAY,
    },
    "correction": {
        "id": 1,
        "report_id": "r",
        "finding_id": "f",
        "start": 0,
        "end": 1,
        "key": "k",
        "before": "{}",
        "after": "{}",
        "actor": "ann",
        "at": TODAY,
        "model": "m",
        "taxonomy": "1",
    },
}


def test_terms_of_reports_come_and_go(postgresql_shared: Database, make: Make) -> None:
    grade = {"area": "overall_effectiveness", "grade": "good"}
    analysis = make(1, published="2020-01-31", judgements=[grade])
    reports.save(postgresql_shared, analysis, Stated(), actor="ann")
    engine = postgresql_shared.engine
    told = _terms(engine)
    assert told >= {"=day 2020-01-31", "=month 2020-01", "=year 2020", "=grade good"}
    downgrade(engine, "0012")
    assert {term for term in told if term.split()[0] in ("=day", "=month", "=year", "=grade")} == told - _terms(engine)
    upgrade(engine)
    assert _terms(engine) == told


def _terms(engine: Engine) -> set[str]:
    """All terms of all narrow rows."""
    with engine.connect() as connection:
        return set(connection.scalars(text("SELECT unnest(tsvector_to_array(terms)) FROM listed")))
