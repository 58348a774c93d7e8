"""Connections and transactions, the same for both databases."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.orm import Session

from findings.store.migrate import upgrade
from findings.store.taxonomy import adopt, waits
from findings.store.taxonomy_list import follow_changes, hold_still

BUSY_TIMEOUT_MS = 10_000
CONNECTIONS = 20  # that are kept open, for to open another takes as long as a search
# A search takes milliseconds: it is not worth compiling or dividing among workers, and worth planning by its words.
POSTGRESQL = {"jit": "off", "max_parallel_workers_per_gather": "0", "plan_cache_mode": "force_custom_plan"}


class Database:
    """An open database whose tables are up to date.

    url (str): `sqlite:///path` or `postgresql+psycopg://…`.
    """

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        # SQLite's readers see one state all along; PostgreSQL's only where they ask for it.
        seen = {} if self.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        self.reading = self.engine.execution_options(**seen)
        upgrade(self.engine)
        with self.read() as session:
            follow_changes(session)
            waiting = waits(session)
        if waiting:
            with self.write(alone=True) as session:
                adopt(session)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that only reads, and sees one state of the database from its first question on."""
        with Session(self.reading, expire_on_commit=False, info={"reads": True}) as session:
            yield session

    @contextmanager
    def write(self, *, alone: bool = False) -> Iterator[Session]:
        """A session whose changes are kept together at the end, or not at all.

        alone: whether it changes the taxonomy, which must not happen while anybody else writes.
        """
        engine = self.engine.execution_options(findings_write=True)
        with Session(engine, expire_on_commit=False) as session, session.begin():
            hold_still(session, alone=alone)
            yield session

    def ping(self) -> None:
        """Raise unless the database answers."""
        with self.read() as session:
            session.execute(text("SELECT 1"))

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_engine(url: str) -> Engine:
    """An engine on `url`, with what SQLite needs to be safe under several readers and a writer."""
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), pool_size=CONNECTIONS)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    for name, value in POSTGRESQL.items():
        connection.execute(f"SET {name} = {value}")
    connection.commit()


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin_sqlite`, not by the driver
    for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: a reader that turns writer half way would fail instead of waiting.
    writes = connection.get_execution_options().get("findings_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
