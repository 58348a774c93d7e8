"""`findings train` and `findings evaluate` start training and say what they need."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from findings.cli import app
from findings_training import train as training

run = CliRunner().invoke


def test_train_says_what_it_learned_from(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: dict[str, object] = {}

    def train(path: Path, **sources: object) -> training.TrainingResult:
        asked.update(sources)
        return training.TrainingResult(path, {"authored": 3}, 1.25)

    monkeypatch.setattr(training, "train", train)
    options = ["--corpus", str(tmp_path), "--gold", str(tmp_path), "-o", str(tmp_path / "model"), "--json"]
    result = run(app, ["train", *options])
    assert json.loads(result.stdout) == {"path": str(tmp_path / "model"), "examples": {"authored": 3}, "seconds": 1.2}
    assert (asked["corpus"], asked["gold"]) == (tmp_path, tmp_path)


@pytest.mark.parametrize("option", ["--words", "--sections", "--entities", "--metadata"])
def test_evaluate_needs_what_people_read(option: str) -> None:
    result = run(app, ["evaluate", option], env={"FINDINGS_GOLD": ""})
    assert result.exit_code == 2
    assert "FINDINGS_GOLD" in result.stderr


def test_sections_need_the_reports(tmp_path: Path) -> None:
    result = run(app, ["evaluate", "--sections", "--gold", str(tmp_path)], env={"FINDINGS_REPORTS": ""})
    assert result.exit_code == 2
    assert "FINDINGS_REPORTS" in result.stderr
