"""The blend finds which of two scores to believe, and how much."""

from __future__ import annotations

import numpy as np
import pytest

from findings.pipeline.encoder import SCALE
from findings.pipeline.heads import sigmoid, softmax
from findings_training.blend import Blend

RANDOM = np.random.default_rng(0)
TRUTH = np.eye(3, dtype=np.float32)[RANDOM.integers(0, 3, 600)]
NOISE = RANDOM.normal(size=TRUTH.shape).astype(np.float32)


@pytest.mark.parametrize("chances", [softmax, sigmoid])
def test_it_believes_what_is_right(chances: object) -> None:
    telling = TRUTH + 0.4 * RANDOM.normal(size=TRUTH.shape).astype(np.float32)
    first = Blend.fit((telling, NOISE), TRUTH, chances)  # type: ignore[arg-type]
    second = Blend.fit((NOISE, telling), TRUTH, chances)  # type: ignore[arg-type]
    assert first.linear > 2 > 0.5 > abs(first.network)
    assert second.network > 2 > 0.5 > abs(second.linear)


def test_its_bias_is_what_an_output_is_said_too_seldom() -> None:
    shifted = np.where(TRUTH > 0, 2.0, -2.0).astype(np.float32) + NOISE - np.array([3.0, 0.0, 0.0], np.float32)
    bias = Blend.fit((shifted, np.zeros_like(shifted)), TRUTH, softmax).bias
    assert bias[0] > 1 > bias[1]


def test_an_even_blend_is_the_mean_where_a_network_was_taught() -> None:
    assert Blend.even(2, taught=False)[:2] == (1.0, 0.0)
    assert Blend.even(2, taught=True)[:2] == (0.5, 0.5 / SCALE)
