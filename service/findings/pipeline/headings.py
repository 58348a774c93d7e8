"""Reads headings that no cue lists, by a small linear model trained on headings.

What it knows of a heading: its words in order, parts of its words, and what each word tends to say in findings, as
the label model learned it. All of it is arrays, a few hundred kilobytes, and reading one takes some microseconds.
"""

from __future__ import annotations

import re
from functools import lru_cache

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
OUTCOMES = ("strength", "area_for_improvement", "priority_action", "fault", OTHER)
BITS = 14
WORDS = (1, 2, 3)
PARTS = (3, 4, 5)
PARTS_WEIGHT = 0.7
LEANING_WEIGHT = 0.2
LEANINGS = 3 * len(LABELS)  # the sum, the highest and the lowest of each label's
STEPS = 16  # a leaning of 1 is kept as 16
WORD = re.compile(r"[a-z']+|\d+")


class HeadingModel:
    """What headings say about the passages under them.

    `words` are the sorted hashes of known words and `leanings` (words × labels) what each tends to say; `weights` is
    features × outcomes.
    """

    def __init__(self, words: Hashes, leanings: NDArray[np.int8], weights: Floats, bias: Floats) -> None:
        self.words = words
        self.leanings = leanings
        self.weights = weights
        self.bias = bias
        self.chances = lru_cache(4096)(self._chances)

    @classmethod
    def empty(cls, words: Hashes | None = None, leanings: NDArray[np.int8] | None = None) -> HeadingModel:
        """A model that has learned no heading."""
        none = np.zeros(0, np.uint64) if words is None else words
        lean = np.zeros((0, len(LABELS)), np.int8) if leanings is None else leanings
        return cls(none, lean, np.zeros((0, len(OUTCOMES)), np.float32), np.zeros(len(OUTCOMES), np.float32))

    def __bool__(self) -> bool:
        return len(self.weights) > 0

    def _chances(self, text: str) -> tuple[float, ...]:
        """Probability of each of `OUTCOMES` for the heading `text`."""
        columns, values = self.features(text)
        scores = values @ self.weights[columns] + self.bias
        return tuple(softmax(scores[None, :])[0].tolist())

    def features(self, text: str) -> tuple[Ints, Floats]:
        """The columns that are set for a heading, and their values."""
        words = ["0" if word.isdigit() else word for word in WORD.findall(plain_heading(text).lower())]
        grams, parts = _columns(_word_grams(words)), _columns(_parts(words))
        leaning = self._leaning(words)
        columns = np.concatenate([grams, parts, (1 << BITS) + np.arange(LEANINGS)])
        values = np.concatenate(
            [
                np.full(len(grams), 1 / np.sqrt(max(len(grams), 1))),
                np.full(len(parts), PARTS_WEIGHT / np.sqrt(max(len(parts), 1))),
                LEANING_WEIGHT * leaning,
            ]
        )
        return columns, values.astype(np.float32)

    def _leaning(self, words: list[str]) -> Floats:
        hashes = np.array([get_string_id(word) for word in words], np.uint64)
        place = np.searchsorted(self.words, hashes)
        place[place == len(self.words)] = 0
        known = place[self.words[place] == hashes] if len(self.words) else place[:0]
        lean = self.leanings[known].astype(np.float32) / STEPS if len(known) else np.zeros((1, len(LABELS)), np.float32)
        return np.concatenate([lean.sum(axis=0), lean.max(axis=0), lean.min(axis=0)])

    def to_arrays(self) -> Arrays:
        """The arrays that hold it, weights as signed bytes scaled by the largest of their outcome."""
        largest = np.abs(self.weights).max(axis=0, initial=1e-9)
        small = np.rint(self.weights / largest * 127).astype(np.int8)
        lexicon = {"words": self.words, "leanings": self.leanings}
        return {**lexicon, "weights": small, "largest": largest.astype(np.float32), "bias": self.bias}

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> HeadingModel:
        """The model those arrays hold."""
        weights = arrays["weights"].astype(np.float32) * (arrays["largest"] / 127)
        return cls(arrays["words"], arrays["leanings"], weights.astype(np.float32), arrays["bias"])


def _columns(features: set[str]) -> Ints:
    return np.array(sorted({get_string_id(each) & ((1 << BITS) - 1) for each in features}), np.int64)


def _word_grams(words: list[str]) -> set[str]:
    marked = ["^", *words, "$"]
    return {" ".join(marked[at : at + size]) for size in WORDS for at in range(len(marked) - size + 1)} - {"^", "$"}


def _parts(words: list[str]) -> set[str]:
    marked = [f"<{word}>" for word in words]
    return {"#" + word[at : at + size] for word in marked for size in PARTS for at in range(len(word) - size + 1)}
