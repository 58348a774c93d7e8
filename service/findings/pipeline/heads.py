"""Linear heads over encoded passages: what scores each output, and which words weighed most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import expit

from findings.pipeline.arrays import Arrays
from findings.pipeline.rows import Floats, Rows


class LinearHead:
    """Scores `outputs` as rows × `weights` + `bias`; `weights` is columns × outputs."""

    def __init__(self, outputs: Sequence[str], weights: Floats, bias: Floats) -> None:
        self.outputs = tuple(outputs)
        self.weights = weights
        self.bias = bias

    @classmethod
    def empty(cls, outputs: Sequence[str]) -> LinearHead:
        """The head that has learned nothing: every score is 0."""
        return cls(outputs, np.zeros((0, len(outputs)), np.float32), np.zeros(len(outputs), np.float32))

    def scores(self, rows: Rows) -> Floats:
        """Raw scores, passages × outputs."""
        return self.raw(rows.matrix)

    def raw(self, matrix: csr_matrix) -> Floats:
        """Raw scores of the rows of a matrix; 0 from a head that has learned nothing."""
        if not len(self.weights):
            return np.zeros((matrix.shape[0], len(self.outputs)), np.float32)
        scores: Floats = matrix @ self.weights + self.bias
        return scores

    def to_arrays(self) -> Arrays:
        """Weights as one signed byte each, scaled by the largest of their output; columns of nothing are left out."""
        largest = np.abs(self.weights).max(axis=0, initial=1e-9)
        small = np.rint(self.weights / largest * 127).astype(np.int8)
        kept = np.flatnonzero(small.any(axis=1)).astype(np.int32)
        return {
            "outputs": list(self.outputs),
            "columns": len(self.weights),
            "kept": kept,
            "weights": small[kept],
            "largest": largest,
            "bias": self.bias,
        }

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> LinearHead:
        """The head those arrays hold."""
        weights = np.zeros((arrays["columns"], len(arrays["outputs"])), np.float32)
        weights[arrays["kept"]] = arrays["weights"].astype(np.float32) * (arrays["largest"] / 127)
        return cls(arrays["outputs"], weights, arrays["bias"])


def softmax(scores: Floats) -> Floats:
    """Probabilities of one outcome in each row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=1, keepdims=True)
    return shares


def sigmoid(scores: Floats) -> Floats:
    """Independent probabilities."""
    chances: Floats = expit(scores)
    return chances
