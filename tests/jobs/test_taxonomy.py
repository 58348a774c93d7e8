"""A model that learned older themes labels what is stored under those of now, and is retrained on them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from findings.jobs import promotion, table, train
from findings.jobs.run import run_one
from findings.jobs.table import JobKind
from findings.pipeline import registry
from findings.pipeline.load import load
from findings.pipeline.themes import Themes
from findings.relabel import relabel as read_again
from findings.review.corrections import correct
from findings.review.values import CorrectionIn
from findings.schemas import Label
from findings.settings import Settings
from findings.store import queries, taxonomy
from findings.store.filters import FindingQuery
from findings.store.session import Database
from findings.store.values import FindingRow
from findings.taxonomy import loader
from findings.taxonomy import taxonomy as current
from findings.taxonomy.change_values import ThemeChange

CHANGES: list[dict[str, Any]] = [
    {"what": "rename", "from": "recording", "to": {"id": "records", "name": "Records"}},
    {
        "what": "split",
        "from": "health",
        "to": [
            {"id": "physical_health", "name": "Physical health", "covers": "checks"},
            {"id": "mental_health", "name": "Mental health", "covers": "CAMHS"},
        ],
    },
]


@pytest.fixture(autouse=True)
def _as_shipped() -> Iterator[None]:
    yield
    loader.use([])


def listed(database: Database) -> list[FindingRow]:
    with database.read() as session:
        query = FindingQuery.model_validate({"label": list(Label), "sort": "position", "limit": 200})
        return queries.find(session, query).items


def relabel(database: Database, settings: Settings) -> None:
    arguments = {"version": promotion.current_version(settings)}
    table.enqueue(database, JobKind.RECLASSIFY, arguments, actor="ann")
    taken = run_one(database, settings)
    assert taken is not None
    with database.read() as session:
        assert table.job(session, taken.id).state == "done"


def given(database: Database, word: str) -> set[str]:
    """The themes of findings that hold a word."""
    return {tag.id for row in listed(database) if word in row.text for tag in row.themes}


def test_a_change_while_a_report_is_labelled_is_kept_to(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*given: Any, **options: Any) -> Any:
        found = read_again(*given, **options)
        taxonomy.apply(database, ThemeChange.model_validate({**CHANGES[0], "why": "a test"}), actor="ann")
        return found

    monkeypatch.setattr("findings.jobs.reclassify.relabel", interrupted)
    relabel(database, settings)
    assert given(database, "Case records") == {"records"}
    assert {row.taxonomy for row in listed(database)} == {"2"}


def test_from_an_older_model_to_one_of_the_new_themes(database: Database, settings: Settings, corpus: Path) -> None:
    for change in CHANGES:
        taxonomy.apply(database, ThemeChange.model_validate({**change, "why": "a test"}), actor="ann")
    relabel(database, settings)
    assert given(database, "Case records") == {"records"}
    assert given(database, "Health checks") == {"health"}  # the model cannot tell, so a person has to
    assert {row.taxonomy for row in listed(database)} == {"3"}
    assert all(row.older_taxonomy is ("Health" in row.text) for row in listed(database))

    for row in listed(database):
        if "Health checks in Leeds" in row.text:
            correct(database, row.id, CorrectionIn(themes=["physical_health"]), actor="ann")
    version, gate = train.learn(database, settings, lambda *_: None, corpus)
    assert not [reason for reason in gate.reasons if "records" in reason]
    component = load(settings.models / version).get_pipe("findings_themes")
    assert isinstance(component, Themes)
    assert component.head.outputs == tuple(current().themes)
    registry.promote(version, settings.models)
    relabel(database, settings)
    assert given(database, "Case records") == {"records"}
    assert "physical_health" in given(database, "Health checks in York")
