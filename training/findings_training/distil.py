"""Puts together what the network learns from: passages read by hand, and unread ones with a teacher's scores."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from spacy.language import Language

from findings.identity import key
from findings.pipeline.encoder import Encoder, passages_of
from findings.pipeline.heads import sigmoid, softmax
from findings.pipeline.labels import LABELS
from findings.pipeline.ngrams import Passage
from findings.pipeline.parts import part
from findings.pipeline.rows import Floats
from findings.taxonomy import taxonomy
from findings_training.network import Lesson, Taught, learn_network
from findings_training.reports import ReportTexts
from findings_training.soft import Soft, read_soft, read_vectors
from findings_training.sources import Example, Progress
from findings_training.words import Encoded, apart

TEACHER = "teacher"
BY_HAND = 6.0  # what a passage read by hand counts beside one that only a teacher read
TRUST = 0.92  # share of the reading by hand in the target of a passage that both have read
SURE = 0.97  # chance of the label read by hand
# A quick reading's further themes are less certain than its first.
READ_THEMES = (1.0, 0.93, 0.85)
PERHAPS = 0.5  # the same of a theme that one of two readings gave


class _Target(NamedTuple):
    passage: Passage
    labels: Floats
    themes: Floats
    worth: float
    known: float


def distil(
    nlp: Language,
    data: Encoded,
    texts: ReportTexts,
    corpus: Path,
    *,
    hold: int | None = None,
    lesson: Lesson | None = None,
    progress: Progress = lambda _: None,
) -> Encoded:
    """`data` with the scores of a network, which the encoder of `nlp` keeps, learned from it and from `texts`.

    `hold` names the fold of authorities that neither `data` nor what the network learns from may know. The data as it
    is where `corpus` holds no teacher's scores, or none of them joins the reports.
    """
    soft = read_soft(corpus / TEACHER, hold)
    unread = _unread(nlp, data, texts, soft, hold) if soft else []
    if soft is None or not unread:
        return data
    taught = _together([*_by_hand(data, soft), *unread])
    encoder = part(nlp, Encoder)
    vectors = read_vectors(corpus / TEACHER)
    encoder.network = learn_network(taught, vectors, nlp.vocab.strings, lesson, progress)
    return data._replace(scores=encoder.scores(list(data.passages)))


def _by_hand(data: Encoded, soft: Soft) -> list[_Target]:
    """Targets of the examples, but for those that the blend is chosen on."""
    share = np.bincount(data.label, minlength=len(LABELS))
    lift = (len(data.label) / len(LABELS) / np.maximum(share, 1)) ** 0.3
    kept = np.flatnonzero(~apart(data.examples)).tolist()
    return [_target(data, i, soft, float(lift[data.label[i]])) for i in kept]


def _target(data: Encoded, index: int, soft: Soft, lift: float) -> _Target:
    example = data.examples[index]
    labels = np.full(len(LABELS), (1 - SURE) / (len(LABELS) - 1), np.float32)
    labels[data.label[index]] = SURE
    themes, known = _themes(example), example.themes is not None
    scores = soft.of(key(example.text))
    if scores is not None:
        said, chances = _chances(scores)
        labels = TRUST * labels + (1 - TRUST) * said
        themes = TRUST * themes + (1 - TRUST) * chances if known else chances
        known = True
    return _Target(data.passages[index], labels, themes, BY_HAND * lift * example.weight, float(known))


def _themes(example: Example) -> Floats:
    ids = list(taxonomy().themes)
    found = np.zeros(len(ids), np.float32)
    for place, theme in enumerate(example.themes or ()):
        found[ids.index(theme)] = READ_THEMES[place] if example.sample == "read" else 1.0
    for theme in example.perhaps:
        found[ids.index(theme)] = PERHAPS
    return found


def _chances(scores: Floats) -> tuple[Floats, Floats]:
    """A teacher's probabilities of labels and of themes."""
    return softmax(scores[None, : len(LABELS)])[0], sigmoid(scores[len(LABELS) :])


def _unread(nlp: Language, data: Encoded, texts: ReportTexts, soft: Soft, hold: int | None) -> list[_Target]:
    read = {key(example.text) for example in data.examples}
    wanted = [(name, place) for name, place in texts.contexts.items() if name not in read and _usable(soft, name, hold)]
    passages = passages_of(nlp, (place for _, place in wanted))
    found = []
    for (name, _), passage in zip(wanted, passages, strict=True):
        scores = soft.of(name)
        assert scores is not None
        found.append(_Target(passage, *_chances(scores), worth=1.0, known=1.0))
    return found


def _usable(soft: Soft, name: str, hold: int | None) -> bool:
    at = soft.fold_of(name)
    return at is not None and at != hold


def _together(targets: list[_Target]) -> Taught:
    return Taught(
        [each.passage for each in targets],
        np.array([each.labels for each in targets], np.float32),
        np.array([each.themes for each in targets], np.float32),
        np.array([each.worth for each in targets], np.float32),
        np.array([each.known for each in targets], np.float32),
    )
