"""`findings export` writes what is stored for spreadsheets and programs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from openpyxl import load_workbook
from typer.testing import CliRunner

from findings.cli import app

run = CliRunner().invoke


def test_csv_has_a_row_a_finding(database: str) -> None:
    output = run(app, ["export", "--database", database]).stdout_bytes.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(output)))
    assert {row["label"] for row in rows} == {"area_for_improvement", "strength"}
    assert {row["authority"] for row in rows} == {"Brackwater"}


def test_jsonl_has_a_line_a_finding(database: str) -> None:
    output = run(app, ["export", "--format", "jsonl", "--label", "strength", "--database", database]).stdout
    (row,) = [json.loads(line) for line in output.splitlines()]
    assert row["text"] == "Social workers know children well."


def test_a_workbook_is_written_to_a_file(database: str, tmp_path: Path) -> None:
    path = tmp_path / "findings.xlsx"
    result = run(app, ["export", "--format", "xlsx", "-o", str(path), "--database", database])
    assert result.exit_code == 0
    assert load_workbook(path).worksheets[0].max_row == 3


def test_a_file_that_cannot_be_written_is_named(database: str, tmp_path: Path) -> None:
    path = tmp_path / "no folder" / "findings.csv"
    result = run(app, ["export", "-o", str(path), "--database", database])
    assert result.exit_code == 3
    assert "findings.csv" in result.stderr
