"""Trains a whole pipeline from the sources at hand and writes it as a folder that `spacy.load` reads."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from findings.pipeline.entities import Entities
from findings.pipeline.load import build
from findings.pipeline.parts import part
from findings_training.distil import distil
from findings_training.entities import classes_of, train_entities
from findings_training.headings import learn_headings
from findings_training.reports import ReportTexts, gathered, read_reports
from findings_training.sources import Progress, examples
from findings_training.words import Recipe, encode, fit, install, learn_classes


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """A trained pipeline's folder, how many examples of each sample it learned from, and the seconds it took."""

    path: Path
    examples: dict[str, int]
    seconds: float


def train(
    output: Path,
    *,
    gold: Path | None,
    corpus: Path,
    reports: Path | None,
    progress: Progress = lambda _: None,
    recipe: Recipe | None = None,
) -> TrainingResult:
    """Train on every example of `gold` and `corpus`, and write the pipeline to `output`.

    Raises FindingsError where neither folder holds an example. The same sources give the same pipeline.
    """
    started = time.monotonic()
    output.mkdir(parents=True, exist_ok=True)
    found = examples(gold, corpus)
    progress(f"{len(found)} examples")
    nlp = build()
    texts = read_reports(reports, progress) if reports else ReportTexts()
    found, sentences = gathered(found, corpus, texts), texts.sentences
    progress("learning word classes")
    learn_classes(nlp, [*sentences, *(each.text for each in found)])
    progress("learning labels and themes")
    data = distil(nlp, encode(nlp, found), texts, corpus, progress=progress)
    install(nlp, fit(data, recipe or Recipe()))
    learn_headings(nlp, corpus, (each.text for each in found))
    _learn_entities(nlp, gold, corpus, sentences, progress)
    nlp.to_disk(output)
    return TrainingResult(output, dict(Counter(each.sample for each in found)), time.monotonic() - started)


def _learn_entities(nlp: Language, gold: Path | None, corpus: Path, sentences: list[str], progress: Progress) -> None:
    classes = classes_of(nlp, sentences) if sentences else None
    progress("learning entities")
    entities = part(nlp, Entities)
    entities.use(train_entities(nlp, gold=gold, corpus=corpus, classes=classes).model)
