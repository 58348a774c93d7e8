"""`findings taxonomy`: planned, made, told of and taken back from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from findings.cli import app
from findings.taxonomy import loader

RENAME = ("rename", "recording", "--to", "case_records=Case records", "--why", "a test")


@pytest.fixture(autouse=True)
def _as_shipped() -> Iterator[None]:
    yield
    loader.use([])


def run(database: str, *words: str) -> Result:
    return CliRunner().invoke(app, ["taxonomy", *words, "--database", database])


def test_a_plan_changes_nothing(database: str) -> None:
    told = run(database, "plan", *RENAME)
    assert told.exit_code == 0
    assert "Nothing is changed. It would be version 2" in told.stdout
    assert "“Case recording” (recording) is now “Case records” (case_records), renamed in version 2" in told.stdout
    assert "Findings with a theme that it is about: 1" in told.stdout
    assert json.loads(run(database, "show", "--json").stdout)["version"] == "1"


def test_made_told_of_and_taken_back(database: str) -> None:
    assert run(database, "apply", *RENAME).exit_code == 0
    assert "Made already, as version 2" in run(database, "apply", *RENAME).stdout
    shown = json.loads(run(database, "show", "--json").stdout)
    assert shown["older"][0]["became"] == ["case_records"]
    found = CliRunner().invoke(app, ["search", "--theme", "recording", "--json", "--database", database])
    assert "case_records" in found.stdout
    assert run(database, "apply", "undo", "--why", "a test").exit_code == 0
    [made, undone] = json.loads(run(database, "history", "--json").stdout)["items"]
    assert (made["stands"], undone["undoes"]) == (False, 2)
    assert "taken back" in run(database, "history").stdout


def test_a_split_leaves_what_its_words_do_not_tell(database: str) -> None:
    split = ("split", "recording", "--to", "pace=Pace: how soon", "--to", "quality=Quality: how well")
    told = run(database, "apply", *split, "--words", "quality=clear,complete*", "--why", "a test")
    assert "with the older theme until somebody decides: 1" in told.stdout
    checked = run(database, "check")
    assert (checked.exit_code, "1 findings wait for a person" in checked.stdout) == (1, True)


def test_a_file_of_changes_is_made_whole_or_not_at_all(database: str, tmp_path: Path) -> None:
    file = tmp_path / "changes.yaml"
    good = {"what": "rename", "from": "recording", "to": {"id": "records", "name": "Records"}, "why": "a test"}
    file.write_text(json.dumps([good, {"what": "retire", "from": "never_one", "why": "a test"}]))
    refused = run(database, "apply", "--file", str(file))
    assert (refused.exit_code, "no theme 'never_one'" in refused.stderr) == (3, True)
    assert json.loads(run(database, "show", "--json").stdout)["version"] == "1"
    file.write_text(json.dumps([good, {"what": "merge", "from": "records", "to": "training", "why": "a test"}]))
    planned = json.loads(run(database, "plan", "--file", str(file), "--json").stdout)["items"]
    assert [plan["findings"] for plan in planned] == [1, 1]
    assert run(database, "apply", "--file", str(file)).exit_code == 0


def test_the_history_is_a_file_that_another_database_takes(database: str, tmp_path: Path) -> None:
    run(database, "apply", *RENAME)
    file = tmp_path / "changes.yaml"
    file.write_text(run(database, "history", "--yaml").stdout)
    other = f"sqlite:///{tmp_path / 'other.db'}"
    assert run(other, "apply", "--file", str(file)).exit_code == 0
    assert "case_records" in run(other, "show", "--json").stdout
    assert "nothing is left to decide" in run(other, "check").stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "say what to do"),
        (("retire", "training"), "say --why"),
        (("split", "health", "--to", "a=A: a", "--to", "b=B: b", "--words", "c=x", "--why", "y"), "no --to does"),
    ],
)
def test_what_is_typed_wrongly_is_told(database: str, words: tuple[str, ...], told: str) -> None:
    result = run(database, "apply", *words)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.replace("│", "").split())


def test_a_file_that_is_no_change_is_named(database: str, tmp_path: Path) -> None:
    file = tmp_path / "changes.yaml"
    file.write_text('{"what": "rename", "from": "Planning", "to": "plans", "why": "a test"}')
    assert "from" in run(database, "apply", "--file", str(file)).stderr
    file.write_text("a: [")
    assert "neither YAML nor JSON" in run(database, "apply", "--file", str(file)).stderr
