"""`findings compare` says what share of findings are strengths."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from findings.cli import app

run = CliRunner().invoke


def test_shares(database: str) -> None:
    found = json.loads(run(app, ["compare", "--rows", "authority", "--json", "--database", database]).stdout)
    assert [(line["name"], line["whole"]["total"]) for line in found["lines"]] == [("Brackwater", 2)]
    output = run(app, ["compare", "--columns", "year", "--database", database], env={"COLUMNS": "200"}).stdout
    assert "2024" in output
    assert "of 1 (few)" in output


def test_rows_and_columns_differ() -> None:
    assert run(app, ["compare", "--columns", "theme"]).exit_code == 2
