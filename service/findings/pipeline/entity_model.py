"""The learned part of entity reading: weights of hashed features, scores of tag pairs, classes of words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from findings.pipeline.arrays import Arrays
from findings.pipeline.entity_features import (
    ALONE,
    BITS,
    CLASSES,
    OFFSETS,
    TEMPLATES,
    TOGETHER,
    Line,
    WordClasses,
    features,
    features_alone,
)
from findings.pipeline.entity_tags import TAGS, TYPES, Floats, Ints, allowed

Reals = NDArray[np.floating]

LARGEST = 127


@dataclass(frozen=True)
class EntityModel:
    """A linear chain over hashed features.

    `features` are the hashes that count, sorted; `weights` (features, TAGS) their weights as whole numbers of
    `scale`; `pairs` (TAGS, TAGS) the score of a tag after another; `classes` the classes of words.
    """

    features: NDArray[np.int32]
    weights: NDArray[np.int8]
    scale: float
    pairs: Floats
    classes: WordClasses

    @classmethod
    def untrained(cls, classes: WordClasses | None = None) -> EntityModel:
        """A model that finds nothing by itself, and knows `classes` of words."""
        empty = np.zeros((0, TAGS), np.int8)
        return cls(np.zeros(0, np.int32), empty, 1.0, allowed()[1], classes or WordClasses.none())

    @classmethod
    def packed(cls, features: Ints, weights: Reals, pairs: Reals, classes: WordClasses) -> EntityModel:
        """The model of `weights` as learned, rounded to what is stored; features rounded to nothing are left out."""
        scale = float(np.abs(weights).max(initial=0)) / LARGEST or 1.0
        whole = np.rint(weights / scale).astype(np.int8)
        kept = whole.any(axis=1)
        return cls(features[kept].astype(np.int32), whole[kept], scale, pairs.astype(np.float32), classes)

    @cached_property
    def _rows(self) -> NDArray[np.int32]:
        rows = np.full(1 << BITS, len(self.features), np.int32)
        rows[self.features] = np.arange(len(self.features), dtype=np.int32)
        return rows

    @cached_property
    def _scaled(self) -> Floats:
        """The weights of each feature, and in a last row those of any that is not known: none."""
        return np.pad(self.weights.astype(np.float32) * np.float32(self.scale), ((0, 1), (0, 0)))

    def scores(self, hashed: Ints) -> Floats:
        """The score of each tag (tokens, TAGS) for tokens of hashed features (tokens, templates)."""
        columns = self._rows[hashed].ravel()
        ends = np.arange(0, hashed.size + 1, hashed.shape[1])
        matrix = csr_matrix((np.ones(len(columns), np.float32), columns, ends), (len(hashed), len(self._scaled)))
        return np.asarray(matrix @ self._scaled, np.float32)

    def to_arrays(self) -> Arrays:
        """Everything learned, and what it was learned with."""
        return {
            "types": list(TYPES),
            "templates": len(TEMPLATES),
            "features": self.features,
            "weights": self.weights,
            "scale": self.scale,
            "pairs": self.pairs,
            "words": self.classes.words,
            "classes": self.classes.classes,
        }

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> EntityModel:
        """What `to_arrays` gave. Raises ValueError where it was learned with other types or features."""
        words = WordClasses(np.asarray(arrays["words"]), np.asarray(arrays["classes"]).reshape(-1, len(CLASSES)))
        if list(arrays["types"]) != list(TYPES) or arrays["templates"] != len(TEMPLATES):
            raise ValueError("the entity model was trained by another version: train it again")
        weights = np.asarray(arrays["weights"]).reshape(-1, TAGS)
        return cls(arrays["features"], weights, float(arrays["scale"]), np.asarray(arrays["pairs"]), words)


class LineScores:
    """Scores lines of tokens: what a word form adds to the scores around it is summed once, then looked up.

    Forgets all forms when it knows more than `limit`.
    """

    def __init__(self, model: EntityModel, limit: int = 20_000) -> None:
        self.model = model
        self.limit = limit
        self.forms: dict[int, Floats] = {}

    def __call__(self, line: Line) -> Floats:
        """The score of each tag (tokens, TAGS) for the tokens of a line: those of all its features."""
        scores = self.model.scores(features(line, TOGETHER))
        around = self._around(line)
        rows = line.which * len(OFFSETS)
        for at, offset in enumerate(OFFSETS):
            scores += around[rows[line.inside + offset] + at]
        return scores

    def _around(self, line: Line) -> Floats:
        """What each form of a line adds to the scores of a token, by the offset at which it stands from there."""
        if len(self.forms) > self.limit:
            self.forms.clear()
        ids = line.forms.tolist()
        if new := [at for at, form in enumerate(ids) if form not in self.forms]:
            attributes = line.attributes[new]
            sums = [self.model.scores(features_alone(attributes, templates)) for templates in ALONE]
            self.forms.update(zip((ids[at] for at in new), np.stack(sums, axis=1), strict=True))
        return np.concatenate([self.forms[form] for form in ids])
