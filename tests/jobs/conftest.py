"""A tiny trained model, a stored report of many findings, and a corpus of a few sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from findings.pipeline import registry
from findings.pipeline.load import build
from findings.schemas import Analysis, Label, Stated
from findings.settings import Settings
from findings.store import reports
from findings.store.session import Database
from findings_training.sources import Example
from findings_training.words import Recipe, encode, fit, install

SUBJECTS = {"planning": "Plans", "workforce": "Caseloads", "health": "Health checks", "recording": "Case records"}
VERDICTS = {
    Label.STRENGTH: ("are excellent", "are timely and well managed", "make a real difference"),
    Label.AREA_FOR_IMPROVEMENT: ("are weak", "are too often late", "are not yet consistent"),
    Label.PRIORITY_ACTION: ("leave children at risk of harm", "are unsafe and need urgent action"),
    Label.NOT_A_FINDING: ("were read by inspectors on Monday", "will be reviewed next year"),
}


def sentences(place: str) -> list[tuple[str, Label, str]]:
    """Every subject with every verdict, somewhere: text, label and theme."""
    return [
        (f"{name} in {place} {verdict}.", label, theme)
        for theme, name in SUBJECTS.items()
        for label, verdicts in VERDICTS.items()
        for verdict in verdicts
    ]


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that learned from a few sentences."""
    nlp = build("0.0.1")
    known = [Example(text, label, (theme,)) for place in ("town", "Kent") for text, label, theme in sentences(place)]
    install(nlp, fit(encode(nlp, known), Recipe()))
    folder = tmp_path_factory.mktemp("trained")
    nlp.to_disk(folder)
    return folder


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of a few authored sentences."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "authored").mkdir()
    (folder / "labels").mkdir()
    (folder / "labels" / "labelled.jsonl").write_text("")
    rows = [{"text": text, "label": label, "themes": [theme]} for text, label, theme in sentences("town")]
    (folder / "authored" / "all.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder


@pytest.fixture
def settings(tmp_path: Path, trained: Path) -> Settings:
    """Settings of an installation whose current model is the tiny one."""
    made = Settings(database_url=f"sqlite:///{tmp_path / 'findings.db'}", models=tmp_path / "models", model=None)
    registry.promote(registry.keep(trained, made.models).version, made.models)
    return made


@pytest.fixture
def database(settings: Settings, read_by_hand: Callable[..., Analysis]) -> Iterator[Database]:
    """A database with one report, labelled by a model that was there before: all is a strength, of one theme."""
    database = Database(settings.database_url)
    listed = [text for place in ("Leeds", "York") for text, _, _ in sentences(place)]
    said = [{"text": text, "label": Label.STRENGTH} for text in listed]
    stored = read_by_hand("\n".join(listed), said, authority="Leeds", model="findings-0.0.0")
    reports.save(database, stored, Stated(), actor="machine")
    yield database
    database.close()
