"""Figures of entity reading: exact (same border, same type) and overlapping (same type), with intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from findings.pipeline.entity_tags import TYPES, Found
from findings_training.metrics import interval

CORE = ("PROCESS", "COHORT", "ROLE", "SERVICE", "BODY")
COUNTS = 5


class Reading(NamedTuple):
    """The entities of one sentence: the `truth`, those `found`, and the Doc they are tokens of."""

    truth: Sequence[Found]
    found: Sequence[Found]
    doc: Doc


class EntityScore(NamedTuple):
    """Precision, recall and F1, exact and overlapping, and the number of true entities."""

    precision: float
    recall: float
    f1: float
    overlap_precision: float
    overlap_recall: float
    overlap_f1: float
    support: int


@dataclass(frozen=True)
class EntityReport:
    """Scores by type, over all types, and over the five that the product is held to, with 95% intervals of F1."""

    by_type: dict[str, EntityScore]
    all: EntityScore
    core: EntityScore
    core_interval: tuple[float, float]
    core_overlap_interval: tuple[float, float]
    readings: Sequence[Reading]

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> EntityReport:
        """The report of `readings`; intervals are over sentences."""
        counts = np.array([[_counts(reading, kind) for kind in TYPES] for reading in readings])
        core = counts[:, [TYPES.index(kind) for kind in CORE]].sum(axis=1)
        totals = counts.sum(axis=0)
        return cls(
            {kind: _score(row) for kind, row in zip(TYPES, totals, strict=True)},
            _score(totals.sum(axis=0)),
            _score(core.sum(axis=0)),
            interval(lambda rows: _score(core[rows].sum(axis=0)).f1, len(core)),
            interval(lambda rows: _score(core[rows].sum(axis=0)).overlap_f1, len(core)),
            readings,
        )

    def render(self) -> str:
        """A table for people."""
        lines = [f"{'':12}{'exact P':>9}{'R':>7}{'F1':>7}{'overlap P':>11}{'R':>7}{'F1':>7}{'support':>9}"]
        rows = {**self.by_type, "all": self.all, "core five": self.core}
        lines += [_line(name, score) for name, score in rows.items()]
        low, high = self.core_interval
        overlap_low, overlap_high = self.core_overlap_interval
        lines.append(f"core five, 95%: exact {low:.3f}-{high:.3f}, overlapping {overlap_low:.3f}-{overlap_high:.3f}")
        return "\n".join(lines)

    def misses(self) -> Counter[str]:
        """What went wrong, by cause and type, commonest first."""
        return Counter(cause for reading in self.readings for cause in _causes(reading))


def _line(name: str, score: EntityScore) -> str:
    return (
        f"{name:12}{score.precision:9.3f}{score.recall:7.3f}{score.f1:7.3f}"
        f"{score.overlap_precision:11.3f}{score.overlap_recall:7.3f}{score.overlap_f1:7.3f}{score.support:9}"
    )


def _counts(reading: Reading, kind: str) -> tuple[int, ...]:
    """True, found, exactly right, true that are touched, found that touch a true one."""
    truth = [each for each in reading.truth if each.type == kind]
    found = [each for each in reading.found if each.type == kind]
    touched = sum(any(map(each.touches, found)) for each in truth)
    touching = sum(any(map(each.touches, truth)) for each in found)
    return len(truth), len(found), len(set(truth) & set(found)), touched, touching


def _score(counts: NDArray[np.int64]) -> EntityScore:
    truth, found, exact, touched, touching = (int(count) for count in counts)
    precision, recall = exact / max(found, 1), exact / max(truth, 1)
    wide_precision, wide_recall = touching / max(found, 1), touched / max(truth, 1)
    f1, wide = _f1(precision, recall), _f1(wide_precision, wide_recall)
    return EntityScore(precision, recall, f1, wide_precision, wide_recall, wide, truth)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / max(precision + recall, 1e-9)


def _causes(reading: Reading) -> Iterable[str]:
    for each in set(reading.truth) - set(reading.found):
        touching = [other for other in reading.found if other.touches(each)]
        same = any(other.type == each.type for other in touching)
        yield f"{each.type}: {'border' if same else 'other type' if touching else 'missed'}"
    for each in set(reading.found) - set(reading.truth):
        if not any(other.touches(each) for other in reading.truth):
            yield f"{each.type}: invented"
