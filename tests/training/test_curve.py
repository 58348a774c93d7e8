"""The learning curve's figures, on rows that are made up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from findings_training.curve import RANDOM, UNCERTAIN, Point, Prose, curve, draw, means, share_needed


def rows() -> Prose:
    random = np.random.default_rng(0)
    label = np.arange(200) % 4
    matrix = csr_matrix(np.eye(4)[label] + random.normal(0, 0.6, (200, 4)))
    return Prose(matrix, label, np.arange(200) % 5, np.arange(200) < 40)


def test_both_orders_start_alike_and_learn() -> None:
    points = list(curve(rows(), 0, step=20, steps=4))
    found = means(points)
    assert found[UNCERTAIN][0] == found[RANDOM][0]
    assert list(found[RANDOM]) == [0, 20, 40, 60, 80]


@pytest.mark.parametrize(("uncertain", "share"), [([0.5, 0.9, 0.9, 0.9, 0.9], 0.25), ([0.1] * 5, None)])
def test_the_share_of_decisions_that_are_needed(uncertain: list[float], share: float | None) -> None:
    random = [0.5, 0.6, 0.7, 0.7, 0.7]
    points = [Point(RANDOM, 0, at, f1) for at, f1 in enumerate(random)]
    points += [Point(UNCERTAIN, 0, at, f1) for at, f1 in enumerate(uncertain)]
    assert share_needed(means(points)) == share


def test_the_curve_is_drawn(tmp_path: Path) -> None:
    points = [Point(order, 0, at, 0.5 + at / 10) for order in (UNCERTAIN, RANDOM) for at in range(3)]
    draw(means(points), tmp_path / "curve.svg")
    assert "decisions of the reviewer" in (tmp_path / "curve.svg").read_text()
