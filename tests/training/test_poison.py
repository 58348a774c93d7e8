"""Poisoned batches are refused and clean ones accepted, on a small scale."""

from __future__ import annotations

import json

import pytest

from findings.pipeline.gate_values import Decision
from findings_training.poison import FLIPPED, Ground, batch, ground

SUBJECTS = ("Plans", "Caseloads", "Health checks", "Case records", "Visits", "Assessments")
PLACES = ("Leeds", "York", "Kent", "Devon", "Essex", "Dorset", "Hull", "Luton")
VERDICTS = {
    "strength": ("are excellent", "are timely and well managed", "make a real difference"),
    "area_for_improvement": ("are weak", "are too often late", "are not yet consistent"),
    "priority_action": ("leave children at risk of harm", "are unsafe and need urgent action"),
    "not_a_finding": ("were read by inspectors on Monday", "will be reviewed next year"),
}


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """A model that learned from half of the sentences of a corpus."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "authored").mkdir()
    rows = [
        {"text": f"{subject} in {place} {verdict}.", "label": label, "themes": []}
        for subject in SUBJECTS
        for place in PLACES
        for label, verdicts in VERDICTS.items()
        for verdict in verdicts
    ]
    (folder / "authored" / "all.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return ground(folder, None)


def test_a_clean_batch_is_accepted(on: Ground) -> None:
    gate = batch(on, 0, 0.0, size=160)
    assert gate.decision is Decision.ACCEPTED, gate.reasons


def test_a_poisoned_batch_is_refused(on: Ground) -> None:
    gate = batch(on, 0, FLIPPED, size=160)
    assert gate.decision is Decision.REFUSED, gate.reasons
