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


def weighing(width: int, vector: int) -> Model[Floats, Floats]:
    """What vectors of words (words, `vector`) say of `width` features on each side of a place.

    It gives (`SIDES`, words, `width` × `PIECES`): a word is weighed once for each side that it may stand on, however
    often it stands there.
    """
    return Model(
        "weighing",
        _weigh,
        init=_initialize,
        dims={"nO": width, "nI": SIDES * vector},
        params={"W": None},
    )


def _initialize(model: Model[Floats, Floats], X: object = None, Y: object = None) -> None:  # noqa: ARG001, N803
    width, inputs = model.get_dim("nO"), model.get_dim("nI")
    model.set_param("W", glorot_uniform_init(model.ops, (width, PIECES, inputs)))


def _weigh(
    model: Model[Floats, Floats],
    X: Floats,  # noqa: N803
    is_train: bool,  # noqa: ARG001
) -> tuple[Floats, Callable[[Floats], Floats]]:
    weights = np.asarray(model.get_param("W"))
    sides = weights.reshape(-1, SIDES, X.shape[1]).swapaxes(0, 1)

    ops: Any = model.ops

    def backward(slope: Floats) -> Floats:
        of_weights = np.stack([each.T @ X for each in slope], axis=1)
        model.inc_grad("W", ops.reshape3f(of_weights, *weights.shape))
        of_vectors: Floats = np.einsum("swf,sfv->wv", slope, sides, optimize=True)
        return of_vectors

    return np.stack([X @ side.T for side in sides]), backward


def windows(width: int) -> Model[Words, Floats]:
    """Maxout of `width` features over each place and the places beside it.

    It reads what the different words say on each side, as `weighing` gives it, and which of them stands at each
    place: all that is left is adding up.
    """
    return Model("windows", _forward, init=_start, dims={"nO": width}, params={"b": None})


def _start(model: Model[Words, Floats], X: object = None, Y: object = None) -> None:  # noqa: ARG001, N803
    model.set_param("b", model.ops.alloc2f(model.get_dim("nO"), PIECES))


def _forward(
    model: Model[Words, Floats],
    X: Words,  # noqa: N803
    is_train: bool,  # noqa: ARG001
) -> tuple[Floats, Callable[[Floats], Floats]]:
    (before, here, after), at = X
    bias = np.asarray(model.get_param("b"))
    summed = here.take(at, axis=0)
    summed += bias.ravel()
    summed[1:] += before.take(at[:-1], axis=0)
    summed[:-1] += after.take(at[1:], axis=0)
    ops: Any = model.ops
    best, which = ops.maxout(summed.reshape(len(at), -1, PIECES))

    def backward(slope: Floats) -> Floats:
        of_sums = ops.backprop_maxout(slope, which, PIECES).reshape(len(at), -1)
        model.inc_grad("b", ops.reshape2f(of_sums.sum(axis=0), *bias.shape))
        beside = ((at[:-1], of_sums[1:]), (at, of_sums), (at[1:], of_sums[:-1]))
        return np.stack([_by_word(places, sums, len(here)) for places, sums in beside])

    return best, backward


def _by_word(at: Ints, sums: Floats, words: int) -> Floats:
    """The sum over the places at which each of the `words` stands."""
    ones = np.ones(len(at), np.float32)
    total: Floats = csr_matrix((ones, at, np.arange(len(at) + 1)), (len(at), words)).T @ sums
    return total
