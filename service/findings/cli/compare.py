"""`findings compare`: shares of strengths among stored findings, by what they are about and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.table import Table

from findings.cli.database import DatabaseUrl, open_database
from findings.cli.filters import chosen, filtered
from findings.cli.options import AsJson
from findings.cli.output import console, messages, print_json
from findings.store.filters import FindingFilters

if TYPE_CHECKING:
    from findings.reason.compare import Comparison
    from findings.reason.shares import Share

By = Literal["theme", "authority", "region", "kind", "grade", "year"]


@filtered(FindingFilters)
def compare(
    rows: Annotated[By, typer.Option(help="What each row stands for.")] = "theme",
    columns: Annotated[By | None, typer.Option(help="What each column stands for.")] = None,
    place: Annotated[
        str | None, typer.Option(help="An authority to set beside its region, its statistical neighbours and all.")
    ] = None,
    as_json: AsJson = False,
    database: DatabaseUrl = None,
    *,
    typed: dict[str, Any],
) -> None:
    """Compare stored findings: the share of strengths by theme, authority, region, kind, grade or year."""
    from findings.reason.compare import NOTE, Comparing
    from findings.reason.compare import compare as compare_store

    if rows == columns:
        raise typer.BadParameter(f"--rows and --columns are both {rows}; choose something else for one of them.")
    store = open_database(database)
    asked = chosen(Comparing, {**typed, "rows": rows, "columns": columns, "place": place})
    with store.read() as session:
        found = compare_store(session, asked)
    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    _show(found)
    messages.print(NOTE, style="dim")


def _show(found: Comparison) -> None:
    table = Table(found.rows, "all", *(column.name for column in found.columns))
    for line in found.lines:
        table.add_row(line.name, *map(_share, (line.whole, *line.cells)))
    console.print(table)


def _share(share: Share) -> str:
    if share.share is None:
        return "–"
    return f"{share.share:.0%} of {share.total}" + (" (few)" if share.few else "")
