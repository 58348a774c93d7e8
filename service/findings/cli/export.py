"""`findings export`: write stored findings as CSV, XLSX or JSON lines."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from findings.cli.database import DatabaseUrl, open_database, vectors_for
from findings.cli.filters import chosen, filtered
from findings.cli.output import messages, writing
from findings.store.filters import SearchQuery

if TYPE_CHECKING:
    from findings.store.filters import FindingFilters
    from findings.store.values import FindingRow


class Format(StrEnum):
    """What findings are written as."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


@filtered(SearchQuery)
def export(
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.CSV,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write; else standard output.")] = None,
    database: DatabaseUrl = None,
    *,
    typed: dict[str, Any],
) -> None:
    """Write stored findings, all or those chosen, for a spreadsheet or another program."""
    from findings.reason.search import every

    store = open_database(database)
    filters = chosen(SearchQuery, typed).public()
    rows = every(store, filters, vectors_for(filters, store))
    if output is None:
        if form is Format.XLSX and sys.stdout.isatty():
            raise typer.BadParameter("a workbook is no text to look at: name a file with --output.")
        _write(rows, form, filters, sys.stdout.buffer)
        return
    with writing(output), output.open("wb") as file:
        _write(rows, form, filters, file)
    messages.print(f"Written to {output}")


def _write(rows: Iterable[FindingRow], form: Format, filters: FindingFilters, file: IO[bytes]) -> None:
    from findings.store.export import how_made, to_csv, to_jsonl, to_xlsx

    if form is Format.XLSX:
        shutil.copyfileobj(to_xlsx(rows, how_made(filters)), file)
        return
    for line in (to_csv if form is Format.CSV else to_jsonl)(rows):
        file.write(line.encode())
