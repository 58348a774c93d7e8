"""Entity types as tags of tokens (begins, goes on, outside), and the best allowed sequence of them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

TYPES = (
    "AUTHORITY",
    "BODY",
    "SERVICE",
    "ROLE",
    "PERSON",
    "COHORT",
    "PROCESS",
    "LAW",
    "FRAMEWORK",
    "JUDGEMENT",
    "DATE",
    "QUANTITY",
)
OUTSIDE = 0
TAGS = 1 + 2 * len(TYPES)
FORBIDDEN = np.float32(-1e4)


class Found(NamedTuple):
    """An entity as token offsets, the end exclusive."""

    start: int
    end: int
    type: str

    def touches(self, other: Found) -> bool:
        """Whether the two share a token."""
        return self.start < other.end and other.start < self.end


def begin(kind: str) -> int:
    """The tag of the first token of a `kind`; the tag after it is that of the others."""
    return 1 + 2 * TYPES.index(kind)


def tags_of(length: int, found: Iterable[Found]) -> Ints:
    """The tags of `length` tokens that hold `found`."""
    tags = np.zeros(length, np.int64)
    for start, end, kind in found:
        tags[start] = begin(kind)
        tags[start + 1 : end] = begin(kind) + 1
    return tags


def found_in(tags: Ints, places: Ints) -> list[Found]:
    """The entities that the `tags` of the tokens at `places` spell."""
    begins = tags % 2 == 1
    first, stops = np.flatnonzero(begins), np.flatnonzero(begins | (tags == OUTSIDE))
    last = np.append(stops, len(tags))[np.searchsorted(stops, first, side="right")] - 1
    spelt = zip(places[first].tolist(), places[last].tolist(), tags[first].tolist(), strict=True)
    return [Found(start, end + 1, TYPES[(tag - 1) // 2]) for start, end, tag in spelt]


def allowed() -> tuple[Floats, Floats]:
    """What is added to a first tag's score (TAGS) and to a pair's (TAGS x TAGS): 0, or `FORBIDDEN`.

    A tag that goes on follows only a tag of its own type.
    """
    first = np.zeros(TAGS, np.float32)
    first[2::2] = FORBIDDEN
    pairs = np.zeros((TAGS, TAGS), np.float32)
    pairs[:, 2::2] = FORBIDDEN
    for inside in range(2, TAGS, 2):
        pairs[[inside - 1, inside], inside] = 0
    return first, pairs


class Layout(NamedTuple):
    """Many sequences of one long array, longest first, so that they can be walked side by side.

    `places[t]` are the positions of the t-th tokens of the sequences that have one; `order` says which sequence
    stands where.
    """

    order: Ints
    places: tuple[Ints, ...]


def lay_out(lengths: Ints) -> Layout:
    """The layout of sequences of `lengths`."""
    order = np.argsort(-lengths, kind="stable")
    starts = (np.cumsum(lengths) - lengths)[order]
    alive = np.searchsorted(-lengths[order], -np.arange(int(lengths.max(initial=0))), side="left")
    return Layout(order, tuple(starts[:count] + at for at, count in enumerate(alive)))


def best_tags(scores: Floats, pairs: Floats, layout: Layout) -> Ints:
    """The best tag of each token by Viterbi.

    `scores` is (tokens, TAGS), `pairs` (TAGS, TAGS) the score of a tag after another, forbidden ones included.
    """
    tags = np.zeros(len(scores), np.int64)
    if not len(scores):
        return tags
    # Tags first: numpy is quick along the many, slow along the few. First the first tokens of all sequences, then
    # the second ones of those that have one …
    total = np.ascontiguousarray(scores.T[:, np.concatenate(layout.places)])
    steps = np.split(total, np.cumsum([len(here) for here in layout.places])[:-1], axis=1)
    steps[0] += allowed()[0][:, None]
    for before, here in pairwise(steps):
        here += (before[:, None, : here.shape[1]] + pairs[:, :, None]).max(axis=0)
    after = tags[:0]
    for here, places in zip(reversed(steps), reversed(layout.places), strict=True):
        here[:, : len(after)] += pairs[:, after]
        after = tags[places] = here.argmax(axis=0)
    return tags
