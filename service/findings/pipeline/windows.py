"""A layer of a network that reads each word together with those beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from thinc.api import Model, glorot_uniform_init

from findings.pipeline.ngrams import Ints
from findings.pipeline.rows import Floats

SIDES = 3  # the word before, the word itself, the word after
PIECES = 2
Words = tuple[Floats, Ints]


def windows(width: int, vector: int) -> Model[Words, Floats]:
    """Maxout over the vectors of each place and of the places beside it; `width` features, vectors of `vector`.

    It reads the vectors of the different words and which of them stands at each place. Each is weighed once for each
    side that it may stand on, however often it stands there; the rest is adding up.
    """
    return Model(
        "windows",
        _forward,
        init=_initialize,
        dims={"nO": width, "nI": SIDES * vector},
        params={"W": None, "b": None},
    )


def _initialize(model: Model[Words, Floats], X: object = None, Y: object = None) -> None:  # noqa: ARG001, N803
    width, inputs = model.get_dim("nO"), model.get_dim("nI")
    model.set_param("W", glorot_uniform_init(model.ops, (width, PIECES, inputs)))
    model.set_param("b", model.ops.alloc2f(width, PIECES))


def _forward(
    model: Model[Words, Floats],
    X: Words,  # noqa: N803
    is_train: bool,  # noqa: ARG001
) -> tuple[Floats, Callable[[Floats], Floats]]:
    vectors, at = X
    weights, bias = np.asarray(model.get_param("W")), np.asarray(model.get_param("b"))
    sides = weights.reshape(-1, SIDES, vectors.shape[1]).swapaxes(0, 1)
    beside = _beside(at, len(vectors))
    summed = beside @ np.concatenate([vectors @ side.T for side in sides]) + bias.ravel()
    ops: Any = model.ops
    best, which = ops.maxout(summed.reshape(len(at), -1, PIECES))

    def backward(slope: Floats) -> Floats:
        of_sums = ops.backprop_maxout(slope, which, PIECES).reshape(len(at), -1)
        of_words = (beside.T @ of_sums).reshape(SIDES, len(vectors), -1)
        model.inc_grad("b", ops.reshape2f(of_sums.sum(axis=0), *bias.shape))
        of_weights = np.stack([each.T @ vectors for each in of_words], axis=1)
        model.inc_grad("W", ops.reshape3f(of_weights, *weights.shape))
        of_vectors: Floats = np.einsum("swf,sfv->wv", of_words, sides, optimize=True)
        return of_vectors

    return best, backward


def _beside(at: Ints, words: int) -> csr_matrix:
    """What the weighed words (sides and words, features) are multiplied by for the sums of each place.

    The first and the last place stand beside themselves: they are empty, and no word reads what is made of them.
    """
    before, after = np.append(at[:1], at[:-1]), np.append(at[1:], at[-1:])
    columns = np.column_stack([before, at + words, after + 2 * words]).ravel()
    ends = np.arange(0, len(columns) + 1, SIDES)
    return csr_matrix((np.ones(len(columns), np.float32), columns, ends), (len(at), SIDES * words))
