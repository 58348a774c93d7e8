"""How well labels and themes are read from words, by folds of authorities, on the fair sample of prose."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language

from findings.pipeline.encoder import Encoder
from findings.pipeline.heads import sigmoid, softmax
from findings.pipeline.parts import part
from findings.pipeline.themes import Themes
from findings.taxonomy import taxonomy
from findings_training.distil import TEACHER, distil
from findings_training.reports import ReportTexts, gathered
from findings_training.soft import held_out
from findings_training.sources import FOLDS, Progress, examples
from findings_training.words import Encoded, Recipe, encode, fit, learn_classes
from findings_training.words_report import Reading, WordsReport, join, report


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
        encoder = part(nlp, Encoder)
        held = held._replace(scores=encoder.scores(list(held.passages)))
    words = fit(seen, recipe or Recipe())
    rows = held.rows(words.vocabulary)
    themes = Themes(blank_words())
    themes.head, themes.thresholds = words.themes, words.thresholds
    ids = tuple(taxonomy().themes)
    chosen = themes.choose(sigmoid(words.themes.scores(rows)))
    given = np.array([[each in row for each in ids] for row in chosen])
    return Reading(list(held.examples), softmax(words.labels.scores(rows)), given)
