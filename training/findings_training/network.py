"""Teaches the network that reads words in their order, from readings by hand and from a teacher's scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from spacy.strings import StringStore, get_string_id
from thinc.api import Adam, fix_random_seed

from findings.pipeline.heads import sigmoid, softmax
from findings.pipeline.labels import LABELS
from findings.pipeline.network import ENDINGS, Network, Parts, vectors_of
from findings.pipeline.ngrams import Passage
from findings.pipeline.rows import Floats
from findings_training.metrics import Ints


@dataclass(frozen=True, slots=True)
class Lesson:
    """How the network learns: chosen, not learned.

    `epochs` times over everything in batches of `batch` passages; `rate`: the highest learning rate of Adam.
    `themes`: what themes weigh beside labels.
    """

    epochs: int = 4
    batch: int = 64
    rate: float = 0.002
    themes: float = 0.5
    seed: int = 0


class Taught(NamedTuple):
    """Passages with what is to be said of them.

    `labels`, `themes`: target probabilities (passages × outputs). `worth`: what a passage counts; `known`: 1 where its
    themes are told, else 0.
    """

    passages: Sequence[Passage]
    labels: Floats
    themes: Floats
    worth: Floats
    known: Floats


def learn_network(
    taught: Taught,
    vectors: tuple[Sequence[str], Floats],
    strings: StringStore,
    lesson: Lesson | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Network:
    """A network that says what `taught` says, its word vectors starting from `vectors`.

    The same passages and vectors give the same network.
    """
    how = lesson or Lesson()
    fix_random_seed(how.seed)
    random = np.random.default_rng(how.seed)
    network = _started(vectors, taught.labels.shape[1] + taught.themes.shape[1], random)
    parts = network.parts(taught.passages, strings)
    adam, model = Adam(how.rate, L2=1e-6, grad_clip=1.0), network.model
    batches = [batch for _ in range(how.epochs) for batch in _batches(parts, how.batch, random)]
    for step, batch in enumerate(batches):
        scores, backward = model.begin_update([parts[i] for i in batch])
        backward(_slope(scores, taught, batch, how))
        adam.learn_rate = how.rate * max(0.03, 1 - step / len(batches)) * min(1.0, (step + 1) / 100)
        model.finish_update(adam)
        adam.step_schedules()
        if step % 200 == 0:
            progress(f"learning to read words in their order: {step / len(batches):.0%}")
    return network


def _started(vectors: tuple[Sequence[str], Floats], outputs: int, random: np.random.Generator) -> Network:
    """A network with `vectors`, scaled to what its other weights are like; endings start near nothing."""
    ids = np.array([get_string_id(word) for word in vectors[0]], np.uint64)
    order = np.argsort(ids)
    network = Network(ids[order], outputs)
    start = random.normal(size=(len(ids) + ENDINGS + 1, vectors[1].shape[1])).astype(np.float32) * np.float32(0.02)
    start[: len(ids)] = vectors[1][order]
    start[-1] = 0
    vectors_of(network.model).set_param("E", start)  # type: ignore[arg-type]
    return network


def _batches(parts: Sequence[Parts], size: int, random: np.random.Generator) -> Iterator[Ints]:
    """Every passage once, in batches of passages of about one length."""
    lengths = np.array([len(words) + len(around) // 4 for words, _, _, around in parts])
    order = random.permutation(len(parts))
    found = []
    for at in range(0, len(order), size * 30):
        near = order[at : at + size * 30]
        near = near[np.argsort(lengths[near], kind="stable")]
        found += [near[start : start + size] for start in range(0, len(near), size)]
    yield from (found[i] for i in random.permutation(len(found)))


def _slope(scores: Floats, taught: Taught, batch: Ints, how: Lesson) -> Floats:
    """The gradient of the cross-entropy at `scores`."""
    worth = taught.worth[batch, None] / len(batch)
    labels = (softmax(scores[:, : len(LABELS)]) - taught.labels[batch]) * worth
    themes = sigmoid(scores[:, len(LABELS) :]) - taught.themes[batch]
    slope: Floats = np.hstack([labels, themes * worth * taught.known[batch, None] * how.themes]).astype(np.float32)
    return slope
