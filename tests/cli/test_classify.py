"""`findings classify` prints one JSON object a document, in order, whatever happens to any of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from findings.cli import app

TEXT = """\
Brackwater Borough Council: inspection of children's services

Areas for improvement

- The quality of case recording, so that decisions are explained to children.
- The timeliness of initial health assessments.
"""

run = CliRunner().invoke


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT)
    return path


def lines(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_one_object_a_line_in_the_order_given(report: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.pdf"
    result = run(app, ["classify", str(missing), str(report), "--json"])
    first, second = lines(result.stdout)
    assert result.exit_code == 1
    assert first["path"] == str(missing)
    assert first["error"]["code"] == "file_unreadable"  # type: ignore[index]
    assert second["path"] == str(report)
    assert {"path", "report", "findings"} == set(second)


def test_listed_areas_come_out_as_areas(report: Path) -> None:
    (value,) = lines(run(app, ["classify", str(report), "--json"]).stdout)
    labels = [finding["label"] for finding in value["findings"]]  # type: ignore[attr-defined]
    assert labels == ["area_for_improvement", "area_for_improvement"]


def test_all_includes_what_is_not_a_finding(report: Path) -> None:
    (some,) = lines(run(app, ["classify", str(report), "--json"]).stdout)
    (everything,) = lines(run(app, ["classify", str(report), "--json", "--all"]).stdout)
    assert len(everything["findings"]) >= len(some["findings"])  # type: ignore[arg-type]
    assert all(finding["label"] != "not_a_finding" for finding in some["findings"])  # type: ignore[attr-defined]


def test_a_dash_reads_standard_input() -> None:
    result = run(app, ["classify", "-", "--json"], input=TEXT)
    (value,) = lines(result.stdout)
    assert result.exit_code == 0
    assert value["path"] == "-"


def test_what_is_stated_beats_what_is_read(report: Path) -> None:
    stated = ["--authority", "Hackney", "--published", "2024-05-01", "--kind", "ilacs", "--title", "Stated"]
    (value,) = lines(run(app, ["classify", str(report), "--json", *stated]).stdout)
    said = {name: value["report"][name] for name in ("authority", "published", "kind", "title")}  # type: ignore[index]
    assert said == {"authority": "Hackney", "published": "2024-05-01", "kind": "ilacs", "title": "Stated"}


def test_a_folder_means_its_files(report: Path) -> None:
    (value,) = lines(run(app, ["classify", str(report.parent), "--json"]).stdout)
    assert value["path"] == str(report)


def test_without_json_the_error_names_the_file_on_standard_error(tmp_path: Path) -> None:
    result = run(app, ["classify", str(tmp_path / "missing.pdf")])
    assert result.exit_code == 1
    assert "missing.pdf" in result.stderr
    assert result.stdout == ""


def test_a_missing_model_stops_the_command(report: Path, tmp_path: Path) -> None:
    result = run(app, ["classify", str(report), "--model", str(tmp_path / "nowhere")])
    assert result.exit_code == 3
    assert "nowhere" in result.stderr
