"""How far the words of one text are met by another: each word by the nearest in meaning, the rare ones counting most.

The idea is that of soft alignment (Corley and Mihalcea 2005; BERTScore, Zhang and others 2020), over the words' vectors
of `senses`, which were taught by a larger model.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from findings.identity import normalise
from findings.reason.meaning import Vectors, unit
from findings.reason.senses import shipped
from findings.reason.terms import COMMON, STOP_WORDS

KEPT = 20_000  # texts whose words are kept: a page compares the same ones again and again
RARE = 2  # words of a text that tell most
MAX_PARTS = 6
MET = 0.55  # share of its words from which a part is met
PARTS = re.compile(r",|;| and | or ")


class Words(NamedTuple):
    """A text's telling words as vectors of length one, (words, dimensions), and how rare each is, (words,).

    `total` is the sum of `rarity`, and `rarest` are the places of the words that tell most.
    """

    vectors: Vectors
    rarity: Vectors
    total: np.float32
    rarest: NDArray[np.intp]


class Met(NamedTuple):
    """Shares from 0 to 1: of all words weighed by rarity, and of the rarest alone."""

    all: float
    rarest: float


class PartsMet(NamedTuple):
    """How far the parts of a text are met: the mean, the first part, and the share of parts that are not met."""

    mean: float
    first: float
    unmet: float


@lru_cache(maxsize=KEPT)
def telling(text: str, without: frozenset[str] = frozenset()) -> Words:
    """The words of `text` that tell it from others, each once."""
    senses = shipped()
    told = (
        {word.removesuffix("'s").replace("'", "") for word in normalise(text).split()} - STOP_WORDS - COMMON - without
    )
    rows = sorted(senses.index[word] for word in told if len(word) > 2 and word in senses.index)
    rarity = senses.weights[rows]
    return Words(_directions()[rows], rarity, rarity.sum(), np.argsort(-rarity, kind="stable")[:RARE])


@lru_cache(maxsize=1)
def _directions() -> Vectors:
    return unit(shipped().components.astype(np.float32))


def met(asked: str, said: str) -> Met:
    """How far `said` meets the words of `asked`."""
    one, other = telling(asked), telling(said)
    if not len(one.rarity) or not len(other.rarity):
        return Met(0.0, 0.0)
    near = nearest(one, other)
    return Met(float(near @ one.rarity / one.total), float(near[one.rarest].mean()))


def nearest(one: Words, other: Words) -> Vectors:
    """How near the nearest word of `other` is to each word of `one`, from 0 to 1; `other` has words."""
    # Short rows: numpy's functions themselves take half as long as what they are wrapped in.
    near: Vectors = np.minimum(np.maximum(np.maximum.reduce(one.vectors @ other.vectors.T, axis=1), 0), 1)
    return near


def parts_met(asked: str, said: str) -> PartsMet:
    """How far `said` meets the parts of `asked`, which its commas and its "and" part."""
    found = [met(part, said).all for part in parts(asked)]
    return PartsMet(sum(found) / len(found), found[0], sum(each < MET for each in found) / len(found))


@lru_cache(maxsize=KEPT)
def parts(text: str) -> tuple[str, ...]:
    """The parts of `text` that hold a longer word, at most six; the whole of it where there are none."""
    found = [part for part in PARTS.split(text) if any(len(word) > 3 for word in part.split())]
    return tuple(found[:MAX_PARTS]) or (text,)
