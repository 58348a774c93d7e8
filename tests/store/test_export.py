"""Exports: everything in them, real dates, and no cell that runs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from findings.schemas import Analysis, Stated
from findings.store import export, queries, reports
from findings.store.filters import FindingFilters
from findings.store.session import Database
from findings.store.values import FindingRow

Make = Callable[..., Analysis]


@pytest.fixture
def rows(sqlite_shared: Database, make: Make) -> list[FindingRow]:
    """Findings, one of which looks like a formula."""
    sentences = ['=HYPERLINK("http://z.example")', "@SUM(1)", "Visits, “regular” visits.\x07"]
    analysis = make(77, sentences, published=dt.date(2020, 1, 31), title="+1")
    reports.save(sqlite_shared, analysis, Stated(), actor="ann")
    return list(queries.every(sqlite_shared, FindingFilters(report=[analysis.report.id])))


def test_csv(rows: list[FindingRow]) -> None:
    lines = list(export.to_csv(rows))
    assert len(lines) == 1 + len(rows)
    table = list(csv.DictReader(io.StringIO("".join(lines).removeprefix("\ufeff"))))
    assert table[0]["text"] == '\'=HYPERLINK("http://z.example")'
    assert table[0]["report"] == "'+1"
    assert table[0]["published"] == "2020-01-31"
    assert table[0]["themes"] == "send; planning"
    assert not any(str(cell).startswith(export.FORMULA_STARTS) for row in table for cell in row.values())


def test_xlsx(rows: list[FindingRow]) -> None:
    with export.to_xlsx(iter(rows), {"Made by": "Findings", "Filter: q": "=1"}) as file:
        book = load_workbook(file)
    sheet, made = book.worksheets
    names = [cell.value for cell in sheet[1]]
    cells = dict(zip(names, sheet[2], strict=True))
    assert cells["published"].value == dt.datetime(2020, 1, 31)
    assert cells["published"].is_date
    assert cells["confidence"].value == pytest.approx(0.6)
    assert cells["text"].data_type == "s"
    assert not any(cell.data_type == "f" for each in book for row in each for cell in row)
    assert ("Findings", 3) in [tuple(cell.value for cell in row) for row in made]


def test_rows_lead_back_to_the_service(rows: list[FindingRow], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MAX_LINKS", 2)
    made = export.how_made(FindingFilters(q="visits", theme=["send"]), "http://findings.test")
    with export.to_xlsx(rows, made, "http://findings.test") as file:
        sheet, told = load_workbook(file).worksheets
    address = f"http://findings.test/ui/reports/{rows[0].report.id}#f-{rows[0].id}"
    links = [row[-1] for row in sheet.iter_rows(min_row=2)]
    assert links[0].value == address
    assert [cell.hyperlink is not None for cell in links] == [True, True, False]
    lines = {row[0].value: row[1] for row in told}
    assert lines["Seen at"].value == "http://findings.test/ui/search?theme=send&q=visits"
    assert lines["Made on"].is_date
    assert "".join(export.to_csv(rows, "http://findings.test")).count("/ui/reports/") == len(rows)


def test_a_full_sheet_is_followed_by_another(rows: list[FindingRow], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MAX_SHEET_ROWS", 2)
    with export.to_xlsx(rows, {}) as file:
        book = load_workbook(file)
    assert [sheet.max_row for sheet in book.worksheets][:2] == [3, 2]


def test_jsonl(rows: list[FindingRow]) -> None:
    lines = [json.loads(line) for line in export.to_jsonl(rows)]
    assert [line["id"] for line in lines] == [row.id for row in rows]
    assert lines[0]["report"]["published"] == "2020-01-31"
