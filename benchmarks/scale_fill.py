"""Makes a large store of a small one: its reports are copied under new names until there are enough findings.

Everything is done by the database, a table at a time: triggers and indexes are taken away first and made again once at
the end, and what triggers would have written is copied like the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, create_engine, func, insert, inspect, literal, select, text
from sqlmodel import col

from findings.schemas import Label
from findings.store import tables as t
from findings.store.listed import Listed, Tally
from findings.store.session import Database

CHUNK = 5_000
COPIED = (t.Report, t.Judgement, t.Finding, t.FindingTheme, t.FindingFramework, t.FindingEntity, Listed, Tally)
KEYS = ("pk", "finding_pk")  # told apart by a number
NAMES = ("id", "sha256", "report_id")  # told apart by a suffix

SQLITE_BARE = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
SQLITE_FAST = ("PRAGMA foreign_keys=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-500000")
POSTGRESQL_BARE = """SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()
    AND indexname NOT IN (SELECT conname FROM pg_constraint)"""
TERMS = """UPDATE listed SET terms = finding_terms(listed.pk, f.words, f.label, f.kind, f.authority, listed.tags)
    || report_terms(listed.report_id, listed.listed_on) FROM finding AS f WHERE f.pk = listed.pk"""
# Of a superuser: neither triggers nor foreign keys, which hold because every table is copied whole.
POSTGRESQL_FAST = ("SET session_replication_role = replica", "SET maintenance_work_mem = '1GB'")


def fill(source: Database, target: Database, size: int) -> None:
    """Copy the reports of `source` into `target` as often as it takes to hold `size` findings that are judged."""
    engine = create_engine(target.engine.url, isolation_level="AUTOCOMMIT")  # without the service's transactions
    with engine.connect() as connection:
        with _bare(connection):
            if not connection.scalar(select(func.count()).select_from(t.Report)):
                _copy(source, connection)
            step = int(connection.scalar(select(func.max(col(t.Finding.pk)))) or 0) + 1
            copies = max(1, round(size / judged(target)))
            for table in COPIED:
                for copy in range(1, copies):
                    _multiply(connection, table, copy, copy * step)
                print(f"{table.__tablename__} copied {copies} times", flush=True)
        connection.execute(text("ANALYZE" if connection.dialect.name == "sqlite" else "VACUUM ANALYZE"))


def judged(database: Database) -> int:
    """How many findings there are that are strengths or something to improve."""
    wanted = select(func.count()).select_from(Listed).where(col(Listed.label) != Label.NOT_A_FINDING)
    with database.read() as session:
        return int(session.scalar(wanted) or 0)


@contextmanager
def _bare(connection: Connection) -> Iterator[None]:
    """Tables without triggers and indexes, which come back at the end."""
    sqlite = connection.dialect.name == "sqlite"
    for statement in SQLITE_FAST if sqlite else POSTGRESQL_FAST:
        connection.execute(text(statement))
    taken = connection.exec_driver_sql(SQLITE_BARE if sqlite else POSTGRESQL_BARE).all()
    for kind, name, _ in taken:
        connection.exec_driver_sql(f"DROP {kind} {name}")
    yield
    if sqlite:
        connection.exec_driver_sql("INSERT INTO finding_words(finding_words) VALUES ('rebuild')")
    for _, name, made in taken:
        connection.exec_driver_sql(made)
        print(f"{name} made", flush=True)


def _copy(source: Database, into: Connection) -> None:
    for table in COPIED:
        columns = inspect(table).columns
        with source.read() as session:
            for some in session.execute(select(*columns)).mappings().yield_per(CHUNK).partitions(CHUNK):
                into.execute(insert(table), [dict(row) for row in some])
    if into.dialect.name == "postgresql":
        into.exec_driver_sql(TERMS)


def _multiply(connection: Connection, table: type[Any], copy: int, shift: int) -> None:
    """Copy the first copy's rows of a table."""
    columns = inspect(table).columns
    values = {column.name: _other(column, copy, shift) for column in columns}
    if table is Listed and connection.dialect.name == "postgresql":
        values["terms"] = _moved(shift)
    own = next((columns[name] for name in KEYS if name in columns), None)
    first = own < shift // copy if own is not None else ~columns["id" if "id" in columns else "report_id"].contains("-")
    connection.execute(insert(table).from_select(list(values), select(*values.values()).where(first)))


def _other(column: Any, copy: int, shift: int) -> Any:
    if column.name in KEYS:
        return column + shift
    return column + literal(f"-{copy}") if column.name in NAMES else column


def _moved(shift: int) -> Any:
    """A row's terms, with the blocks of the row that is copied from it."""
    here, there = (func.block_terms(col(Listed.pk) + more) for more in (0, shift))
    return func.ts_delete(col(Listed.terms), here).op("||")(func.array_to_tsvector(there))
