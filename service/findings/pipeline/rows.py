"""Sparse rows of n-gram weights: the vocabulary that numbers them, and the arrays that hold them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from findings.pipeline.ngrams import Grams, Group, Hashes, Ints

Floats = NDArray[np.float32]
SHELVES = 18  # bits of a hash that lead to its shelf, where one or two of a trained vocabulary stand
SHIFT = np.uint64(64 - SHELVES)
LAST = np.uint64(2**64 - 1)
GROUP_WEIGHTS = {
    Group.WORDS: 1.0,
    Group.CLAUSE: 0.7,
    Group.BEFORE: 0.3,
    Group.CHARACTERS: 1.0,
    Group.CLASSES: 1.0,
    Group.HEADING: 0.45,
    Group.AROUND: 0.4,
}
FEWEST = {
    Group.WORDS: 2,
    Group.CLAUSE: 3,
    Group.BEFORE: 5,
    Group.CHARACTERS: 3,
    Group.CLASSES: 4,
    Group.HEADING: 3,
    Group.AROUND: 3,
}


class Rows(NamedTuple):
    """Encoded passages: their sparse matrix (passages × columns), and where each known word n-gram stands in them."""

    matrix: csr_matrix
    row: Ints
    column: Ints
    token: Ints
    length: Ints


def beside(rows: Rows, scores: Floats) -> Rows:
    """The rows with a column for each of `scores` (passages × outputs) after those of the n-grams."""
    return rows._replace(matrix=csr_matrix(hstack([rows.matrix, csr_matrix(scores)], format="csr", dtype=np.float32)))


class Vocabulary:
    """Known n-grams: their sorted `hashes`, and the group and inverse document frequency of each column."""

    def __init__(self, hashes: Hashes, groups: NDArray[np.uint8], idf: Floats) -> None:
        self._bounded = np.append(hashes, LAST)
        self.hashes: Hashes = self._bounded[:-1]
        self.groups = groups
        self.idf = idf
        self._shelf = np.searchsorted(hashes >> SHIFT, np.arange(1 << SHELVES, dtype=np.uint64))

    @classmethod
    def empty(cls) -> Vocabulary:
        """The vocabulary that knows nothing."""
        return cls(np.zeros(0, np.uint64), np.zeros(0, np.uint8), np.zeros(0, np.float32))

    @classmethod
    def learn(cls, grams: Grams, rows: int) -> Vocabulary:
        """The n-grams that occur in enough of `rows` passages."""
        hashes, first, inverse = np.unique(grams.hash, return_index=True, return_inverse=True)
        groups = grams.group[first].astype(np.uint8)
        pairs = np.unique(inverse.astype(np.int64) * rows + grams.row)
        frequency = np.bincount(pairs // rows, minlength=len(hashes))
        keep = frequency >= np.array([FEWEST[group] for group in Group])[groups]
        idf = np.log((1 + rows) / (1 + frequency[keep])) + 1
        return cls(hashes[keep], groups[keep], idf.astype(np.float32))

    def part(self, columns: Ints) -> Vocabulary:
        """The n-grams of `columns`, which are in order."""
        return Vocabulary(self.hashes[columns], self.groups[columns], self.idf[columns])

    def __len__(self) -> int:
        return len(self.hashes)

    def rows(self, grams: Grams, count: int) -> Rows:
        """The rows of `count` passages: log-scaled counts × idf, each group scaled to its weight."""
        known, column = self._find(grams.hash)
        row = grams.row[known]
        matrix = csr_matrix((np.ones(len(row), np.float32), (row, column)), shape=(count, len(self)))
        matrix.sum_duplicates()
        self._weigh(matrix)
        words = grams.group[known] == Group.WORDS
        known = known[words]
        return Rows(matrix, row[words], column[words], grams.token[known], grams.length[known])

    def _find(self, hashes: Hashes) -> tuple[Ints, Ints]:
        """Which of `hashes` are known, and their columns: their first bits say near enough where each would stand."""
        place = self._shelf[(hashes >> SHIFT).view(np.int64)]
        late = np.flatnonzero(self._bounded[place] < hashes)
        while len(late):
            place[late] += 1
            late = late[self._bounded[place[late]] < hashes[late]]
        known = np.flatnonzero((self._bounded[place] == hashes) & (place < len(self)))
        return known, place[known]

    def _weigh(self, matrix: csr_matrix) -> None:
        matrix.data = (1 + np.log(matrix.data)) * self.idf[matrix.indices]
        count, groups = matrix.shape[0], len(Group)
        cell = np.repeat(groups * np.arange(count), np.diff(matrix.indptr)) + self.groups[matrix.indices]
        squares = np.bincount(cell, weights=matrix.data**2, minlength=count * groups)
        weights = np.tile([GROUP_WEIGHTS[group] for group in Group], count)
        scale = weights / np.sqrt(np.maximum(squares, np.finfo(np.float32).tiny))
        matrix.data *= scale.astype(np.float32)[cell]

    def to_arrays(self) -> dict[str, Any]:
        """The arrays that hold it."""
        return {"hashes": self.hashes, "groups": self.groups, "idf": self.idf.astype(np.float16)}

    @classmethod
    def from_arrays(cls, arrays: dict[str, Any]) -> Vocabulary:
        """The vocabulary those arrays hold."""
        return cls(arrays["hashes"], arrays["groups"], arrays["idf"].astype(np.float32))
