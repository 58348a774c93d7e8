"""From corrections to a candidate, to current, and back; what people decided stays."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from findings.errors import Code, FindingsError
from findings.jobs import catalogue, promotion, table, train
from findings.jobs.run import run_one
from findings.jobs.table import Job, JobKind
from findings.pipeline import registry
from findings.pipeline.gate_values import Decision, Gate, gate_of, write
from findings.review.corrections import correct
from findings.review.values import CorrectionIn
from findings.schemas import Label
from findings.settings import Settings
from findings.store import queries
from findings.store.filters import FindingQuery
from findings.store.session import Database
from findings.store.values import FindingRow


def listed(database: Database) -> list[FindingRow]:
    with database.read() as session:
        query = FindingQuery.model_validate({"label": list(Label), "sort": "position", "limit": 200})
        return queries.find(session, query).items


def decide(database: Database, count: int = 60) -> None:
    """Say of findings in Leeds and York that what is excellent is weak, and the other way round."""
    told = {"excellent": Label.AREA_FOR_IMPROVEMENT, "weak": Label.STRENGTH}
    for row in listed(database)[:count]:
        label = next((label for word, label in told.items() if word in row.text), row.label)
        correct(database, row.id, CorrectionIn(label=label), actor="ann")


def done(database: Database, settings: Settings) -> Job:
    """Do the job that waits; it must not fail."""
    taken = run_one(database, settings)
    assert taken is not None
    with database.read() as session:
        job = table.job(session, taken.id)
    assert job.error is None
    return job


def test_without_corrections_there_is_nothing_to_learn(database: Database, settings: Settings, corpus: Path) -> None:
    with pytest.raises(FindingsError, match="Review some"):
        train.learn(database, settings, lambda *_: None, corpus)
    with pytest.raises(FindingsError, match="Review some"):
        catalogue.start_training(database, actor="ann")


def test_a_candidate_is_trained_compared_promoted_and_rolled_back(
    database: Database, settings: Settings, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("findings_training.retrain_sources.corpus_folder", lambda: corpus)
    decide(database, 40)
    first = promotion.current_version(settings)
    asked = catalogue.start_training(database, actor="ann")
    assert catalogue.start_training(database, actor="bob").id == asked.id
    job = done(database, settings)
    assert job.result is not None
    version = job.result["version"]
    assert catalogue.model(settings, version).gate is not None
    assert job.result["flips"]["sampled"] == len(listed(database))
    assert promotion.current_version(settings) == first

    gate = gate_of(settings.models / version)
    assert gate is not None
    assert gate.learned["correction"] > 0
    assert gate.learned["authored"] > 0

    before = {row.id: row for row in listed(database)}
    registry.promote(version, settings.models)
    promotion.reconcile(database, settings, actor="ann")
    assert promotion.reconcile(database, settings, actor="bob") is None
    assert done(database, settings).kind is JobKind.RECLASSIFY
    for row in listed(database):
        assert row.model == f"findings-{version}"
        if row.reviewed:
            assert row.label is before[row.id].label
    assert any(row.label is not Label.STRENGTH for row in listed(database) if not row.reviewed)

    job_back = promotion.roll_back(database, settings, actor="ann")
    assert job_back is not None
    done(database, settings)
    assert {row.model for row in listed(database)} == {f"findings-{first}"}


def test_what_the_gate_says_is_kept_to(database: Database, settings: Settings, trained: Path, tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as unheard:
        promotion.promote(database, settings, "0.0.1+nothing", confirmed=True, actor="ann")
    assert unheard.value.code is Code.NOT_FOUND
    for decision, confirmed, allowed in (
        (Decision.REFUSED, True, False),
        (Decision.CONFIRM, False, False),
        (Decision.CONFIRM, True, True),
        (Decision.ACCEPTED, False, True),
    ):
        version = _kept(trained, tmp_path / decision, decision, settings, promotion.current_name(settings))
        if allowed:
            promotion.promote(database, settings, version, confirmed=confirmed, actor="ann")
            assert promotion.current_version(settings) == version
        else:
            with pytest.raises(FindingsError, match="because of this"):
                promotion.promote(database, settings, version, confirmed=confirmed, actor="ann")


def test_a_comparison_with_a_model_of_before_decides_nothing(
    database: Database, settings: Settings, trained: Path, tmp_path: Path
) -> None:
    version = _kept(trained, tmp_path / "late", Decision.ACCEPTED, settings, "findings-0.0.1")
    with pytest.raises(FindingsError, match=r"compared with findings-0\.0\.1"):
        promotion.promote(database, settings, version, confirmed=False, actor="ann")
    assert catalogue.model(settings, version).decision is Decision.CONFIRM
    promotion.promote(database, settings, version, confirmed=True, actor="ann")
    assert promotion.current_version(settings) == version


def _kept(trained: Path, folder: Path, decision: Decision, settings: Settings, current: str) -> str:
    shutil.copytree(trained, folder, dirs_exist_ok=True)
    write(Gate(decision=decision, reasons=["because of this"], current=current, sets=[]), folder)
    return registry.keep(folder, settings.models).version


def test_a_set_model_cannot_be_promoted_over(database: Database, settings: Settings, trained: Path) -> None:
    fixed = settings.model_copy(update={"model": trained})
    with pytest.raises(FindingsError, match="FINDINGS_MODEL"):
        promotion.roll_back(database, fixed, actor="ann")
    assert promotion.reconcile(database, fixed, actor="ann") is None


def test_a_job_that_cannot_be_done_says_why(database: Database, settings: Settings) -> None:
    made = table.enqueue(database, JobKind.COMPARE, {"before": "shipped", "after": "nothing"}, actor="ann")
    run_one(database, settings)
    with database.read() as session:
        job = table.job(session, made.id)
    assert job.state == "failed"
    assert "nothing" in (job.error or "")
