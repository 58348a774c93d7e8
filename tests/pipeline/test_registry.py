"""Kept models are never changed, and only one whole model is ever current."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from findings.errors import Code, FindingsError
from findings.pipeline import registry
from findings.pipeline.load import build, current_model, load
from findings.settings import settings

Make = Callable[[str], Path]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of kept models, which the settings name."""
    path = tmp_path / "models"
    monkeypatch.setenv("FINDINGS_MODELS", str(path))
    monkeypatch.delenv("FINDINGS_MODEL", raising=False)
    settings.cache_clear()
    return path


@pytest.fixture(autouse=True)
def _own_settings() -> object:
    yield
    settings.cache_clear()


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes a folder that looks like a trained model."""

    def made(content: str) -> Path:
        folder = tmp_path / content
        (folder / "part").mkdir(parents=True)
        (folder / "meta.json").write_text(json.dumps({"name": "findings", "version": "1.2.0"}))
        (folder / "part" / "weights").write_text(content)
        return folder

    return made


def test_a_model_is_named_by_version_and_content(home: Path, make: Make) -> None:
    one, other = registry.keep(make("one"), home), registry.keep(make("other"), home)
    assert one.version.startswith("1.2.0+")
    assert one.version != other.version
    assert json.loads((home / one.version / "meta.json").read_text())["version"] == one.version
    assert registry.keep(home.parent / "one", home) == one
    assert {kept.version for kept in registry.kept_models(home)} == {one.version, other.version}


def test_promoted_and_rolled_back(home: Path, make: Make) -> None:
    one, other = (registry.keep(make(name), home).version for name in ("one", "other"))
    registry.promote(one, home)
    registry.promote(other, home)
    assert current_model() == home / other
    assert registry.roll_back(home).version == one
    assert registry.roll_back(home).version is None
    with pytest.raises(FindingsError) as refused:
        registry.roll_back(home)
    assert refused.value.code is Code.CONFLICT


def test_what_is_not_kept_is_not_promoted(home: Path) -> None:
    with pytest.raises(FindingsError) as refused:
        registry.promote("../elsewhere", home)
    assert refused.value.code is Code.NOT_FOUND


@pytest.mark.parametrize("damage", ["changed", "added", "removed"])
def test_a_damaged_model_is_neither_promoted_nor_loaded(home: Path, make: Make, damage: str) -> None:
    one, other = (registry.keep(make(name), home).version for name in ("one", "other"))
    registry.promote(one, home)
    weights = home / other / "part" / "weights"
    if damage == "removed":
        weights.unlink()
    else:
        (weights if damage == "changed" else weights.with_name("more")).write_text("bad")
    for use in (lambda: registry.promote(other, home), lambda: load(home / other)):
        with pytest.raises(FindingsError, match="damaged") as refused:
            use()
        assert refused.value.code is Code.MODEL_FOREIGN
    assert registry.pointer(home).version == one


def test_a_pointer_that_cannot_be_read_is_told(home: Path, make: Make) -> None:
    registry.keep(make("one"), home)
    (home / "current.json").write_text("{")
    with pytest.raises(FindingsError, match="shipped model"):
        current_model()


def test_a_kept_pipeline_loads_and_names_its_content(home: Path, tmp_path: Path) -> None:
    build().to_disk(tmp_path / "built")
    kept = registry.keep(tmp_path / "built", home)
    registry.promote(kept.version, home)
    assert load().meta["version"] == kept.version
