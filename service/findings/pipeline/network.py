"""A small convolutional network that reads a passage word by word, beside what stands around it.

Word vectors go through maxout layers over windows of three words; the mean and the largest of each feature, and the
mean vectors of the sentence before, the headings above and the sentences around, go through one hidden layer to a
score of every label and theme. It is learned from what a teacher says of text that nobody has read
(Hinton, Vinyals and Dean 2015, *Distilling the knowledge in a neural network*).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.strings import StringStore, get_string_id
from thinc.api import (
    Embed,
    Linear,
    Maxout,
    Model,
    chain,
    concatenate,
    expand_window,
    list2ragged,
    reduce_max,
    reduce_mean,
    residual,
    use_ops,
    with_array,
)

from findings.pipeline.arrays import Arrays
from findings.pipeline.ngrams import NOTHING, Hashes, Ints, Passage
from findings.pipeline.rows import Floats

Places = NDArray[np.uint64]
Parts = tuple[Places, Places, Places, Places]

VECTOR = 96
WIDTH = 128
HIDDEN = 160
ENDINGS = 1000  # rows of vectors shared by the words that have none, by their last letters
LETTERS = 3
REACH = 2  # words to each side that a feature depends on: so many empty places between passages
MOST = 256  # passages that are read at once
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
        places = map(self._places, np.split(rows, np.cumsum([len(part) for part in cut])[:-1]))
        return list(zip(places, places, places, places, strict=False))

    def _places(self, rows: Ints) -> Places:
        nothing = len(self.words) + ENDINGS
        kept = rows[rows >= 0]
        return (kept if len(kept) else np.array([nothing])).astype(np.uint64)[:, None]

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
        return network


def _read_of(passage: Passage) -> tuple[Hashes, ...]:
    return passage.words[:FIRST], passage.before[-BEFORE:], passage.heading[:HEADING], passage.around[:AROUND]


def parameters(model: Model[Any, Any]) -> Iterator[tuple[Model[Any, Any], str, Floats]]:
    """Every parameter of a model with the layer that holds it, always in the same order."""
    for node in model.walk():
        for name in node.param_names:
            if node.has_param(name):
                yield node, name, np.asarray(node.get_param(name))


def vectors_of(model: Model[Any, Any]) -> Model[Any, Any]:
    """The layer that holds the word vectors (`E`, places × `VECTOR`)."""
    return next(node for node in model.walk() if node.has_param("E"))


def build(vectors: int, outputs: int) -> Model[list[Parts], Floats]:
    """The model before it has learned: `vectors` word vectors, `outputs` scores of each passage."""
    # numpy brings a BLAS for the machine it runs on; thinc's own is a generic one, several times slower on most.
    with use_ops("numpy", use_blis=False):
        return _build(vectors, outputs)


def _build(vectors: int, outputs: int, drop: float = 0.15) -> Model[list[Parts], Floats]:
    known: Model[Any, Any] = Embed(nO=VECTOR, nV=vectors, column=0)
    window = Maxout(nO=WIDTH, nI=3 * VECTOR, nP=2, normalize=True, dropout=drop)
    wider = Maxout(nO=WIDTH, nI=3 * WIDTH, nP=2, normalize=True, dropout=drop)
    convolved: Model[Any, Any] = chain(known, chain(expand_window(1), window), residual(chain(expand_window(1), wider)))
    words: Model[Any, Any] = chain(
        with_array(convolved, pad=REACH), list2ragged(), concatenate(reduce_mean(), reduce_max())
    )
    bag: Model[Any, Any] = chain(with_array(known), list2ragged(), reduce_mean())
    hidden = Maxout(nO=HIDDEN, nI=2 * WIDTH + 3 * VECTOR, nP=2, normalize=True, dropout=drop)
    model: Model[list[Parts], Floats] = chain(
        Model("parts", _forward, layers=[words, bag], init=_initialize), hidden, Linear(nO=outputs, nI=HIDDEN)
    )
    model.initialize()
    return model


def _initialize(model: Model[Any, Any], X: object = None, Y: object = None) -> None:  # noqa: ARG001, N803
    for layer in model.layers:
        layer.initialize()


def _forward(
    model: Model[list[Parts], Floats], batch: list[Parts], is_train: bool
) -> tuple[Floats, Callable[[Floats], list[Parts]]]:
    """The passage through the first layer and each part of its context through the second, side by side."""
    words, bag = model.layers
    columns = [list(column) for column in zip(*batch, strict=True)]
    read = [layer(column, is_train) for layer, column in zip((words, bag, bag, bag), columns, strict=True)]
    edges = np.cumsum([0, *(features.shape[1] for features, _ in read)]).tolist()

    def backward(slope: Floats) -> list[Parts]:
        for (_, back), start, end in zip(read, edges, edges[1:], strict=False):
            back(np.ascontiguousarray(slope[:, start:end]))
        return []

    return np.concatenate([features for features, _ in read], axis=1), backward
