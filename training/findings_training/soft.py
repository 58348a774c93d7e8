"""What teachers said of passages that nobody has read: scores of every label and theme, kept by the passage's key.

Each file of `corpus/teacher` holds one teacher's scores, and the fold of authorities that it never saw labels of
(`hold`), so that what learns from it can be measured there. `vectors.npz` holds the teachers' word vectors, reduced.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from findings.pipeline.rows import Floats
from findings_training.metrics import Ints

STEP = 16  # scores are kept as signed bytes, in sixteenths
DIGITS = 16  # hexadecimal digits of a key that name a passage
VECTORS = "vectors.npz"


@dataclass(frozen=True, slots=True)
class Soft:
    """`scores` (passages × labels and themes) by the number of a key; `fold` is the passage's fold."""

    place: dict[int, int]
    fold: Ints
    scores: Floats

    def of(self, key: str) -> Floats | None:
        """The scores of a passage, where a teacher read it."""
        at = self.place.get(number(key))
        return None if at is None else self.scores[at]

    def fold_of(self, key: str) -> int | None:
        """The fold of a passage, where a teacher read it."""
        at = self.place.get(number(key))
        return None if at is None else int(self.fold[at])


def number(key: str) -> int:
    """The number that names the passage of `key`."""
    return int(key[:DIGITS], 16)


def write_soft(path: Path, keys: list[str], fold: Ints, scores: Floats, hold: int) -> None:
    """Keep one teacher's `scores` (passages × outputs) of the passages `keys`."""
    small = np.clip(np.rint(scores * STEP), -127, 127).astype(np.int8)
    names = np.array([number(key) for key in keys], np.uint64)
    order = np.argsort(names)
    np.savez_compressed(path, key=names[order], fold=fold[order].astype(np.int8), scores=small[order], hold=hold)


def read_soft(folder: Path, hold: int | None = None) -> Soft | None:
    """The mean of every teacher's scores, or those of the teacher that never saw `hold`; None where there is none."""
    kept = [dict(np.load(path, allow_pickle=False)) for path in sorted(folder.glob("soft-*.npz"))]
    kept = [each for each in kept if hold is None or int(each["hold"]) == hold]
    if not kept:
        return None
    keys: NDArray[np.uint64] = np.unique(np.concatenate([each["key"] for each in kept]))
    total = np.zeros((len(keys), kept[0]["scores"].shape[1]), np.float32)
    times, fold = np.zeros((len(keys), 1), np.float32), np.zeros(len(keys), np.int64)
    for each in kept:
        at = np.searchsorted(keys, each["key"])
        total[at] += each["scores"].astype(np.float32) / STEP
        times[at], fold[at] = times[at] + 1, each["fold"]
    return Soft({key: at for at, key in enumerate(keys.tolist())}, fold, (total / times).astype(np.float32))


def held_out(folder: Path) -> list[int]:
    """The folds that some teacher never saw."""
    return sorted(int(np.load(path, allow_pickle=False)["hold"]) for path in folder.glob("soft-*.npz"))


def read_vectors(folder: Path) -> tuple[list[str], Floats]:
    """The words that have a vector of the teachers', and the vectors (words × dimensions)."""
    kept = np.load(folder / VECTORS, allow_pickle=False)
    return kept["words"].tolist(), kept["vectors"].astype(np.float32)
