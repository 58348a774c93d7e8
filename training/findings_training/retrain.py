"""Retrains from where the current model stands: on corrections, and on what it must not forget.

The vocabulary and everything else of the model stay; only the heads that read labels and themes move. What is learned
from is never the corrections alone: authored sentences, labels that join stored findings, and what the current model
itself says of stored findings that nobody has read hold the heads in place.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from spacy.language import Language

from findings.analyse import model_name
from findings.identity import key
from findings.pipeline.encoder import Encoder
from findings.pipeline.entities import Entities
from findings.pipeline.gate_values import Gate, write
from findings.pipeline.heads import LinearHead, sigmoid, softmax
from findings.pipeline.labels import LABELS, Labels
from findings.pipeline.load import load
from findings.pipeline.parts import part
from findings.pipeline.rows import Rows
from findings.pipeline.themes import Themes
from findings.taxonomy import taxonomy
from findings_training.carried import carry
from findings_training.gate import Read, Truth, decide, judge, with_names
from findings_training.metrics import Flags, Ints
from findings_training.retrain_entities import Named, learn_entities
from findings_training.retrain_heads import Adaptation, Task, adapt
from findings_training.sources import Example
from findings_training.words import Encoded, encode

CORRECTION, JOINED, AUTHORED, UNREAD = "correction", "joined", "authored", "unread"
NAMED = "named"  # findings whose entities were corrected
FROZEN_PARTS = 5
NAMES = {AUTHORED: "authored sentences", JOINED: "published findings with known labels", CORRECTION: "corrections"}


class Lesson(NamedTuple):
    """An example, and whether somebody decided its label; its themes are None where nobody decided them."""

    example: Example
    labelled: bool = True


class Heads(NamedTuple):
    """The parts of a model that retraining moves."""

    labels: LinearHead
    themes: LinearHead


@dataclass(frozen=True, slots=True)
class Retrained:
    """A candidate's folder, and how it compares with the model that it started from."""

    path: Path
    gate: Gate


def is_frozen(text: str) -> bool:
    """Whether a text belongs to the fifth of all texts that no retraining learns from, now or later."""
    return int(key(text)[:8], 16) % FROZEN_PARTS == 0


def retrain(
    current: Path,
    output: Path,
    lessons: Sequence[Lesson],
    *,
    named: Sequence[Named] = (),
    adaptation: Adaptation | None = None,
    progress: Callable[[str, float], None] = lambda _told, _share: None,
) -> Retrained:
    """Learn `lessons`, and entities from `named`; compare with `current`, and write the candidate to `output`."""
    started = time.monotonic()
    progress("Reading the current model", 0.1)
    nlp = load(current)
    carry(nlp)
    progress(f"Encoding {len(lessons)} examples", 0.2)
    data = encode(nlp, [lesson.example for lesson in lessons])
    labelled = np.array([lesson.labelled for lesson in lessons], bool)
    frozen = np.array([is_frozen(lesson.example.text) for lesson in lessons], bool)
    before = heads_of(nlp)
    progress("Learning", 0.4)
    after = learn(nlp, data, labelled, np.flatnonzero(~frozen), adaptation or Adaptation())
    progress("Comparing with the current model", 0.7)
    gate = compare(nlp, data, labelled, np.flatnonzero(frozen), before, after)
    if named:
        progress("Learning the names that reviewers corrected", 0.8)
        names = learn_entities(nlp, named, taught=CORRECTION, frozen=is_frozen)
        part(nlp, Entities).use(names.model)
        gate = with_names(gate, {NAMES[sample]: each for sample, each in names.figures.items() if sample in NAMES})
    learned, seconds = _learned(lessons, named), round(time.monotonic() - started, 1)
    gate = gate.model_copy(update={"learned": learned, "seconds": seconds})
    progress("Writing the candidate", 0.9)
    _put(nlp, after)
    nlp.to_disk(output)
    write(gate, output)
    return Retrained(output, gate)


def _learned(lessons: Sequence[Lesson], named: Sequence[Named]) -> dict[str, int]:
    """How many examples of each sample were learned from: those that only measure are not counted."""
    learned = Counter(lesson.example.sample for lesson in lessons if not is_frozen(lesson.example.text))
    taught = sum(each.sample == CORRECTION and not is_frozen(each.example.text) for each in named)
    return dict(learned) | ({NAMED: taught} if taught else {})


def heads_of(nlp: Language) -> Heads:
    """The heads of a loaded model."""
    labels, themes = _components(nlp)
    return Heads(labels.head, themes.head)


def _components(nlp: Language) -> tuple[Labels, Themes]:
    return part(nlp, Labels), part(nlp, Themes)


def _put(nlp: Language, heads: Heads) -> None:
    labels, themes = _components(nlp)
    labels.head, themes.head = heads


def learn(nlp: Language, data: Encoded, labelled: Flags, keep: Ints, adaptation: Adaptation) -> Heads:
    """The heads of `nlp` after learning the examples numbered `keep`.

    Corrections are learned as they stand. Of everything else, what the model says already is what it is held to: it
    moves for the sake of corrections alone, and where they say nothing of themes, themes do not move.
    """
    heads, kept = heads_of(nlp), data.part(keep)
    rows = _rows(nlp, kept)
    sample = np.array([each.sample for each in kept.examples])
    worth = kept.weight[:, 0] * np.where(sample == CORRECTION, adaptation.taught, 1.0)
    said, chances = softmax(heads.labels.scores(rows)), sigmoid(heads.themes.scores(rows))
    hard = np.eye(len(LABELS), dtype=np.float32)[kept.label]
    taught = (sample == CORRECTION)[:, None]
    label = np.where(taught & labelled[keep][:, None], hard, said)
    theme = np.where(taught & (kept.known > 0), kept.theme, chances)
    weights = worth[:, None]
    return Heads(
        adapt(heads.labels, Task(rows.matrix, label, weights, True), adaptation),
        adapt(heads.themes, Task(rows.matrix, theme, weights, False), adaptation),
    )


def _rows(nlp: Language, data: Encoded) -> Rows:
    return data.rows(part(nlp, Encoder).vocabulary)


def compare(nlp: Language, data: Encoded, labelled: Flags, keep: Ints, before: Heads, after: Heads) -> Gate:
    """Both heads on the examples numbered `keep`, one set a source."""
    sample = np.array([each.sample for each in data.examples])
    sets = []
    for name, told in NAMES.items():
        here = keep[sample[keep] == name]
        if not len(here):
            continue
        chosen = data.part(here)
        truth = Truth(chosen.label, labelled[here], chosen.theme > 0, chosen.known[:, 0] > 0)
        sets.append(judge(told, truth, read(nlp, chosen, before), read(nlp, chosen, after)))
    return decide(model_name(nlp), sets)


def read(nlp: Language, data: Encoded, heads: Heads) -> Read:
    """What `heads` make of examples."""
    rows = _rows(nlp, data)
    _, themes = _components(nlp)
    ids = tuple(taxonomy().themes)
    chosen = themes.choose(sigmoid(heads.themes.scores(rows)))
    given = np.array([[each in row for each in ids] for row in chosen], bool)
    return Read(softmax(heads.labels.scores(rows)), given)
