"""Brings a database's tables to the version this code needs."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 7_206_113  # any number: PostgreSQL's name for "somebody is migrating"

_one_thread = Lock()  # Alembic keeps the migration it runs in a module


def config(engine: Engine) -> Config:
    """Alembic's configuration for `engine`."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    made.attributes["engine"] = engine
    return made


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables up to `revision`; several processes may do so at once."""
    with _one_thread:
        command.upgrade(config(engine), revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Take the tables back to `revision`."""
    with _one_thread:
        command.downgrade(config(engine), revision)
