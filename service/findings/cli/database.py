"""Opens the database that the commands work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

from findings.errors import Code, FindingsError
from findings.settings import settings
from findings.store.session import Database
from findings.store.tables import Report

if TYPE_CHECKING:
    from findings.reason.nearest import Neighbours
    from findings.store.filters import Sought

DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        "--database",
        help="Address of the database: sqlite:///… or postgresql+psycopg://…",
        show_default="FINDINGS_DATABASE_URL, else findings.db here",
    ),
]


def open_database(url: str | None) -> Database:
    """The database at `url`, or at the one set; raises `FindingsError` where it cannot be opened."""
    url = url or settings().database_url
    try:
        return Database(url)
    except (SQLAlchemyError, ImportError) as error:
        raise FindingsError(
            Code.INVALID,
            f"The database {_shown(url)} cannot be opened: {_first_line(error)}. Check --database or "
            "FINDINGS_DATABASE_URL, and that the server runs.",
        ) from error


def vectors_for(asked: Sought, database: Database) -> Neighbours | None:
    """The vectors that a search by meaning needs; none for any other, which works where they cannot be had."""
    from findings.reason.nearest import open_neighbours
    from findings.reason.search import by_meaning

    chosen = settings()
    return open_neighbours(database, chosen.vectors, chosen.encoder) if by_meaning(asked) else None


def stored_readings(database: Database) -> dict[str, tuple[str, str]]:
    """The model and taxonomy that each stored report was last read with, by the sha256 of its bytes."""
    with database.read() as session:
        rows = session.execute(select(col(Report.sha256), col(Report.model), col(Report.taxonomy)))
        return {sha256: (model, taxonomy) for sha256, model, taxonomy in rows}


def _shown(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return "named by the address given"


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")
