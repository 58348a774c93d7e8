"""How far a confidence can be trusted: of what is said to be 0.8 sure, how much is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from findings_training.metrics import BINS, calibration_error


class Bin(NamedTuple):
    """Decisions of similar confidence: how many, their mean confidence, and the share of them that is right."""

    size: int
    confidence: float
    right: float


class Reliability(NamedTuple):
    """The bins of a reliability diagram, of equal mass, from unsure to sure, and the expected calibration error."""

    bins: tuple[Bin, ...]
    error: float

    def render(self, title: str) -> str:
        """A table with a line a bin."""
        lines = [f"{title}: expected calibration error {self.error:.4f}", f"{'decisions':>12}{'said':>9}{'right':>9}"]
        lines += [f"{each.size:12}{each.confidence:9.3f}{each.right:9.3f}" for each in self.bins]
        return "\n".join(lines)


def reliability(decisions: Sequence[tuple[float, bool]], bins: int = BINS) -> Reliability:
    """The reliability of decisions, each its confidence and whether it was right; no bins where there are none.

    Bins of one and the same confidence are shown as one, so that a confidence that never varies is one line.
    """
    confidence = np.array([said for said, _ in decisions], float)
    right = np.array([true for _, true in decisions], bool)
    order = np.argsort(confidence, kind="stable")
    found = [
        Bin(len(part), *_means(confidence[part], right[part])) for part in np.array_split(order, bins) if len(part)
    ]
    return Reliability(tuple(map(_together, _alike(found))), calibration_error(confidence, right, bins))


def _means(*columns: NDArray[Any]) -> tuple[float, ...]:
    return tuple(float(column.mean()) for column in columns)


def _alike(bins: Sequence[Bin]) -> Iterator[list[Bin]]:
    for _, group in groupby(bins, key=lambda each: round(each.confidence, 6)):
        yield list(group)


def _together(bins: Sequence[Bin]) -> Bin:
    size = sum(each.size for each in bins)
    return Bin(size, bins[0].confidence, sum(each.size * each.right for each in bins) / size)
