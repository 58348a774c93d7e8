"""Fits the linear chain that reads entities: the most likely tags of whole sentences, weights held small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from findings.pipeline.entity_tags import TAGS, Layout, allowed, lay_out

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ChainRecipe:
    """What is chosen, not learned: the L2 penalty, rounds of L-BFGS, how often a feature must occur to count."""

    penalty: float = 0.5
    rounds: int = 80
    rarest: int = 2


class Chain(NamedTuple):
    """What is learned: `weights` (features, TAGS) of the hashes `features`, `pairs` (TAGS, TAGS)."""

    features: Ints
    weights: Floats
    pairs: Floats


class Start(NamedTuple):
    """Where a chain stands already: what it makes of the tokens (tokens, TAGS) and of pairs (TAGS, TAGS).

    `features` are the hashes whose weights may move from there.
    """

    scores: Floats
    pairs: Floats
    features: Ints


def fit_chain(
    hashed: Sequence[Ints],
    tags: Sequence[Ints],
    weights: Floats,
    recipe: ChainRecipe | None = None,
    start: Start | None = None,
) -> Chain:
    """The chain that makes `tags` of sentences of `hashed` features (tokens, templates) most likely.

    With a `start` its weights are moves from there; its pairs are what they come to.
    """
    recipe = recipe or ChainRecipe()
    features, matrix = _matrix(np.concatenate(hashed), recipe.rarest, start.features if start else None)
    layout = lay_out(np.array([len(each) for each in tags]))
    task = _Task(matrix, np.concatenate(tags), layout, weights, recipe.penalty, start)
    options = {"maxiter": recipe.rounds, "maxcor": 6}
    best = minimize(task.loss, np.zeros(task.size), jac=True, method="L-BFGS-B", options=options).x
    weight, pairs = task.split(best)
    return Chain(features, weight, pairs + task.base_pairs)


def _matrix(hashed: Ints, rarest: int, only: Ints | None) -> tuple[Ints, csr_matrix]:
    """Hashes that occur at least `rarest` times, of `only` some, and which of them each token has."""
    found, place, counts = np.unique(hashed.ravel(), return_inverse=True, return_counts=True)
    kept = counts >= rarest
    if only is not None:
        kept &= np.isin(found, only)
    columns = (np.cumsum(kept) - 1)[place]
    known = kept[place]
    ends = np.concatenate([[0], np.cumsum(known.reshape(hashed.shape).sum(axis=1))])
    shape = (len(hashed), int(kept.sum()))
    return found[kept], csr_matrix((np.ones(int(known.sum())), columns[known], ends), shape)


class _Task:
    """The penalised negative log-likelihood and its gradient."""

    def __init__(
        self, matrix: csr_matrix, tags: Ints, layout: Layout, weights: Floats, penalty: float, start: Start | None
    ) -> None:
        self.matrix, self.back = matrix, matrix.T.tocsr()
        self.tags, self.layout, self.penalty = tags, layout, penalty
        self.features = matrix.shape[1]
        self.size = (self.features + TAGS) * TAGS
        first, pairs = allowed()
        self.base = start.scores if start else 0.0
        self.base_pairs = start.pairs if start else pairs
        self.first, self.allowed = np.exp(first.astype(float)), np.exp(self.base_pairs.astype(float))
        self.sentence = weights[layout.order]
        self.weight = np.zeros(len(tags))
        for here in layout.places:
            self.weight[here] = self.sentence[: len(here)]
        self.seen = np.eye(TAGS)[tags] * self.weight[:, None]
        self.seen_pairs = sum(
            (self.seen[here - 1].T @ np.eye(TAGS)[tags[here]] for here in layout.places[1:]), np.zeros((TAGS, TAGS))
        )
        self.seen_features = self.back @ self.seen

    def split(self, theta: Floats) -> tuple[Floats, Floats]:
        """The weights of features and of pairs."""
        border = self.features * TAGS
        return theta[:border].reshape(-1, TAGS), theta[border:].reshape(TAGS, TAGS)

    def loss(self, theta: Floats) -> tuple[float, Floats]:
        """The loss at `theta` and its gradient."""
        weights, pairs = self.split(theta)
        scores = self.matrix @ weights + self.base
        highest = scores.max(axis=1, keepdims=True)
        held, norms, expected_pairs = self._expect(np.exp(scores - highest), np.exp(pairs) * self.allowed)
        partition = (self.weight * (np.log(norms) + highest[:, 0])).sum()
        value = partition - (scores * self.seen).sum() - (pairs * self.seen_pairs).sum()
        by_feature = self.back @ (held * self.weight[:, None]) - self.seen_features
        gradient = np.concatenate([by_feature.ravel(), (expected_pairs - self.seen_pairs).ravel()])
        return float(value + self.penalty / 2 * (theta @ theta)), gradient + self.penalty * theta

    def _expect(self, emit: Floats, step: Floats) -> tuple[Floats, Floats, Floats]:
        """Probability of each tag (tokens, TAGS), norm of each token, expected pairs, by forward and backward."""
        forward, norms = np.zeros_like(emit), np.ones(len(emit))
        for at, here in enumerate(self.layout.places):
            before = forward[here - 1] @ step if at else self.first
            reached = before * emit[here]
            norms[here] = reached.sum(axis=1)
            forward[here] = reached / norms[here, None]
        backward, pairs = np.ones_like(emit), np.zeros_like(step)
        for here in reversed(self.layout.places[1:]):
            ahead = backward[here] * emit[here] / norms[here, None]
            pairs += (forward[here - 1] * self.sentence[: len(here), None]).T @ ahead * step
            backward[here - 1] = ahead @ step.T
        return forward * backward, norms, pairs
