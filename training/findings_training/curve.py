"""How fast the model learns from a reviewer who is asked what it is least sure of, beside one who is asked at random.

A simulated reviewer reveals hand-read labels of published prose. Each seed keeps the authorities of one fold apart to
measure on, and starts from a model that learned from the authored sentences alone. After every few decisions a linear
head is fitted anew to all that is known, and the labels of the test authorities are read.

`python -m findings_training.curve GOLD CORPUS OUTPUT.svg` prints the curve and draws it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import altair as alt
import numpy as np
import vl_convert
from scipy.sparse import csr_matrix

from findings.pipeline.heads import LinearHead, softmax
from findings.pipeline.labels import LABELS
from findings.pipeline.rows import Floats, Vocabulary
from findings_training.evaluate_words import blank_words
from findings_training.linear import fit_one_of
from findings_training.metrics import Flags, Ints, macro_f1
from findings_training.sources import FOLDS, examples
from findings_training.words import Recipe, encode

STEP, STEPS = 50, 12
POOL = 200  # the least certain ones, of which the queue takes those unlike the last
UNCERTAIN, RANDOM = "uncertain first", "at random"
ORDERS = (UNCERTAIN, RANDOM)
SMOOTH = 3  # points that are averaged before levels are compared: one point alone is mostly chance


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
    start = _fit(rows, np.flatnonzero(rows.authored))
    for order in ORDERS:
        random = np.random.default_rng(seed)
        waiting = random.permutation(np.flatnonzero(~rows.authored & (rows.fold != seed)))
        head, known = start, np.flatnonzero(rows.authored)
        for at in range(steps + 1):
            yield Point(order, seed, at * step, _f1(rows, head, seed))
            if order == UNCERTAIN:
                waiting = waiting[np.argsort(-_entropy(head, rows, waiting), kind="stable")]
                waiting = np.concatenate([random.permutation(waiting[:POOL]), waiting[POOL:]])
            known, waiting = np.concatenate([known, waiting[:step]]), waiting[step:]
            head = _fit(rows, known)


def _fit(rows: Prose, known: Ints) -> LinearHead:
    label = rows.label[known]
    share = np.bincount(label, minlength=len(LABELS))
    lift = (len(label) / len(LABELS) / np.maximum(share, 1)) ** Recipe().balance
    worth = lift[label].astype(np.float32)
    fitted = fit_one_of(rows.matrix[known], label, worth, classes=len(LABELS), strength=Recipe().label_strength)
    return LinearHead(LABELS, *fitted)


def _entropy(head: LinearHead, rows: Prose, which: Ints) -> Floats:
    shares = softmax(rows.matrix[which] @ head.weights + head.bias)
    entropy: Floats = -(shares * np.log(np.maximum(shares, 1e-9))).sum(axis=1)
    return entropy


def _f1(rows: Prose, head: LinearHead, fold: int) -> float:
    which = np.flatnonzero(~rows.authored & (rows.fold == fold))
    found = (rows.matrix[which] @ head.weights + head.bias).argmax(axis=1)
    flags = np.eye(len(LABELS), dtype=bool)
    return macro_f1(flags[rows.label[which]], flags[found])


def means(points: Sequence[Point]) -> dict[str, dict[int, float]]:
    """The mean F1 of the seeds, by order and number of decisions."""
    found: dict[str, dict[int, list[float]]] = {order: {} for order in ORDERS}
    for point in points:
        found[point.order].setdefault(point.decisions, []).append(point.f1)
    return {order: {at: float(np.mean(f1)) for at, f1 in by.items()} for order, by in found.items()}


def share_needed(found: dict[str, dict[int, float]]) -> float | None:
    """The share of decisions that uncertain-first needs for what random order reaches at the end, each smoothed.

    None where it never reaches it.
    """
    uncertain, random = (_smooth(list(found[order].values())) for order in ORDERS)
    counts = list(found[RANDOM])
    reached = next((at for at, f1 in zip(counts, uncertain, strict=True) if f1 >= random[-1]), None)
    return None if reached is None else reached / counts[-1]


def _smooth(values: Sequence[float]) -> list[float]:
    return [float(np.mean(values[max(0, at - SMOOTH + 1) : at + 1])) for at in range(len(values))]


def draw(found: dict[str, dict[int, float]], path: Path) -> None:
    """The mean curves as an SVG picture."""
    rows = [{"order": order, "decisions": at, "macro-F1": f1} for order, by in found.items() for at, f1 in by.items()]
    scale = alt.Scale(zero=False)
    data = alt.Data(values=rows)  # type: ignore[no-untyped-call]
    chart = alt.Chart(data, width=480, height=260).mark_line(point=True)
    lines = chart.encode(
        x=alt.X("decisions:Q", title="decisions of the reviewer"),
        y=alt.Y("macro-F1:Q", title="macro-F1 of labels", scale=scale),
        color=alt.Color("order:N", title=None),
        strokeDash=alt.StrokeDash("order:N", title=None),
    )
    path.write_text(vl_convert.vegalite_to_svg(lines.to_dict()))


def main(gold: Path, corpus: Path, picture: Path) -> None:
    """Print the curves of five seeds and draw them."""
    rows = prose(gold, corpus)
    points = [point for seed in FOLDS for point in curve(rows, seed)]
    found = means(points)
    print("decisions", *ORDERS, sep="\t")
    for at in found[RANDOM]:
        print(at, *(f"{found[order][at]:.3f}" for order in ORDERS), sep="\t")
    needed = share_needed(found)
    told = "never reaches" if needed is None else f"needs {needed:.0%} of the decisions for"
    print(f"uncertain first {told} what random order reaches at the end")
    draw(found, picture)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
