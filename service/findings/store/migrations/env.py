"""Alembic's way into the database: the engine comes from the program, never from a file."""

from alembic import context
from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from findings.store import (
    followed_tables,
    job_tables,
    link_tables,
    listed,
    queue_index,
    saved_tables,
    tables,
    taxonomy_tables,
)
from findings.store.migrate import LOCK

assert tables
assert link_tables
assert job_tables
assert queue_index
assert listed
assert saved_tables
assert followed_tables
assert taxonomy_tables


def include(_item: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    """Whether autogenerate looks at it: the full-text index and vectors are made by hand."""
    return not (kind == "table" and (name or "").startswith(("finding_words", "finding_vector")))


def run(connection: Connection) -> None:
    """Run the migrations in one transaction, one process at a time."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        include_object=include,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.run_migrations()


with context.config.attributes["engine"].execution_options(findings_write=True).connect() as connection:
    run(connection)
