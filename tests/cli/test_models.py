"""Models are kept, promoted and rolled back from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from findings.cli import app
from findings.pipeline.load import build
from findings.settings import settings


def run(*arguments: str) -> Result:
    settings.cache_clear()
    return CliRunner().invoke(app, ["models", *arguments])


def test_keep_promote_list_roll_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDINGS_MODELS", str(tmp_path / "models"))
    build().to_disk(tmp_path / "built")
    version = run("keep", str(tmp_path / "built")).stdout.strip()
    assert json.loads(run("list", "--json").stdout)["items"] == [
        {"version": version, "current": False, "gate": None, "damaged": None}
    ]
    assert run("promote", version).exit_code == 3
    assert run("promote", version, "--confirm").exit_code == 0
    assert json.loads(run("list", "--json").stdout)["current"] == version
    assert run("rollback").exit_code == 0
    assert "shipped" in run("list").stdout
    assert run("rollback").exit_code == 3
    (tmp_path / "built" / "meta.json").unlink()
    assert run("keep", str(tmp_path / "built")).exit_code == 3
    settings.cache_clear()
