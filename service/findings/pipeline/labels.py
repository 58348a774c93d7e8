"""What the words of each finding say its label is, how surely, and which words weighed most."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from spacy.attrs import IDX, IS_PUNCT, IS_STOP, LENGTH, LOWER
from spacy.language import Language
from spacy.tokens import Doc, Span

from findings.pipeline.arrays import ArrayComponent, Arrays
from findings.pipeline.documents import FINDINGS, whole_text
from findings.pipeline.encoder import rows_of
from findings.pipeline.heads import LinearHead, softmax
from findings.pipeline.ngrams import NEGATORS, Ints
from findings.pipeline.rows import Floats, Rows
from findings.schemas import Label, Reason

SPARE = 4  # stretches looked at for each that is given as a reason
LABELS = tuple(label.value for label in Label)


@Language.factory("findings_labels", default_config={"reasons": 3})
def make_labels(nlp: Language, name: str, reasons: int) -> Labels:
    """The component's factory."""
    return Labels(nlp, name, reasons=reasons)


class Labels(ArrayComponent):
    """Writes `word_scores` and `word_reasons` of every finding.

    reasons: the most phrases that are given as a finding's reasons.
    """

    def __init__(self, nlp: Language, name: str = "findings_labels", *, reasons: int = 3) -> None:
        self.nlp = nlp
        self.name = name
        self.reasons = reasons
        self.head = LinearHead.empty(LABELS)

    def __call__(self, doc: Doc) -> Doc:
        """Read the labels of `doc`'s findings."""
        if not len(self.head.weights):
            return doc
        spans = list(doc.spans[FINDINGS])
        self.set_annotations(spans, *self.predict(rows_of(doc)))
        return doc

    def predict(self, rows: Rows) -> tuple[Floats, list[list[tuple[int, int]]]]:
        """Label probabilities (passages × labels), and the token stretches that weighed most for the likeliest."""
        shares = softmax(self.head.scores(rows))
        return shares, weightiest(self.head, rows, shares.argmax(axis=1), self.reasons * SPARE)

    def set_annotations(self, spans: list[Span], shares: Floats, stretches: list[list[tuple[int, int]]]) -> None:
        """Write what `predict` gave onto `spans`."""
        if not spans:
            return
        doc = spans[0].doc
        text, telling = whole_text(doc), _telling(doc)
        starts, ends = _borders(doc)
        for span, row, found in zip(spans, shares.tolist(), stretches, strict=True):
            scores = dict(zip(self.head.outputs, row, strict=True))
            effect = max(scores, key=scores.__getitem__)
            first = span.start
            under = span._
            under.word_scores = scores
            under.word_reasons = [
                Reason(kind="words", detail=text[starts[first + start] : ends[first + end - 1]], effect=effect)
                for start, end in self._foremost(telling, first, found)
            ]

    def _foremost(self, telling: list[int], first: int, stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The first stretches that hold more than words like "at" and "and"; where none does, the first of all."""
        told = [(start, end) for start, end in stretches if telling[first + end] > telling[first + start]]
        return (told or stretches)[: self.reasons]

    def to_arrays(self) -> Arrays:
        """The head's arrays."""
        return self.head.to_arrays()

    def from_arrays(self, arrays: Arrays) -> None:
        """Take over the head that `arrays` hold."""
        self.head = LinearHead.from_arrays(arrays)


def _borders(doc: Doc) -> tuple[list[int], list[int]]:
    """Where each token of `doc` begins and ends in its text."""
    at, length = doc.to_array([IDX, LENGTH]).astype(np.int64).T
    return at.tolist(), (at + length).tolist()


def _telling(doc: Doc) -> list[int]:
    """How many tokens before each place of `doc`, and before its end, say something alone."""
    lower, stop, punct = doc.to_array([LOWER, IS_STOP, IS_PUNCT]).T
    negators = [doc.vocab.strings[word] for word in NEGATORS]
    tells = np.isin(lower, np.array(negators, np.uint64)) | ~(stop | punct).astype(bool)
    counts: list[int] = np.concatenate([[0], np.cumsum(tells)]).tolist()
    return counts


def weightiest(head: LinearHead, rows: Rows, winner: Ints, most: int) -> list[list[tuple[int, int]]]:
    """For each passage the `most` stretches of tokens that speak for output `winner`, none inside another."""
    speaks = head.weights[rows.column, winner[rows.row]]
    good = np.flatnonzero(speaks > 0)
    good = good[np.lexsort((-speaks[good], rows.row[good]))]
    starts, lengths = rows.token[good].tolist(), rows.length[good].tolist()
    stretches = [(start, start + length) for start, length in zip(starts, lengths, strict=True)]
    borders = np.searchsorted(rows.row[good], np.arange(len(winner) + 1)).tolist()
    return [foremost(stretches[start:end], most) for start, end in pairwise(borders)]


def foremost(stretches: Sequence[tuple[int, int]], most: int) -> list[tuple[int, int]]:
    """The first `most` of `stretches` that share no token with one before."""
    chosen: list[tuple[int, int]] = []
    taken: set[int] = set()
    for stretch in stretches:
        if len(chosen) == most:
            break
        if taken.isdisjoint(range(*stretch)):
            taken.update(range(*stretch))
            chosen.append(stretch)
    return chosen
