"""Reliability: confidence beside the share that is right."""

from __future__ import annotations

import pytest

from findings_training.calibration import Bin, reliability


def test_bins_are_of_equal_mass_and_the_error_is_their_mean_gap() -> None:
    decisions = [(0.6, True), (0.6, False), (0.9, True), (0.9, True)]
    found = reliability(decisions, bins=2)
    assert found.bins == (Bin(2, 0.6, 0.5), Bin(2, 0.9, 1.0))
    assert found.error == pytest.approx(0.1)


def test_a_confidence_that_never_varies_is_one_line() -> None:
    found = reliability([(0.995, True)] * 199 + [(0.995, False)])
    assert len(found.bins) == 1
    assert found.bins[0].right == pytest.approx(0.995)
    assert "0.995" in found.render("labels")


def test_nothing_decided_has_no_bins() -> None:
    assert reliability([]) == ((), 0.0)
