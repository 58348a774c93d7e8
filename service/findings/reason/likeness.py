"""How alike two findings are in what they are about: words and concepts shared, and nearness of meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from findings.reason.meaning import Meaning, Vectors, shipped
from findings.reason.terms import MARK, concepts, terms

WORDS, NEARNESS = 0.6, 0.4
MAX_SHARED = 6


class Likeness(NamedTuple):
    """How alike texts are, (left, right) each, from 0 to 1: weighted `overlap` of terms, and `nearness` of meaning."""

    overlap: Vectors
    nearness: Vectors

    @property
    def scores(self) -> Vectors:
        """Both as one score, (left, right)."""
        scores: Vectors = WORDS * self.overlap + NEARNESS * self.nearness
        return np.clip(scores, 0, 1)


def compared(left: Sequence[str], right: Sequence[str], meaning: Meaning | None = None) -> Likeness:
    """How alike each text of `left` is to each of `right`."""
    if not left or not right:
        nothing = np.zeros((len(left), len(right)), np.float32)
        return Likeness(nothing, nothing)
    meaning = meaning or shipped()
    one, other = meaning.weights(left), meaning.weights(right)
    overlap = np.asarray((one @ other.T).todense(), np.float32)
    return Likeness(overlap, np.clip(meaning.dense(one) @ meaning.dense(other).T, 0, 1))


def likeness(left: Sequence[str], right: Sequence[str], meaning: Meaning | None = None) -> Vectors:
    """Scores from 0 to 1, (left, right): weighted overlap of terms and cosine of meaning."""
    return compared(left, right, meaning).scores


def why(one: str, other: str, score: float) -> list[str]:
    """What two texts share, in words that a person can check."""
    shared = sorted({*concepts(one)} & {*concepts(other)})
    words = sorted(term for term in {*terms(one)} & {*terms(other)} if not term.startswith(MARK))
    told = [f"both speak of {name.replace('_', ' ')}" for name in shared[:MAX_SHARED]]
    if words:
        told.append("shared words: " + ", ".join(words[:MAX_SHARED]))
    return told or [f"near in meaning ({score:.2f})"]
