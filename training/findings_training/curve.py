"""How fast the model learns from a reviewer who is asked what it is least sure of, beside one who is asked at random.

A simulated reviewer reveals hand-read labels of published prose. Each seed keeps the authorities of one fold apart to
measure on, and starts from a model that learned from the authored sentences alone. After every few decisions the
heads move as retraining moves them, and the labels of the test authorities are read.

`python -m findings_training.curve GOLD OUTPUT.svg` prints the curve and draws it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from findings.pipeline.heads import LinearHead, softmax
from findings.pipeline.labels import LABELS
from findings.pipeline.rows import Floats, Vocabulary
from findings_training.evaluate_words import blank_words
from findings_training.linear import fit_one_of
from findings_training.metrics import Flags, Ints, macro_f1
from findings_training.retrain_heads import Adaptation, Task, adapt
from findings_training.sources import examples
from findings_training.words import encode

STEP, STEPS = 25, 32
ORDERS = ("uncertain first", "at random")
STRENGTH = 3.0


class Prose(NamedTuple):
    """Examples as rows: the authored ones, which are known from the start, and those that a reviewer may reveal."""

    matrix: csr_matrix
    label: Ints
    fold: Ints
    authored: Flags


class Point(NamedTuple):
    """The macro-F1 of labels after so many decisions."""

    order: str
    seed: int
    decisions: int
    f1: float


def prose(gold: Path, corpus: Path) -> Prose:
    """The rows of the authored sentences and of the fair sample of published prose."""
    found = [each for each in examples(gold, corpus) if each.sample == "authored" or each.measured]
    data = encode(blank_words(), found)
    rows = data.rows(Vocabulary.learn(data.grams, len(found)))
    fold = np.array([each.fold for each in found])
    return Prose(rows.matrix, data.label, fold, np.array([each.sample == "authored" for each in found]))


def curve(rows: Prose, seed: int, *, step: int = STEP, steps: int = STEPS) -> Iterator[Point]:
    """The points of both orders; the fold numbered `seed` is read and never revealed."""
    start = _start(rows)
    for order in ORDERS:
        random = np.random.default_rng(seed)
        waiting = random.permutation(np.flatnonzero(~rows.authored & (rows.fold != seed)))
        head, shown = start, waiting[:0]
        for at in range(steps + 1):
            yield Point(order, seed, at * step, _f1(rows, head, seed))
            if order == ORDERS[0]:
                waiting = waiting[np.argsort(-_entropy(head, rows, waiting), kind="stable")]
            shown, waiting = np.concatenate([shown, waiting[:step]]), waiting[step:]
            head = _learn(rows, start, shown)


def _start(rows: Prose) -> LinearHead:
    known = np.flatnonzero(rows.authored)
    worth = np.ones(len(known), np.float32)
    fitted = fit_one_of(rows.matrix[known], rows.label[known], worth, classes=len(LABELS), strength=STRENGTH)
    return LinearHead(LABELS, *fitted)


def _learn(rows: Prose, start: LinearHead, shown: Ints) -> LinearHead:
    """The head after the decisions `shown`, held to what it says of the authored sentences."""
    known = np.flatnonzero(rows.authored)
    keep = np.concatenate([known, shown])
    said = softmax(rows.matrix[known] @ start.weights + start.bias)
    told = np.eye(len(LABELS), dtype=np.float32)[rows.label[shown]]
    adaptation = Adaptation()
    worth = np.where(np.arange(len(keep)) < len(known), 1.0, adaptation.taught)[:, None].astype(np.float32)
    return adapt(start, Task(rows.matrix[keep], np.vstack([said, told]), worth, True), adaptation)


def _entropy(head: LinearHead, rows: Prose, which: Ints) -> Floats:
    shares = softmax(rows.matrix[which] @ head.weights + head.bias)
    entropy: Floats = -(shares * np.log(np.maximum(shares, 1e-9))).sum(axis=1)
    return entropy


def _f1(rows: Prose, head: LinearHead, fold: int) -> float:
    which = np.flatnonzero(~rows.authored & (rows.fold == fold))
    found = (rows.matrix[which] @ head.weights + head.bias).argmax(axis=1)
    flags = np.eye(len(LABELS), dtype=bool)
    return macro_f1(flags[rows.label[which]], flags[found])
