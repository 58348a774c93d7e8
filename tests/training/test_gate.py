"""What the gate lets through, refuses, and leaves to a person."""

from __future__ import annotations

import numpy as np
import pytest

from findings.pipeline.gate_values import Decision, Frozen
from findings.pipeline.labels import LABELS
from findings.taxonomy import taxonomy
from findings_training.gate import TRUST, Read, Truth, decide, judge

THEMES = len(taxonomy().themes)


def truth(rows: int) -> Truth:
    label = np.arange(rows) % len(LABELS)
    return Truth(label, np.ones(rows, bool), np.zeros((rows, THEMES), bool), np.ones(rows, bool))


def read(label: np.ndarray, wrong: int, sure: float = 0.95) -> Read:
    """A reading that is `sure` of its labels and wrong in so many of the first rows."""
    found = label.copy()
    found[:wrong] = (found[:wrong] + 1) % len(LABELS)
    shares = np.full((len(label), len(LABELS)), (1 - sure) / 3)
    shares[np.arange(len(label)), found] = sure
    return Read(shares, np.zeros((len(label), THEMES), bool))


def compared(before: int, after: int, rows: int = 400, name: str = "a set") -> Frozen:
    known = truth(rows)
    return judge(name, known, read(known.label, before), read(known.label, after))


@pytest.mark.parametrize(
    ("before", "after", "decision"),
    [
        (20, 20, Decision.ACCEPTED),
        (40, 10, Decision.ACCEPTED),
        (20, 22, Decision.ACCEPTED),
        (10, 40, Decision.REFUSED),
    ],
)
def test_what_is_worse_beyond_doubt_is_refused(before: int, after: int, decision: Decision) -> None:
    gate = decide("current", [compared(before, after)])
    assert gate.decision is decision, gate.reasons


def test_a_fall_of_few_rows_is_for_a_person_to_confirm() -> None:
    gate = decide("current", [compared(0, 4, rows=16)])
    assert gate.decision is Decision.CONFIRM
    assert "too few to tell" in gate.reasons[0]


def test_no_set_at_all_is_for_a_person_to_confirm() -> None:
    assert decide("current", []).decision is Decision.CONFIRM


def test_confidence_that_reviewers_do_not_bear_out_is_refused() -> None:
    gate = decide("current", [compared(160, 160, name="corrections")])
    assert gate.decision is Decision.REFUSED
    assert TRUST in gate.reasons[0]


def test_corrections_of_nothing_but_mistakes_cannot_speak_of_confidence() -> None:
    assert decide("current", [compared(395, 395, name="corrections")]).decision is Decision.CONFIRM


def test_the_interval_is_the_same_each_time() -> None:
    assert compared(10, 14) == compared(10, 14)
