"""Moves a trained linear head a little: towards new examples, held where it is by everything that it knows already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from findings.pipeline.heads import LinearHead, sigmoid, softmax
from findings.pipeline.rows import Floats

Doubles = NDArray[np.float64]
TINY = 1e-7


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What is chosen, not learned.

    `strength`: inverse L2 penalty on the move of a weight. `taught`: how much a correction counts beside an example
    of any other source. `rounds`: the most steps of L-BFGS.
    """

    strength: float = 1.0
    taught: float = 2.0
    rounds: int = 40


class Task(NamedTuple):
    """What a head is to say: `targets` (rows × outputs) are probabilities, `weights` (rows × outputs) their worth.

    `exclusive` where one output is true of each row, so that its targets sum to 1.
    """

    matrix: csr_matrix
    targets: Floats
    weights: Floats
    exclusive: bool


def adapt(head: LinearHead, task: Task, adaptation: Adaptation) -> LinearHead:
    """The head after learning `task`, which starts from what `head` says; columns that no row has stay."""
    columns = np.unique(task.matrix.indices)
    move = _Move(head, task, columns, adaptation.strength)
    start = np.zeros((len(columns) + 1) * len(head.outputs))
    options = {"maxiter": adaptation.rounds, "maxcor": 8}
    found = minimize(move.loss, start, jac=True, method="L-BFGS-B", options=options).x.reshape(move.shape)
    weights = head.weights.copy()
    weights[columns] += found[:-1].astype(np.float32)
    return LinearHead(head.outputs, weights, head.bias + found[-1].astype(np.float32))


class _Move:
    """The loss of a move of the weights of `columns`, and of the bias (last row), and its slope."""

    def __init__(self, head: LinearHead, task: Task, columns: NDArray[np.int32], strength: float) -> None:
        self.task = task
        self.matrix = task.matrix[:, columns].astype(np.float64)
        self.across = self.matrix.T.tocsr()
        self.base = np.asarray(task.matrix @ head.weights + head.bias, np.float64)
        self.shape = (len(columns) + 1, len(head.outputs))
        self.strength = strength

    def loss(self, flat: Doubles) -> tuple[float, Doubles]:
        """The loss at a move and its gradient."""
        move = flat.reshape(self.shape)
        scores = self.base + self.matrix @ move[:-1] + move[-1]
        shares = softmax(scores) if self.task.exclusive else sigmoid(scores)
        targets, weights = self.task.targets, self.task.weights
        surprise = targets * np.log(np.maximum(shares, TINY))
        if not self.task.exclusive:
            surprise = surprise + (1 - targets) * np.log(np.maximum(1 - shares, TINY))
        slope = weights * (shares - targets)
        gradient = np.vstack([self.across @ slope, slope.sum(axis=0)]) + move / self.strength
        penalty = 0.5 * float((move**2).sum()) / self.strength
        return penalty - float((weights * surprise).sum()), gradient.ravel()
