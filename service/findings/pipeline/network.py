"""A small convolutional network that reads a passage word by word, beside what stands around it.

Word vectors go through maxout layers over windows of three words; the mean and the largest of each feature, and the
mean vectors of the sentence before, the headings above and the sentences around, go through one hidden layer to a
score of every label and theme. It is learned from what a teacher says of text that nobody has read
(Hinton, Vinyals and Dean 2015, *Distilling the knowledge in a neural network*).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from spacy.strings import StringStore, get_string_id
from thinc.api import Dropout, LayerNorm, Linear, Maxout, Model, chain, expand_window, residual, uniform_init, use_ops

from findings.pipeline.arrays import Arrays
from findings.pipeline.ngrams import NOTHING, Hashes, Ints, Passage
from findings.pipeline.rows import Floats
from findings.pipeline.windows import weighing, windows

Places = Ints
Parts = tuple[Places, Places, Places, Places]

VECTOR = 96
WIDTH = 128
HIDDEN = 160
ENDINGS = 1000  # rows of vectors shared by the words that have none, by their last letters
LETTERS = 3
REACH = 2  # words to each side that a feature depends on: so many empty places between passages
WEIGHED = "weighed"
MOST = 96  # passages that are read at once: their features stay in the cache of a core
# Words that are read of a passage, and of the sentence before, the headings above and the sentences around it.
FIRST, BEFORE, HEADING, AROUND = 90, 50, 25, 120


class Network:
    """Scores `outputs` outputs of passages; `words` are the sorted ids of the word forms that have a vector."""

    def __init__(self, words: Hashes, outputs: int) -> None:
        self.words = words
        self.outputs = outputs
        self.rows = {word: row for row, word in enumerate(words.tolist())}
        self.model = build(len(words) + ENDINGS + 1, outputs)

    def scores(self, passages: Sequence[Passage], strings: StringStore) -> Floats:
        """A score of each output, passages × outputs; all 0 where nothing was learned."""
        if not len(self.words):
            return np.zeros((len(passages), self.outputs), np.float32)
        parts = self.parts(passages, strings)
        chunks = [self.model.predict(parts[at : at + MOST]) for at in range(0, len(parts), MOST)]
        return np.concatenate([np.zeros((0, self.outputs), np.float32), *chunks])

    def parts(self, passages: Sequence[Passage], strings: StringStore) -> list[Parts]:
        """What the model reads of each passage: places of vectors, of the passage and of its context."""
        cut = [part for passage in passages for part in _read_of(passage)]
        words, which = np.unique(np.concatenate([*cut, NOTHING]), return_inverse=True)
        rows = np.array([self._row(each, strings) for each in words.tolist()], np.int64)[which]
        borders = np.cumsum([0, *map(len, cut)])
        kept = np.concatenate([[0], np.cumsum(rows >= 0)])[borders].tolist()
        rows, nothing = rows[rows >= 0], np.array([len(self.words) + ENDINGS])
        places = (rows[start:end] if start < end else nothing for start, end in pairwise(kept))
        return list(zip(places, places, places, places, strict=False))

    def _row(self, word: int, strings: StringStore) -> int:
        """The row of a word's vector; -1 for white space."""
        row = self.rows.get(word)
        if row is not None:
            return row
        text = strings[word]
        if text.isspace():
            return -1
        return len(self.words) + int(get_string_id("ending " + text[-LETTERS:])) % ENDINGS

    def to_arrays(self) -> Arrays:
        """The words, and every parameter at half precision in the order of the model's walk."""
        weights = [value.astype(np.float16) for _, _, value in parameters(self.model)] if len(self.words) else []
        return {"words": self.words, "outputs": self.outputs, "weights": weights}

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Network:
        """The network those arrays hold."""
        network = cls(arrays["words"], arrays["outputs"])
        for (node, name, _), value in zip(list(parameters(network.model)), arrays["weights"], strict=False):
            node.set_param(name, value.astype(np.float32))
        learned(network.model)
        return network


def _read_of(passage: Passage) -> tuple[Hashes, ...]:
    return passage.words[:FIRST], passage.before[-BEFORE:], passage.heading[:HEADING], passage.around[:AROUND]


def parameters(model: Model[Any, Any]) -> Iterator[tuple[Model[Any, Any], str, Floats]]:
    """Every parameter of a model with the layer that holds it, always in the same order: the last layers first."""
    for node in (node for layer in reversed(model.layers) for node in layer.walk()):
        for name in node.param_names:
            if node.has_param(name):
                yield node, name, np.asarray(node.get_param(name))


def vectors_of(model: Model[Any, Any]) -> Model[Any, Any]:
    """The layer that holds the word vectors (`E`, places × `VECTOR`)."""
    return next(node for node in model.walk() if node.has_param("E"))


def learned(model: Model[Any, Any]) -> None:
    """Weigh every word vector of a model that has learned once and for all: to read is then to look up and add."""
    parts = vectors_of(model)
    parts.attrs[WEIGHED] = parts.layers[0].predict(np.asarray(parts.get_param("E")))


def build(vectors: int, outputs: int) -> Model[list[Parts], Floats]:
    """The model before it has learned: `vectors` word vectors, `outputs` scores of each passage."""
    # numpy brings a BLAS for the machine it runs on; thinc's own is a generic one, several times slower on most.
    with use_ops("numpy", use_blis=False):
        return _build(vectors, outputs)


def _build(vectors: int, outputs: int, drop: float = 0.15) -> Model[list[Parts], Floats]:
    wider: Model[Any, Any] = Maxout(nO=WIDTH, nI=3 * WIDTH, nP=2, normalize=True, dropout=drop)
    beside: Model[Any, Any] = expand_window(1)
    around: Model[Any, Any] = residual(chain(beside, wider))
    first: Model[Any, Any] = windows(WIDTH)
    words: Model[Any, Any] = chain(first, LayerNorm(WIDTH), Dropout(drop), around)
    layers: list[Model[Any, Any]] = [weighing(WIDTH, VECTOR), words]
    parts: Model[list[Parts], Floats] = Model("parts", _forward, layers=layers, params={"E": None}, init=_initialize)
    parts.set_param("E", uniform_init(parts.ops, (vectors, VECTOR)))
    hidden: Model[Any, Any] = Maxout(nO=HIDDEN, nI=2 * WIDTH + 3 * VECTOR, nP=2, normalize=True, dropout=drop)
    model: Model[list[Parts], Floats] = chain(parts, hidden, Linear(nO=outputs, nI=HIDDEN))
    model.initialize()
    return model


def _initialize(model: Model[Any, Any], X: object = None, Y: object = None) -> None:  # noqa: ARG001, N803
    for layer in model.layers:
        layer.initialize()


def _forward(
    model: Model[list[Parts], Floats], batch: list[Parts], is_train: bool
) -> tuple[Floats, Callable[[Floats], list[Parts]]]:
    """The mean and the largest of each feature of the passages' words, and the mean vectors of their context."""
    vectors = np.asarray(model.get_param("E"))
    words, *context = zip(*batch, strict=True)
    line = _Line.of(words)
    bags = [_means(np.concatenate(column), _lengths(column), len(vectors)) for column in context]
    weighed, at, add = _weighed(model, line.places, is_train)
    features, back = model.layers[1]((weighed, at), is_train)
    means = _means(line.words, line.lengths, len(features))
    largest = line.largest(features)

    def backward(slope: Floats) -> list[Parts]:
        of_mean, of_largest, *of_bags = np.split(slope, np.cumsum([WIDTH, WIDTH, VECTOR, VECTOR]), axis=1)
        of_vectors = sum(bag.T @ each for bag, each in zip(bags, of_bags, strict=True))
        add(of_vectors, back(means.T @ of_mean + line.slope(features, largest, of_largest)))
        model.inc_grad("E", of_vectors)
        return []

    return np.hstack([means @ features, largest, *(bag @ vectors for bag in bags)]), backward


def _weighed(
    model: Model[list[Parts], Floats], places: Places, is_train: bool
) -> tuple[Floats, Places, Callable[[Floats, Floats], None]]:
    """What words say on each side, which of them stands at each of `places`, and what adds to the vectors' gradient.

    All words where they were weighed beforehand, else those that occur; what learns is weighed anew each time.
    """
    if is_train:
        model.attrs.pop(WEIGHED, None)
    if WEIGHED in model.attrs:
        return model.attrs[WEIGHED], places, _learns_nothing
    seen, at = np.unique(places, return_inverse=True)
    weighed, of_seen = model.layers[0](np.asarray(model.get_param("E"))[seen], is_train)

    def add(of_vectors: Floats, slope: Floats) -> None:
        of_vectors[seen] += of_seen(slope)

    return weighed, at, add


def _learns_nothing(of_vectors: Floats, slope: Floats) -> None:  # noqa: ARG001
    raise AssertionError("the vectors were weighed once and for all")


def _lengths(parts: Sequence[Places]) -> Ints:
    return np.array([len(part) for part in parts])


def _means(places: Ints, lengths: Ints, size: int) -> csr_matrix:
    """What `size` vectors are multiplied by (parts × vectors) for the mean of each part's, as long as `lengths` say."""
    shares = np.repeat((1 / lengths).astype(np.float32), lengths)
    return csr_matrix((shares, places, np.append(0, np.cumsum(lengths))), (len(lengths), size))


class _Line(NamedTuple):
    """The words of many passages in one line, `REACH` empty places before, between and after them.

    `places` of their vectors; `words`: which of them are of words; `first`: where each passage begins; `lengths`.
    """

    places: Places
    words: Ints
    first: Ints
    lengths: Ints

    @classmethod
    def of(cls, parts: Sequence[Places]) -> _Line:
        """The line of the passages `parts`."""
        lengths = _lengths(parts)
        before = REACH * np.arange(1, len(parts) + 1)
        words = np.arange(lengths.sum()) + np.repeat(before, lengths)
        places = np.zeros(lengths.sum() + REACH * (len(parts) + 1), np.int64)
        places[words] = np.concatenate(parts)
        return cls(places, words, before + np.cumsum(lengths) - lengths, lengths)

    def largest(self, features: Floats) -> Floats:
        """The largest of each feature of each passage."""
        passages = zip(self.first.tolist(), (self.first + self.lengths).tolist(), strict=True)
        return np.array([features[first:end].max(axis=0) for first, end in passages])

    def slope(self, features: Floats, largest: Floats, of_largest: Floats) -> Floats:
        """The gradient at `features` from that at the `largest`."""
        slope = np.zeros_like(features)
        most, of_most = (np.repeat(each, self.lengths, axis=0) for each in (largest, of_largest))
        slope[self.words] = of_most * (features[self.words] == most)
        return slope
