"""How far the words of one text are met by another: each word by the nearest in meaning, the rare ones counting most.

The idea is that of soft alignment (Corley and Mihalcea 2005; BERTScore, Zhang and others 2020), over the words' vectors
of `senses`, which were taught by a larger model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from findings.reason.meaning import Vectors, unit
from findings.reason.senses import shipped
from findings.reason.terms import COMMON, STOP_WORDS, normalised

KEPT = 20_000  # texts whose words are kept: a page compares the same ones again and again
RARE = 2  # words of a text that tell most
MAX_PARTS = 6
MET = 0.55  # share of its words from which a part is met
PARTS = re.compile(r",|;| and | or ")


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A text's telling words as `rows` of the senses, how rare each is, and the `total` of that.

    `near` is how near the nearest of them is to each word that it was asked of, by row, from 0 to 1.
    """

    rows: tuple[int, ...]
    rarity: tuple[float, ...]
    total: float
    near: dict[int, float] = field(default_factory=dict)

    def nearest(self, other: Words) -> list[float]:
        """How near the nearest of these words is to each of `other`; 0 where there are none."""
        missing = [row for row in other.rows if row not in self.near]
        if missing:
            self.near.update(zip(missing, self._nearest(missing), strict=True))
        return [self.near[row] for row in other.rows]

    def _nearest(self, rows: list[int]) -> list[float]:
        if not self.rows:
            return [0.0] * len(rows)
        vectors = _directions()
        found = np.maximum.reduce(vectors[rows] @ vectors[list(self.rows)].T, axis=1)
        return [min(max(each, 0.0), 1.0) for each in found.tolist()]


class PartsMet(NamedTuple):
    """How far the parts of a text are met: the mean, the first part, and the share of parts that are not met."""

    mean: float
    first: float
    unmet: float


@lru_cache(maxsize=KEPT)
def telling(text: str) -> Words:
    """The words of `text` that tell it from others, each once."""
    found = {_row(word) for word in normalised(text).split()}
    return words_of(sorted(row for row in found if row is not None))


def words_of(rows: Iterable[int]) -> Words:
    """The words of these rows of the senses."""
    listed, weights = tuple(rows), _weights()
    rarity = tuple(weights[row] for row in listed)
    return Words(listed, rarity, sum(rarity))


@lru_cache(maxsize=1)
def _weights() -> list[float]:
    found: list[float] = shipped().weights.tolist()
    return found


@lru_cache(maxsize=KEPT)
def _row(word: str) -> int | None:
    """The row of a word among the senses, None of one that tells nothing."""
    bare = word.removesuffix("'s").replace("'", "")
    return None if len(bare) <= 2 or bare in STOP_WORDS or bare in COMMON else shipped().index.get(bare)


@lru_cache(maxsize=1)
def _directions() -> Vectors:
    return unit(shipped().components.astype(np.float32))


def met(asked: str, said: str) -> float:
    """How far `said` meets the words of `asked`, weighed by rarity, from 0 to 1."""
    one = telling(asked)
    near = telling(said).nearest(one)
    return sum(each * rarity for each, rarity in zip(near, one.rarity, strict=True)) / one.total if near else 0.0


def rarest_met(asked: str, said: str) -> float:
    """How far `said` meets the rarest words of `asked` alone, from 0 to 1."""
    one = telling(asked)
    near = telling(said).nearest(one)
    rarest = sorted(range(len(near)), key=lambda at: -one.rarity[at])[:RARE]
    return sum(near[at] for at in rarest) / len(rarest) if rarest else 0.0


def parts_met(asked: str, said: str) -> PartsMet:
    """How far `said` meets the parts of `asked`, which its commas and its "and" part."""
    found = [met(part, said) for part in parts(asked)]
    return PartsMet(sum(found) / len(found), found[0], sum(each < MET for each in found) / len(found))


@lru_cache(maxsize=KEPT)
def parts(text: str) -> tuple[str, ...]:
    """The parts of `text` that hold a longer word, at most six; the whole of it where there are none."""
    found = [part for part in PARTS.split(text) if any(len(word) > 3 for word in part.split())]
    return tuple(found[:MAX_PARTS]) or (text,)
