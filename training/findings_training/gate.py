"""The gate: whether a candidate may take the place of the current model, from sets that neither learns from.

Both models read the same rows, so that their difference is measured row by row (paired bootstrap): what both read
alike adds no noise. A label or theme that has become worse beyond that doubt refuses the candidate, and so does
a confidence that no longer means what it says. What too few rows speak of, a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from findings.pipeline.gate_values import Decision, Figure, Frozen, Gate
from findings.pipeline.labels import LABELS
from findings.taxonomy import taxonomy
from findings_training.entity_scores import Reading
from findings_training.metrics import Flags, Floats, Ints

DRAWS = 1000
BINS = 10
FEWEST = 20  # true rows of a label or theme below which a fall is no proof, but for a person to judge
FALL = 0.02  # the least fall of a figure that counts: less is not worth a refusal, however sure
FALL_OF_FEW, ROWS_OF_FEW = 0.1, 1.8  # the same where few rows speak, and how many rows a fall must be: one is chance
OVERSURE = 0.15  # how far confidence may surely stand above what comes true of it
ONE_SIDED = 0.2  # share of corrections that must agree with the model for them to be a fair sample of its work
LABELS_ALL, THEMES_ALL, NAMES_ALL = "labels", "themes", "names"
CALIBRATION, TRUST = "calibration error", "confidence beyond what comes true"
UP = (CALIBRATION, TRUST)  # figures that are better the lower they are
Counts = NDArray[np.bool_] | NDArray[np.int64]
Told = Literal["better", "same", "worse", "few"]


class Read(NamedTuple):
    """What a model makes of the rows of a set: label probabilities (rows × labels), themes given (rows × themes)."""

    shares: Floats
    themes: Flags


class Truth(NamedTuple):
    """What people say of them: label numbers and whether known, theme flags and whether known."""

    label: Ints
    labelled: Flags
    theme: Flags
    themed: Flags


class Change(NamedTuple):
    """A figure before and after; in each draw, after minus before (`moved`) and after (`drawn`)."""

    name: str
    support: int
    before: float
    after: float
    moved: Floats
    drawn: Floats


def judge(name: str, truth: Truth, before: Read, after: Read) -> Frozen:
    """The figures of both models on one set."""
    changes = [*_label_changes(truth, before, after), *_theme_changes(truth, before, after)]
    return Frozen(name=name, rows=len(truth.label), figures=[_figure(each) for each in changes])


def judge_names(before: Sequence[Reading], after: Sequence[Reading]) -> Figure:
    """How well both models find the entities of the same sentences: exact F1 of all of them."""
    both = (before, after)
    hits = [np.array([[len({*each.truth} & {*each.found})] for each in reads]) for reads in both]
    sizes = [np.array([[len(each.truth) + len(each.found)] for each in reads]) for reads in both]
    scores = _f1(hits, sizes, _draws(len(before)))
    return _figure(_change(NAMES_ALL, len(before), [each[:, 0] for each in scores]))


def decide(current: str, sets: Sequence[Frozen]) -> Gate:
    """Whether the candidate is accepted, refused, or for a person to confirm, and why."""
    told = [(each, figure) for each in sets for figure in each.figures]
    fallen = [(each, figure) for each, figure in told if figure.told == "worse" and not _one_sided(each, figure)]
    refused = [_told(*pair) for pair in fallen]
    unsure = [_told(*pair) for pair in told if pair not in fallen and pair[1].told in ("few", "worse")]
    if not any(each.rows for each in sets):
        unsure = ["there is no set to compare the models on"]
    decision = Decision.REFUSED if refused else Decision.CONFIRM if unsure else Decision.ACCEPTED
    return Gate(decision=decision, reasons=refused or unsure, current=current, sets=list(sets))


def with_names(gate: Gate, figures: Mapping[str, Figure]) -> Gate:
    """The same comparison with figures of names on its sets, or on sets of their own."""
    known = {each.name: each for each in gate.sets}
    for name, figure in figures.items():
        here = known.get(name, Frozen(name=name, rows=figure.support, figures=[]))
        known[name] = here.model_copy(update={"figures": [*here.figures, figure]})
    return decide(gate.current, list(known.values()))


def _told(each: Frozen, figure: Figure) -> str:
    before, after = (f"{value:.3f}" for value in (figure.before, figure.after))
    if figure.told == "few":
        rows = f"{figure.support} of the {each.name}" if figure.support < each.rows else f"{each.rows} {each.name}"
        return f"{rows} are too few to tell whether {figure.name} ({before} before, {after} after) is as good"
    interval = f"95% interval {figure.low:+.3f} to {figure.high:+.3f}"
    return f"{figure.name} goes from {before} to {after} on {each.name} ({figure.support} rows, {interval})"


def _one_sided(each: Frozen, figure: Figure) -> bool:
    """Whether the rows are of what the model got wrong alone: how often it is right, they cannot say."""
    right = next((other.before for other in each.figures if other.name == LABELS_ALL), 1.0)
    return figure.name == TRUST and right < ONE_SIDED


def _label_changes(truth: Truth, before: Read, after: Read) -> Iterator[Change]:
    rows = np.flatnonzero(truth.labelled)
    if not len(rows):
        return
    true = np.eye(len(LABELS), dtype=bool)[truth.label[rows]]
    shares = [each.shares[rows] for each in (before, after)]
    found = [np.eye(len(LABELS), dtype=bool)[each.argmax(axis=1)] for each in shares]
    draws = _draws(len(rows))
    right = [(true & each).any(axis=1, keepdims=True) for each in found]
    every = np.ones((len(rows), 1), bool)
    yield from _changes([LABELS_ALL], every, right, draws)
    yield from _changes([f"label {name}" for name in LABELS], true, found, draws)
    sure = [share.max(axis=1) - ok[:, 0] for share, ok in zip(shares, right, strict=True)]
    errors = [_calibration(share.max(axis=1), gap, draws) for share, gap in zip(shares, sure, strict=True)]
    yield _change(CALIBRATION, len(rows), errors)
    yield _change(TRUST, len(rows), [draws @ gap / len(rows) for gap in sure])


def _change(name: str, support: int, draws: Sequence[Floats]) -> Change:
    """What a figure is before and after, from its value on the rows as they are (first) and in each draw."""
    before, after = draws
    return Change(name, support, float(before[0]), float(after[0]), after[1:] - before[1:], after[1:])


def _theme_changes(truth: Truth, before: Read, after: Read) -> Iterator[Change]:
    rows = np.flatnonzero(truth.themed)
    if not len(rows):
        return
    true, found = truth.theme[rows], [each.themes[rows] for each in (before, after)]
    draws = _draws(len(rows))
    names = [f"theme {name}" for name in taxonomy().themes]
    yield from _changes([THEMES_ALL], true, found, draws, pooled=True)
    yield from _changes(names, true, found, draws)


def _changes(
    names: Sequence[str], true: Flags, found: Sequence[Flags], draws: Floats, *, pooled: bool = False
) -> Iterator[Change]:
    """The F1 of each column; `pooled` makes one figure of all."""
    hits, sizes = [true & each for each in found], [true.astype(int) + each for each in found]
    if pooled:
        hits, sizes = ([each.sum(axis=1, keepdims=True) for each in counts] for counts in (hits, sizes))
    scores = _f1(hits, sizes, draws)
    support = [len(true)] if pooled else true.sum(axis=0).tolist()
    for at, name in enumerate(names):
        yield _change(name, support[at], [score[:, at] for score in scores])


def _f1(hits: Sequence[Counts], sizes: Sequence[Counts], draws: Floats) -> list[Floats]:
    """The F1 of each column in each draw, before and after, from how many are right and how many true or found."""
    return [2 * (draws @ hit) / np.maximum(draws @ size, 1) for hit, size in zip(hits, sizes, strict=True)]


def _draws(rows: int) -> NDArray[np.float64]:
    """How often each row counts: once each in the first line, as drawn with replacement in the others."""
    random = np.random.default_rng(0)
    drawn = random.multinomial(rows, np.full(rows, 1 / rows), size=DRAWS)
    return np.vstack([np.ones((1, rows)), drawn])


def _calibration(confidence: Floats, gap: Floats, draws: Floats) -> Floats:
    """The expected calibration error in each draw, over bins of equal mass; `gap` is confidence minus right."""
    order = np.argsort(confidence, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    errors: Floats = np.sum([np.abs(draws[:, part] @ gap[part]) for part in parts], axis=0) / draws.sum(axis=1)
    return errors


def _figure(change: Change) -> Figure:
    low, high = (float(each) for each in np.percentile(change.moved, [2.5, 97.5]))
    return Figure(
        name=change.name,
        support=change.support,
        before=change.before,
        after=change.after,
        low=low,
        high=high,
        told=_meaning(change, low, high),
    )


def _meaning(change: Change, low: float, high: float) -> Told:
    if change.name == TRUST:
        if change.support < FEWEST:
            return "few"
        return "worse" if np.percentile(change.drawn, 2.5) > OVERSURE else "same"
    fall = (change.after - change.before) * (1 if change.name in UP else -1)
    surely_worse, surely_better = (low > 0, high < 0) if change.name in UP else (high < 0, low > 0)
    if change.support < FEWEST:
        least = max(FALL_OF_FEW, min(0.9, ROWS_OF_FEW / max(change.support, 1)))
        return "few" if fall >= least else "same"
    if surely_worse and fall >= FALL:
        return "worse"
    return "better" if surely_better else "same"
