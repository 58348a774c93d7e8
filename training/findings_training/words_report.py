"""Figures of held-out prose: labels and themes with intervals, by kind of report, and how far confidence is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from rich.console import Group
from rich.table import Table

from findings.pipeline.labels import LABELS
from findings.pipeline.rows import Floats
from findings.schemas import Label
from findings.taxonomy import taxonomy
from findings_training.calibration import Reliability, reliability
from findings_training.metrics import Flags, Ints, Score, calibration_error, interval, macro_f1, score
from findings_training.sources import Example

FEWEST = 30
OTHER = LABELS.index(Label.NOT_A_FINDING.value)
Figure = tuple[float, float, float]


@dataclass(frozen=True)
class Reading:
    """Held-out examples with label probabilities (rows × labels) and the themes given (rows × themes)."""

    examples: list[Example]
    shares: Floats
    themes: Flags

    @cached_property
    def measured(self) -> Flags:
        """The rows of the fair sample; the others are front and back matter."""
        return np.array([example.measured for example in self.examples], bool)

    @cached_property
    def truth(self) -> Flags:
        """The labels read by hand, as flags."""
        return _flags(np.array([LABELS.index(example.label) for example in self.examples]), len(LABELS))

    @cached_property
    def labels(self) -> Flags:
        """The label given, as flags."""
        return _flags(self.shares.argmax(axis=1), len(LABELS))

    @cached_property
    def tags(self) -> Flags:
        """The themes read by hand, as flags."""
        ids = taxonomy().themes
        return np.array([[each in (example.themes or ()) for each in ids] for example in self.examples])

    def part(self, rows: Flags) -> Reading:
        """The examples where `rows` is true."""
        kept = np.flatnonzero(rows)
        return Reading([self.examples[i] for i in kept], self.shares[kept], self.themes[kept])


class OfKind(NamedTuple):
    """Figures of the prose of one kind of report."""

    rows: int
    accuracy: Figure
    themes: Figure


@dataclass(frozen=True, slots=True)
class WordsReport:
    """Figures on held-out prose with their intervals: overall, every label and theme, every kind; and reliability."""

    overall: dict[str, Figure]
    labels: dict[str, Score]
    themes: dict[str, Score]
    kinds: dict[str, OfKind]
    reliability: Reliability

    def __rich__(self) -> Group:
        """Tables for a terminal."""
        told = self.reliability.render("labels decided by words")
        tables = (self._overall(), _table("Labels", self.labels), _table("Themes", self.themes), self._kinds())
        return Group(*tables, told)

    def _overall(self) -> Table:
        table = Table("figure", "value", "95% interval", title="Words, held-out prose")
        for name, figure in self.overall.items():
            table.add_row(name, *_shown(figure))
        return table

    def _kinds(self) -> Table:
        table = Table("", "rows", "label accuracy", "95% interval", "theme micro-F1", "95% interval", title="Kinds")
        for name, each in self.kinds.items():
            table.add_row(name, str(each.rows), *_shown(each.accuracy), *_shown(each.themes))
        return table


def join(readings: Sequence[Reading]) -> Reading:
    """The readings of several folds as one."""
    return Reading(
        [example for reading in readings for example in reading.examples],
        np.concatenate([reading.shares for reading in readings]),
        np.concatenate([reading.themes for reading in readings]),
    )


def report(reading: Reading) -> WordsReport:
    """The figures of a reading."""
    prose = reading.part(reading.measured)
    sure = reliability(list(zip(prose.shares.max(axis=1).tolist(), _right(prose).tolist(), strict=True)))
    return WordsReport(
        _overall(reading, prose),
        {name: score(prose.truth[:, i], prose.labels[:, i]) for i, name in enumerate(LABELS)},
        {name: score(prose.tags[:, i], prose.themes[:, i]) for i, name in enumerate(taxonomy().themes)},
        _by_kind(prose),
        sure,
    )


def _overall(reading: Reading, prose: Reading) -> dict[str, Figure]:
    common = prose.tags.sum(axis=0) >= FEWEST
    front = reading.part(~reading.measured & reading.truth[:, OTHER])
    return {
        "label accuracy": _mean(_right(prose)),
        "label macro-F1": _macro(prose.truth, prose.labels),
        "calibration error": _calibration(prose.shares.max(axis=1), _right(prose)),
        "theme micro-F1": _micro(prose.tags, prose.themes),
        f"theme macro-F1 (themes with {FEWEST} rows)": _macro(prose.tags[:, common], prose.themes[:, common]),
        "prose not a finding, called one": _mean(~prose.labels[prose.truth[:, OTHER], OTHER]),
        "front and back matter not a finding, called one": _mean(~front.labels[:, OTHER]),
    }


def _by_kind(prose: Reading) -> dict[str, OfKind]:
    of = np.array([example.report for example in prose.examples])
    parts = {name: prose.part(of == name) for name in sorted(set(of.tolist()))}
    return {
        name: OfKind(len(each.examples), _mean(_right(each)), _micro(each.tags, each.themes))
        for name, each in parts.items()
    }


def _right(reading: Reading) -> Flags:
    return np.asarray((reading.truth & reading.labels).any(axis=1), bool)


def _flags(numbers: Ints, classes: int) -> Flags:
    return np.eye(classes, dtype=bool)[numbers]


def _mean(flags: Flags) -> Figure:
    low, high = interval(lambda rows: float(flags[rows].mean()), len(flags))
    return float(flags.mean()) if len(flags) else 0.0, low, high


def _calibration(confidence: Floats, right: Flags) -> Figure:
    low, high = interval(lambda rows: calibration_error(confidence[rows], right[rows]), len(right))
    return calibration_error(confidence, right), low, high


def _macro(truth: Flags, found: Flags) -> Figure:
    return macro_f1(truth, found), *interval(lambda rows: macro_f1(truth[rows], found[rows]), len(truth))


def _micro(truth: Flags, found: Flags) -> Figure:
    def micro(rows: Ints) -> float:
        return float(2 * (truth[rows] & found[rows]).sum() / max(truth[rows].sum() + found[rows].sum(), 1))

    return micro(np.arange(len(truth))), *interval(micro, len(truth))


def _shown(figure: Figure) -> tuple[str, str]:
    value, low, high = figure
    return f"{value:.3f}", f"{low:.3f}-{high:.3f}"


def _table(title: str, scores: dict[str, Score]) -> Table:
    table = Table("", "precision", "recall", "F1", "95% interval", "rows", title=title)
    for name, each in scores.items():
        span = f"{each.low:.3f}-{each.high:.3f}"
        table.add_row(name, f"{each.precision:.3f}", f"{each.recall:.3f}", f"{each.f1:.3f}", span, str(each.support))
    return table
