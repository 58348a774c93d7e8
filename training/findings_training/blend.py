"""Chooses how much a linear head and the network count, on examples that neither has seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from findings.pipeline.encoder import SCALE
from findings.pipeline.heads import sigmoid
from findings.pipeline.rows import Floats

Chances = Callable[[Any], Any]
BIAS_PENALTY = 2.0
TINY = 1e-6


class Blend(NamedTuple):
    """How much the scores of a linear head and of the network count, and what is added to each output."""

    linear: float
    network: float
    bias: Floats

    @classmethod
    def even(cls, outputs: int, taught: bool) -> Blend:
        """The blend where there is nothing to choose it on: the mean, or the linear head alone beside no network."""
        share = 0.5 if taught else 1.0
        return cls(share, (1 - share) / SCALE, np.zeros(outputs, np.float32))

    @classmethod
    def fit(cls, scores: tuple[Floats, Floats], truth: Floats, chances: Chances) -> Blend:
        """The blend with the least cross-entropy to `truth` (passages × outputs), its bias drawn towards none."""

        linear, network = (each.astype(np.float64) for each in scores)

        def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            given = np.clip(chances(linear * at[0] + network * at[1] + at[2:]), TINY, 1 - TINY)
            surprise = truth * np.log(given)
            if chances is sigmoid:
                surprise = surprise + (1 - truth) * np.log(1 - given)
            slope = given - truth
            bias = slope.sum(axis=0) + 2 * BIAS_PENALTY * at[2:]
            gradient = np.concatenate([[(slope * linear).sum(), (slope * network).sum()], bias])
            return BIAS_PENALTY * float((at[2:] ** 2).sum()) - float(surprise.sum()), gradient

        start = np.concatenate([[1.0, 2.0], np.zeros(truth.shape[1])])
        best = minimize(loss, start, jac=True, method="L-BFGS-B").x
        return cls(float(best[0]), float(best[1]), best[2:].astype(np.float32))

    def leaning(self, by: Floats) -> Blend:
        """The same, each output's score raised by as much as `by` says."""
        return self._replace(bias=self.bias + by)

    def of(self, linear: Floats, network: Floats) -> Floats:
        """The blended scores."""
        scores: Floats = linear * np.float32(self.linear) + network * np.float32(self.network) + self.bias
        return scores
