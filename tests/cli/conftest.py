"""What tests of the command line share: a database that holds one report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from findings.schemas import Analysis, Label, Stated, ThemeTag
from findings.store.reports import save
from findings.store.session import Database

TEXT = "Recording is too slow.\nSocial workers know children well.\n"
SAID = (
    ("Recording is too slow.", Label.AREA_FOR_IMPROVEMENT, ThemeTag(id="recording", confidence=0.8)),
    ("Social workers know children well.", Label.STRENGTH, ThemeTag(id="direct_work", confidence=0.8)),
)


@pytest.fixture
def database(tmp_path: Path, read_by_hand: Callable[..., Analysis]) -> str:
    """The address of a database with a report of two findings."""
    url = f"sqlite:///{tmp_path / 'findings.db'}"
    said = [
        {"text": text, "label": label, "section": ["What needs to improve"], "confidence": 0.9, "themes": [theme]}
        for text, label, theme in SAID
    ]
    known = {"title": "Inspection of Brackwater", "authority": "Brackwater", "published": "2024-05-01"}
    store = Database(url)
    save(store, read_by_hand(TEXT, said, **known), Stated(), actor="test")
    store.close()
    return url
