"""Reads headings that no cue lists, by a small linear model trained on headings.

What it knows of a heading: its words in order, parts of its words, the kinds of its words in order (praise, fault,
need, haste …, written for the corpus), and what each word tends to say in findings, as the label model learned it.
All of it is arrays of some 200 KB, and reading one takes microseconds.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id

from findings.pipeline.arrays import Arrays
from findings.pipeline.heads import softmax
from findings.pipeline.labels import LABELS
from findings.pipeline.ngrams import Hashes, Ints
from findings.pipeline.rows import Floats
from findings.taxonomy.cues import plain_heading

OTHER = "other"
OUTCOMES = ("strength", "area_for_improvement", "priority_action", "fault", "none", OTHER)
BITS = 14
WORDS = (1, 2, 3)
PARTS = (3, 4, 5)
PARTS_WEIGHT = 0.7
KINDS_WEIGHT = 1.0
LEANING_WEIGHT = 0.2
LEANINGS = 3 * len(LABELS)  # the sum, the highest and the lowest of each label's
STEPS = 16  # a leaning of 1 is kept as 16
WORD = re.compile(r"[a-z']+|\d+")
QUESTION = "?"


class Lexicon(NamedTuple):
    """Hashes of `words`, sorted; what each tends to say (`leanings`, words × labels); its kind (`kinds`, 0 is none)."""

    words: Hashes
    leanings: NDArray[np.int8]
    kinds: NDArray[np.uint8]

    @classmethod
    def empty(cls) -> Lexicon:
        """No word is known."""
        return cls(np.zeros(0, np.uint64), np.zeros((0, len(LABELS)), np.int8), np.zeros(0, np.uint8))

    def of(self, words: list[str]) -> tuple[Floats, list[int]]:
        """The sum, highest and lowest of the leanings of `words`, and the kind of each."""
        hashes = np.array([get_string_id(word) for word in words], np.uint64)
        if not len(self.words) or not len(hashes):
            return np.zeros(LEANINGS, np.float32), [0] * len(words)
        place = np.searchsorted(self.words, hashes)
        place[place == len(self.words)] = 0
        known = self.words[place] == hashes
        lean = np.where(known[:, None], self.leanings[place].astype(np.float32) / STEPS, 0)
        total = np.concatenate([lean.sum(axis=0), lean.max(axis=0), lean.min(axis=0)])
        return total, np.where(known, self.kinds[place], 0).tolist()


class HeadingModel:
    """What headings say about the passages under them; `weights` is features × outcomes."""

    def __init__(self, lexicon: Lexicon, weights: Floats, bias: Floats) -> None:
        self.lexicon = lexicon
        self.weights = weights
        self.bias = bias
        self.chances = lru_cache(4096)(self._chances)

    @classmethod
    def empty(cls, lexicon: Lexicon | None = None) -> HeadingModel:
        """A model that has learned no heading."""
        weights = np.zeros((0, len(OUTCOMES)), np.float32)
        return cls(lexicon or Lexicon.empty(), weights, np.zeros(len(OUTCOMES), np.float32))

    def __bool__(self) -> bool:
        return len(self.weights) > 0

    def _chances(self, text: str) -> tuple[float, ...]:
        """Probability of each of `OUTCOMES` for the heading `text`."""
        columns, values = self.features(text)
        scores = values @ self.weights[columns] + self.bias
        return tuple(softmax(scores[None, :])[0].tolist())

    def features(self, text: str) -> tuple[Ints, Floats]:
        """The columns that are set for a heading, and their values."""
        words = words_of(text)
        leaning, kinds = self.lexicon.of(words)
        named = [f"@{kind}" if kind else "@" for kind in kinds]
        groups = ((_sequences(words), 1.0), (_parts(words), PARTS_WEIGHT), (_sequences(named), KINDS_WEIGHT))
        columns = [_columns(features) for features, _ in groups]
        values = [
            np.full(len(found), weight / np.sqrt(max(len(found), 1)))
            for found, (_, weight) in zip(columns, groups, strict=True)
        ]
        dense = (1 << BITS) + np.arange(LEANINGS)
        return np.concatenate([*columns, dense]), np.concatenate([*values, LEANING_WEIGHT * leaning]).astype(np.float32)

    def to_arrays(self) -> Arrays:
        """The arrays that hold it, weights as signed bytes scaled by the largest of their outcome."""
        largest = np.abs(self.weights).max(axis=0, initial=1e-9)
        small = np.rint(self.weights / largest * 127).astype(np.int8)
        return {**self.lexicon._asdict(), "weights": small, "largest": largest.astype(np.float32), "bias": self.bias}

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> HeadingModel:
        """The model those arrays hold."""
        weights = arrays["weights"].astype(np.float32) * (arrays["largest"] / 127)
        lexicon = Lexicon(arrays["words"], arrays["leanings"], arrays["kinds"])
        return cls(lexicon, weights.astype(np.float32), arrays["bias"])


def words_of(text: str) -> list[str]:
    """The words of a heading, lower case, without possessive endings, numbers alike; a question ends with its mark."""
    words = WORD.findall(plain_heading(text).lower())
    asked = [QUESTION] if text.rstrip().endswith(QUESTION) else []
    return [*("0" if word.isdigit() else word.removesuffix("'s").strip("'") for word in words), *asked]


def _columns(features: set[str]) -> Ints:
    return np.array(sorted({get_string_id(each) & ((1 << BITS) - 1) for each in features}), np.int64)


def _sequences(words: list[str]) -> set[str]:
    marked = ["^", *words, "$"]
    return {" ".join(marked[at : at + size]) for size in WORDS for at in range(len(marked) - size + 1)} - {"^", "$"}


def _parts(words: list[str]) -> set[str]:
    marked = [f"<{word}>" for word in words]
    return {"#" + word[at : at + size] for word in marked for size in PARTS for at in range(len(word) - size + 1)}
