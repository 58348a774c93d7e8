"""Whether the gate tells batches of corrections that are sound from batches in which many labels were flipped.

A model that has not seen the rows of the batches is retrained on each batch as it would be in the service, and the
gate decides. With hand-read prose at hand (GOLD) the batches are of authorities apart; without, of authored sentences.

`python -m findings_training.poison CORPUS [GOLD]` prints what became of each batch.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from spacy.language import Language

from findings.identity import key
from findings.pipeline.gate_values import Decision, Gate
from findings.pipeline.labels import LABELS
from findings_training.evaluate_words import blank_words
from findings_training.metrics import Flags, Ints
from findings_training.retrain import AUTHORED, CORRECTION, JOINED, compare, heads_of, is_frozen, learn
from findings_training.retrain_heads import Adaptation
from findings_training.sources import Example, examples
from findings_training.words import Encoded, Recipe, encode, fit, install

BATCHES, SIZE, FLIPPED = 10, 400, 0.4
APART = (3, 4)  # folds of authorities whose prose is for batches alone
LEAST = 9  # batches of each kind that must be told for what they are


class Ground(NamedTuple):
    """A model, everything encoded for it, which rows it knows and which are for batches."""

    nlp: Language
    data: Encoded
    known: Ints
    fresh: Ints


def ground(corpus: Path, gold: Path | None) -> Ground:
    """A model that learned from the corpus, and hand-read prose where there is any, but for the rows of batches."""
    found = [each for each in examples(gold, corpus) if each.sample == AUTHORED or each.measured]
    for_batches = np.array([_for_batches(each, gold is not None) for each in found], bool)
    nlp = blank_words()
    data = encode(nlp, found)
    known, fresh = np.flatnonzero(~for_batches), np.flatnonzero(for_batches)
    install(nlp, fit(data.part(known), Recipe()))
    return Ground(nlp, data, known, fresh)


def _for_batches(example: Example, gold: bool) -> bool:
    """Prose of authorities apart; where there is none, every other authored sentence."""
    return example.fold in APART if gold else int(key(example.text)[-4:], 16) % 2 == 0


def batch(on: Ground, seed: int, flipped: float, size: int = SIZE) -> Gate:
    """What the gate says of a batch of corrections, of which a share has another label than it should."""
    random = np.random.default_rng(seed)
    taught = random.permutation(on.fresh)[:size]
    part = on.data.part(np.concatenate([on.known, taught]))
    label = part.label.copy()
    wrong = len(on.known) + random.permutation(len(taught))[: round(flipped * len(taught))]
    label[wrong] = (label[wrong] + random.integers(1, len(LABELS), len(wrong))) % len(LABELS)
    known = part.known.copy()
    known[len(on.known) :] = 0  # a reviewer in a hurry decides on labels
    told = [_as_known(each) for each in part.examples[: len(on.known)]]
    told += [replace(each, sample=CORRECTION) for each in part.examples[len(on.known) :]]
    return _decided(on.nlp, part._replace(examples=told, label=label, known=known))


def _as_known(example: Example) -> Example:
    return replace(example, sample=AUTHORED if example.sample == AUTHORED else JOINED)


def _decided(nlp: Language, data: Encoded) -> Gate:
    frozen: Flags = np.array([is_frozen(each.text) for each in data.examples], bool)
    labelled = np.ones(len(data.examples), bool)
    after = learn(nlp, data, labelled, np.flatnonzero(~frozen), Adaptation())
    return compare(nlp, data, labelled, np.flatnonzero(frozen), heads_of(nlp), after)


def told(on: Ground, batches: int = BATCHES) -> Iterator[tuple[str, Gate]]:
    """Each batch, clean or poisoned, with what the gate said of it."""
    for seed in range(batches):
        yield "clean", batch(on, seed, 0.0)
        yield "poisoned", batch(on, seed, FLIPPED)


def main(corpus: Path, gold: Path | None = None) -> int:
    """Print what became of each batch; the exit status says whether enough were told for what they are."""
    counts = Counter[tuple[str, Decision]]()
    for kind, gate in told(ground(corpus, gold)):
        counts[kind, gate.decision] += 1
        print(kind, gate.decision, *gate.reasons[:1], sep="\t", flush=True)
    clean, poisoned = counts["clean", Decision.ACCEPTED], counts["poisoned", Decision.REFUSED]
    print(f"{clean} of {BATCHES} clean batches accepted, {poisoned} of {BATCHES} poisoned ones refused")
    return 0 if min(clean, poisoned) >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:3])))
