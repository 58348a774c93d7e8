"""Figures that every evaluation here shares: precision, recall, F1, bootstrap intervals, calibration error."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Floats = NDArray[np.floating]
BINS = 15
DRAWS = 1000


class Score(NamedTuple):
    """Precision, recall and F1 with the 95% interval of F1, and how many rows truly have it."""

    precision: float
    recall: float
    f1: float
    low: float
    high: float
    support: int


def prf(truth: Flags, found: Flags) -> tuple[float, float, float]:
    """Precision, recall and F1; 0 where undefined. Takes flags of any one shape."""
    hits = int((truth & found).sum())
    precision, recall = hits / max(int(found.sum()), 1), hits / max(int(truth.sum()), 1)
    return precision, recall, 2 * hits / max(int(truth.sum()) + int(found.sum()), 1)


def score(truth: Flags, found: Flags) -> Score:
    """The score of one label or theme over rows."""
    low, high = interval(lambda rows: prf(truth[rows], found[rows])[2], len(truth))
    return Score(*prf(truth, found), low, high, int(truth.sum()))


def interval(statistic: Callable[[Ints], float], rows: int, draws: int = DRAWS) -> tuple[float, float]:
    """The 95% bootstrap interval of a statistic of row numbers; the draws are seeded."""
    if not rows:
        return 0.0, 0.0
    random = np.random.default_rng(0)
    values = [statistic(random.integers(0, rows, rows)) for _ in range(draws)]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def macro_f1(truth: Flags, found: Flags) -> float:
    """Mean F1 of the columns (rows × classes)."""
    hits = (truth & found).sum(axis=0)
    return float(np.mean(2 * hits / np.maximum(truth.sum(axis=0) + found.sum(axis=0), 1)))


def calibration_error(confidence: Floats, right: Flags, bins: int = BINS) -> float:
    """Expected calibration error over `bins` bins of equal mass."""
    order = np.argsort(confidence, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    gaps = [abs(float(confidence[part].mean()) - float(right[part].mean())) * len(part) for part in parts]
    return sum(gaps) / max(len(confidence), 1)
