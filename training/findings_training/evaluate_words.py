"""How well labels and themes are read from words, by folds of authorities, on the fair sample of prose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import spacy
from rich.console import Group
from rich.table import Table
from spacy.language import Language

from findings.pipeline.encoder import Encoder
from findings.pipeline.heads import sigmoid, softmax
from findings.pipeline.labels import LABELS
from findings.pipeline.rows import Floats
from findings.pipeline.themes import Themes
from findings.schemas import Label
from findings.taxonomy import taxonomy
from findings_training.distil import TEACHER, distil
from findings_training.metrics import Flags, Ints, Score, calibration_error, interval, macro_f1, score
from findings_training.reports import ReportTexts, gathered
from findings_training.soft import held_out
from findings_training.sources import FOLDS, Example, Progress, examples
from findings_training.words import Encoded, Recipe, encode, fit, learn_classes

FEWEST = 30
OTHER = LABELS.index(Label.NOT_A_FINDING.value)


@dataclass(frozen=True, slots=True)
class Reading:
    """Held-out examples with label probabilities (rows × labels) and the themes given (rows × themes)."""

    examples: list[Example]
    shares: Floats
    themes: Flags

    @property
    def labels(self) -> Flags:
        """The label given, as flags."""
        return _flags(self.shares.argmax(axis=1), len(LABELS))


@dataclass(frozen=True, slots=True)
class WordsReport:
    """Figures on held-out prose: overall ones by name with their interval, then every label and theme."""

    overall: dict[str, tuple[float, float, float]]
    labels: dict[str, Score]
    themes: dict[str, Score]

    def __rich__(self) -> Group:
        """Three tables for a terminal."""
        return Group(self._overall(), _table("Labels", self.labels), _table("Themes", self.themes))

    def _overall(self) -> Table:
        table = Table("figure", "value", "95% interval", title="Words, held-out prose")
        for name, (value, low, high) in self.overall.items():
            table.add_row(name, f"{value:.3f}", f"{low:.3f}-{high:.3f}")
        return table


def evaluate_words(
    gold: Path,
    folds: Sequence[int] | None = None,
    *,
    corpus: Path | None = None,
    reports: ReportTexts | None = None,
    recipe: Recipe | None = None,
    progress: Progress = lambda _: None,
) -> WordsReport:
    """Train on the other folds, read each of `folds`, and compare.

    `reports` are texts that nobody read: word classes are learned from them, what stands around the examples, and what
    a teacher that never saw the fold says of them. Without `folds`, those that `measurable` gives. Raises FindingsError
    where there are no examples.
    """
    texts = reports or ReportTexts()
    nlp, found = blank_words(), gathered(examples(gold, corpus), corpus, texts)
    learn_classes(nlp, chain(texts.sentences, (example.text for example in found)))
    data = encode(nlp, found)
    readings = []
    for fold in measurable(corpus) if folds is None else folds:
        progress(f"fold {fold}")
        readings.append(read_fold(nlp, data, fold, texts, corpus, recipe or Recipe()))
    return report(join(readings))


def measurable(corpus: Path | None) -> list[int]:
    """The folds that a teacher of the corpus never saw; all of them where it has no teacher."""
    return (held_out(corpus / TEACHER) if corpus else []) or list(FOLDS)


def blank_words() -> Language:
    """A pipeline with just the untrained components that read words."""
    nlp = spacy.blank("en")
    for name in ("findings_encoder", "findings_labels", "findings_themes"):
        nlp.add_pipe(name)
    return nlp


def read_fold(
    nlp: Language,
    data: Encoded,
    fold: int,
    texts: ReportTexts | None = None,
    corpus: Path | None = None,
    recipe: Recipe | None = None,
) -> Reading:
    """Train without `fold` and read its measured and front-and-back-matter rows."""
    of = np.array([example.fold for example in data.examples])
    wanted = np.array([example.measured or example.kind == "front_back" for example in data.examples])
    seen, held = data.part(np.flatnonzero(of != fold)), data.part(np.flatnonzero((of == fold) & wanted))
    if texts and corpus:
        seen = distil(nlp, seen, texts, corpus, hold=fold)
        encoder = nlp.get_pipe("findings_encoder")
        assert isinstance(encoder, Encoder)
        held = held._replace(scores=encoder.scores(list(held.passages)))
    words = fit(seen, recipe or Recipe())
    rows = held.rows(words.vocabulary)
    themes = Themes(blank_words())
    themes.head, themes.thresholds = words.themes, words.thresholds
    ids = tuple(taxonomy().themes)
    chosen = themes.choose(sigmoid(words.themes.scores(rows)))
    given = np.array([[each in row for each in ids] for row in chosen])
    return Reading(list(held.examples), softmax(words.labels.scores(rows)), given)


def join(readings: Sequence[Reading]) -> Reading:
    """The readings of several folds as one."""
    return Reading(
        [example for reading in readings for example in reading.examples],
        np.concatenate([reading.shares for reading in readings]),
        np.concatenate([reading.themes for reading in readings]),
    )


def report(reading: Reading) -> WordsReport:
    """The figures of a reading."""
    measured = np.array([example.measured for example in reading.examples])
    label = np.array([LABELS.index(example.label) for example in reading.examples])
    ids = tuple(taxonomy().themes)
    themes = np.array([[each in (example.themes or ()) for each in ids] for example in reading.examples])
    truth, found = _flags(label, len(LABELS))[measured], reading.labels[measured]
    tags, given = themes[measured], reading.themes[measured]
    common = tags.sum(axis=0) >= FEWEST
    right = (truth & found).any(axis=1)
    called = ~reading.labels[:, OTHER]
    front = ~measured & (label == OTHER)
    overall = {
        "label accuracy": _mean(right),
        "label macro-F1": _macro(truth, found),
        "calibration error": _calibration(reading.shares[measured].max(axis=1), right),
        "theme micro-F1": _micro(tags, given),
        f"theme macro-F1 (themes with {FEWEST} rows)": _macro(tags[:, common], given[:, common]),
        "prose not a finding, called one": _mean(called[measured & (label == OTHER)]),
        "front and back matter not a finding, called one": _mean(called[front]),
    }
    return WordsReport(
        overall,
        {name: score(truth[:, i], found[:, i]) for i, name in enumerate(LABELS)},
        {name: score(tags[:, i], given[:, i]) for i, name in enumerate(ids)},
    )


def _flags(numbers: Ints, classes: int) -> Flags:
    return np.eye(classes, dtype=bool)[numbers]


def _mean(flags: Flags) -> tuple[float, float, float]:
    low, high = interval(lambda rows: float(flags[rows].mean()), len(flags))
    return float(flags.mean()) if len(flags) else 0.0, low, high


def _calibration(confidence: Floats, right: Flags) -> tuple[float, float, float]:
    low, high = interval(lambda rows: calibration_error(confidence[rows], right[rows]), len(right))
    return calibration_error(confidence, right), low, high


def _macro(truth: Flags, found: Flags) -> tuple[float, float, float]:
    return macro_f1(truth, found), *interval(lambda rows: macro_f1(truth[rows], found[rows]), len(truth))


def _micro(truth: Flags, found: Flags) -> tuple[float, float, float]:
    def micro(rows: Ints) -> float:
        return float(2 * (truth[rows] & found[rows]).sum() / max(truth[rows].sum() + found[rows].sum(), 1))

    return micro(np.arange(len(truth))), *interval(micro, len(truth))


def _table(title: str, scores: dict[str, Score]) -> Table:
    table = Table("", "precision", "recall", "F1", "95% interval", "rows", title=title)
    for name, each in scores.items():
        span = f"{each.low:.3f}-{each.high:.3f}"
        table.add_row(name, f"{each.precision:.3f}", f"{each.recall:.3f}", f"{each.f1:.3f}", span, str(each.support))
    return table
