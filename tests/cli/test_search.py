"""`findings search` finds stored findings by their words and what they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from findings.cli import app
from findings.cli.filters import option_name
from findings.errors import Code, FindingsError
from findings.schemas import Analysis, Stated
from findings.store.filters import FindingFilters
from findings.store.reports import save
from findings.store.session import Database

run = CliRunner().invoke


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], 2),
        (["recording"], 1),
        (["social", "workers"], 1),
        (["--theme", "recording"], 1),
        (["--theme", "recording", "--theme", "direct_work"], 2),
        (["--label", "strength"], 1),
        (["--label", "priority_action"], 0),
        (["--authority", "Brackwater"], 2),
        (["--authority", "Hackney"], 0),
        (["--kind", "ilacs", "--from", "2024-05-01", "--to", "2024-05-01"], 2),
        (["--from", "2024-05-02"], 0),
        (["--year", "2024", "--min-confidence", "0.5"], 2),
        (["--region", "London"], 0),
        (["--grade", "good"], 0),
        (["--not-reviewed", "--sort", "-confidence"], 2),
        (["--outcome", "outcome_1", "--entity", "MASH"], 0),
    ],
)
def test_filters(database: str, options: list[str], found: int) -> None:
    result = run(app, ["search", *options, "--json", "--database", database])
    page = json.loads(result.stdout)
    assert result.exit_code == 0
    assert page["total"] == len(page["items"]) == found


def test_a_sentence_is_found_by_its_meaning(database: str, tmp_path: Path) -> None:
    options = ["--meaning", "--json", "--database", database]
    result = run(app, ["search", "Notes are written late.", *options], env={"FINDINGS_VECTORS": str(tmp_path)})
    assert json.loads(result.stdout)["items"][0]["text"] == "Recording is too slow."


@pytest.mark.parametrize("command", ["search", "export", "compare"])
def test_commands_take_the_filters_of_the_service(command: str) -> None:
    told = run(app, [command, "--help"], env={"COLUMNS": "200"}).stdout
    filters = {option_name(name, field) for name, field in FindingFilters.model_fields.items() if name != "q"}
    assert not [each for each in filters if each not in told]


@pytest.mark.parametrize("command", [["search", "recording"], ["export", "--words", "recording"]])
def test_no_encoder_is_needed_for_words(command: list[str], database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(*_: object) -> None:
        raise FindingsError(Code.MODEL_MISSING, "It is not there.")

    monkeypatch.setattr("findings.reason.nearest.open_neighbours", absent)
    assert run(app, [*command, "--database", database]).exit_code == 0
    assert "It is not there" in run(app, [*command, "--meaning", "--database", database]).stderr


def test_a_wrong_region_names_those_there_are(database: str) -> None:
    result = run(app, ["search", "--region", "Mars", "--database", database])
    assert result.exit_code == 2
    assert "North West" in result.stderr


def test_a_table_says_where_each_finding_stands(database: str) -> None:
    output = run(app, ["search", "recording", "--database", database], env={"COLUMNS": "200"}).stdout
    assert "Brackwater, 2024-05-01" in output
    assert "1 of 1 findings" in output


def test_an_unknown_theme_names_those_there_are(database: str) -> None:
    result = run(app, ["search", "--theme", "weather", "--database", database])
    assert result.exit_code == 2
    assert "weather" in result.stderr
    assert "recording" in result.stderr


def test_a_database_that_cannot_be_opened_is_named_without_its_password() -> None:
    result = run(app, ["search", "--database", "postgresql+psycopg://someone:secret@127.0.0.1:1/none"])
    assert result.exit_code == 3
    assert "127.0.0.1:1/none" in result.stderr
    assert "secret" not in result.stderr


def test_what_a_report_calls_itself_is_no_markup(database: str, read_by_hand: Callable[..., Analysis]) -> None:
    said = {"text": "Plans drift.", "label": "area_for_improvement", "section": [], "confidence": 0.9, "themes": []}
    save(
        Database(database),
        read_by_hand("Plans drift.\n", [said], title="[/b] drift", authority=None),
        Stated(),
        actor="test",
    )
    assert "[/b]" in run(app, ["search", "plans", "--database", database]).stdout
