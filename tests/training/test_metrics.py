"""Figures that are known by hand."""

from __future__ import annotations

import numpy as np
import pytest

from findings_training.metrics import calibration_error, interval, macro_f1, prf, score


@pytest.mark.parametrize(
    ("truth", "found", "expected"),
    [
        ([1, 1, 0, 0], [1, 0, 1, 0], (0.5, 0.5, 0.5)),
        ([1, 1], [1, 1], (1, 1, 1)),
        ([0, 0], [0, 0], (0, 0, 0)),
        ([1, 0, 0], [1, 1, 1], (1 / 3, 1, 0.5)),
    ],
)
def test_precision_recall_f1(truth: list[int], found: list[int], expected: tuple[float, float, float]) -> None:
    assert prf(np.array(truth, bool), np.array(found, bool)) == pytest.approx(expected)


def test_the_interval_holds_the_score_and_is_the_same_each_time() -> None:
    truth = np.arange(200) % 3 == 0
    found = np.arange(200) % 4 == 0
    first = score(truth, found)
    assert first.low < first.f1 < first.high
    assert score(truth, found) == first


def test_the_interval_of_nothing_is_nothing() -> None:
    assert interval(lambda rows: float(len(rows)), 0) == (0.0, 0.0)


def test_macro_f1_is_the_mean_of_the_columns() -> None:
    truth = np.array([[1, 0], [1, 0], [0, 1]], bool)
    found = np.array([[1, 0], [0, 1], [0, 1]], bool)
    assert macro_f1(truth, found) == pytest.approx((2 / 3 + 2 / 3) / 2)


def test_calibration_error() -> None:
    confidence = np.full(100, 0.8)
    assert calibration_error(confidence, np.arange(100) % 10 < 8) == pytest.approx(0, abs=0.12)
    assert calibration_error(confidence, np.zeros(100, bool)) == pytest.approx(0.8)
