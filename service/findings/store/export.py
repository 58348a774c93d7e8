"""Writes findings as CSV, XLSX and JSON lines: row by row, and so that no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any
from urllib.parse import urlencode

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from findings.store.filters import FindingFilters
from findings.store.values import FindingRow
from findings.taxonomy.loader import taxonomy

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
MAX_SHEET_ROWS = 1_000_000
MAX_CELL = 32_767
IN_MEMORY = 5_000_000

Read = Callable[[FindingRow], Any]

COLUMNS: dict[str, Read] = {
    "finding": lambda row: row.id,
    "authority": lambda row: row.report.authority,
    "report": lambda row: row.report.title,
    "kind": lambda row: row.report.kind.value,
    "published": lambda row: row.report.published,
    "label": lambda row: row.label.value,
    "confidence": lambda row: row.confidence,
    "text": lambda row: row.text,
    "themes": lambda row: "; ".join(tag.id for tag in row.themes),
    "national_framework": lambda row: "; ".join(tag.id for tag in row.national_framework),
    "entities": lambda row: "; ".join(f"{tag.text} ({tag.type})" for tag in row.entities),
    "responsible_body": lambda row: row.responsible_body,
    "section": lambda row: " > ".join(row.section),
    "unit": lambda row: row.unit.value,
    "page": lambda row: row.page,
    "start": lambda row: row.start,
    "end": lambda row: row.end,
    "report_id": lambda row: row.report.id,
    "taxonomy": lambda row: row.taxonomy,
    "older_taxonomy": lambda row: "yes" if row.older_taxonomy else None,
}
LINK = "link"
MAX_LINKS = 10_000  # that can be clicked: each is kept in memory, and Excel refuses a sheet with 65,531
HOW_TO_READ = (
    "One row a finding, as read and labelled by the software unless a reviewer decided otherwise. `confidence` is the "
    "probability that the label is right; `page` counts from the first page of the file. `taxonomy` is the version "
    "that a row was labelled under; where `older_taxonomy` says yes, themes were changed since (see /ui/taxonomy)."
)
WIDTHS = {
    LINK: 30,
    "text": 90,
    "report": 40,
    "section": 40,
    "themes": 30,
    "entities": 30,
    "authority": 20,
    "published": 12,
}


def harmless(value: Any) -> Any:
    """`value`, with an apostrophe before text that a spreadsheet would run as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def how_made(filters: FindingFilters, site: str = "") -> dict[str, Any]:
    """What the second sheet of a workbook tells: by what, when, from which findings, and where they can be seen."""
    chosen = filters.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    where = {"Seen at": f"{site}/ui/search?{urlencode(chosen, doseq=True)}"} if site else {}
    return {
        "Made by": "Findings",
        "Made on": dt.date.today(),
        "Taxonomy": taxonomy().version,
        **{f"Filter: {name}": _told(value) for name, value in chosen.items()},
        **where,
        "How to read it": HOW_TO_READ,
    }


def _told(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def to_csv(rows: Iterable[FindingRow], site: str = "") -> Iterator[str]:
    """Lines of CSV with a header, the first marked as UTF-8 for spreadsheets; linked to `site` where it is given."""
    line = io.StringIO()
    writer = csv.writer(line)
    line.write("\ufeff")
    for cells in _table(rows, _columns(site)):
        writer.writerow([harmless(cell) for cell in cells])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def to_jsonl(rows: Iterable[FindingRow]) -> Iterator[str]:
    """A line of JSON a finding, as `/findings` gives it."""
    for row in rows:
        yield row.model_dump_json() + "\n"


def to_xlsx(rows: Iterable[FindingRow], made: Mapping[str, Any], site: str = "") -> IO[bytes]:
    """A workbook of findings with real dates and a sheet that says how it was `made`, to be read from its start.

    Where the `site` is given, each row leads back to its finding there.
    """
    book, columns = Workbook(write_only=True), _columns(site)
    sheet, number, written = _sheet(book, "Findings", columns), 1, 0
    for row in rows:
        if written and written % MAX_SHEET_ROWS == 0:
            number += 1
            sheet = _sheet(book, f"Findings {number}", columns)
        cells = [_cell(sheet, read(row)) for read in columns.values()]
        if site and written < MAX_LINKS:
            cells[-1].hyperlink = cells[-1].value
        sheet.append(cells)
        written += 1
    _how_made(book, {**made, "Findings": written})
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the reader closes it
    book.save(file)
    file.seek(0)
    return file


def _columns(site: str) -> dict[str, Read]:
    return {**COLUMNS, LINK: lambda row: f"{site}/ui/reports/{row.report.id}#f-{row.id}"} if site else COLUMNS


def _table(rows: Iterable[FindingRow], columns: Mapping[str, Read]) -> Iterator[list[Any]]:
    yield list(columns)
    for row in rows:
        yield [read(row) for read in columns.values()]


def _sheet(book: Workbook, name: str, columns: Iterable[str]) -> WriteOnlyWorksheet:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for at, column in enumerate(columns):
        sheet.column_dimensions[chr(ord("A") + at)].width = WIDTHS.get(column, 14)
    sheet.append([_heading(sheet, column) for column in columns])
    return sheet


def _heading(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, harmless(ILLEGAL_CHARACTERS_RE.sub("\ufffd", value))[:MAX_CELL])
    cell.data_type = "s"
    if len(value) > WIDTHS["text"]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _how_made(book: Workbook, made: Mapping[str, Any]) -> None:
    sheet = book.create_sheet("How this was made")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 90
    for name, value in made.items():
        sheet.append([_heading(sheet, name), _cell(sheet, value)])
