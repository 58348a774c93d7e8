"""Trains the components that read labels and themes from words, from examples and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from spacy.language import Language

from findings.pipeline.documents import word_tokenizer
from findings.pipeline.encoder import Encoder, passages_of
from findings.pipeline.heads import LinearHead, sigmoid, softmax
from findings.pipeline.labels import LABELS, Labels
from findings.pipeline.ngrams import Grams, Group, grams_of
from findings.pipeline.rows import Floats, Rows, Vocabulary
from findings.pipeline.themes import Themes
from findings.taxonomy import taxonomy
from findings_training.entity_classes import word_classes
from findings_training.linear import Fitted, fit_any_of, fit_one_of
from findings_training.sources import FOLDS, Example

Ints = NDArray[np.int64]
Progress = Callable[[str], None]
# What a finding is about does not turn on clauses or word classes, but on what it stands under and beside.
THEME_GROUPS = (Group.WORDS, Group.CHARACTERS, Group.BEFORE, Group.HEADING, Group.AROUND)
LABEL_GROUPS = (Group.WORDS, Group.CHARACTERS, Group.BEFORE, Group.CLAUSE, Group.CLASSES)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is chosen, not learned.

    `label_strength`, `theme_strength`: inverse L2 penalties. `balance`: how far rare labels are weighed up, 0 not at
    all to 1 all the way. `inner`: parts that the training folds are cut into for thresholds and calibration.
    """

    label_strength: float = 3.0
    theme_strength: float = 3.0
    balance: float = 0.5
    inner: int = 3


class Words(NamedTuple):
    """The three trained components' learned parts."""

    vocabulary: Vocabulary
    labels: LinearHead
    themes: LinearHead
    thresholds: Floats


class Encoded(NamedTuple):
    """Examples with their n-grams, label numbers and theme flags (`known` where somebody read the themes)."""

    examples: Sequence[Example]
    grams: Grams
    label: Ints
    theme: Floats
    known: Floats
    weight: Floats

    def part(self, keep: Ints) -> Encoded:
        """The examples numbered `keep`, in that order."""
        grams = self.grams.of_rows(keep, len(self.examples))
        found = [self.examples[i] for i in keep]
        return Encoded(found, grams, self.label[keep], self.theme[keep], self.known[keep], self.weight[keep])

    def rows(self, vocabulary: Vocabulary) -> Rows:
        """The examples encoded with `vocabulary`."""
        return vocabulary.rows(self.grams, len(self.examples))


def learn_classes(nlp: Language, texts: Iterable[str]) -> None:
    """Let the encoder know which words `texts`, that nobody need have read, use alike."""
    encoder = nlp.get_pipe("findings_encoder")
    assert isinstance(encoder, Encoder)
    tokenizer = word_tokenizer(nlp)
    encoder.use(word_classes([token.text for token in tokenizer(text)] for text in texts))


def encode(nlp: Language, examples: Sequence[Example]) -> Encoded:
    """Examples ready to learn from."""
    encoder = nlp.get_pipe("findings_encoder")
    assert isinstance(encoder, Encoder)
    texts = ((each.text, each.before, each.heading, each.around) for each in examples)
    found = list(passages_of(nlp, texts))
    ids = tuple(taxonomy().themes)
    return Encoded(
        examples,
        grams_of(found, encoder.table),
        np.array([LABELS.index(example.label) for example in examples]),
        np.array([[each in (example.themes or ()) for each in ids] for example in examples], np.float32),
        np.array([[example.themes is not None] for example in examples], np.float32),
        np.array([[example.weight] for example in examples], np.float32),
    )


def fit(data: Encoded, recipe: Recipe) -> Words:
    """Learn from `data`; thresholds and calibration come from parts of it held out in turn."""
    trial = _held_out(data, recipe)
    words = _fit_once(data, recipe)
    if trial is None:
        return words
    judged, labels, themes = trial
    truth = judged.theme[judged.known[:, 0] > 0]
    themes = themes[judged.known[:, 0] > 0]
    warmth = _temperature(lambda heat: _surprise(softmax(labels * heat), judged.label))
    theme_warmth = _temperature(lambda heat: _cross_entropy(sigmoid(themes * heat), truth))
    return Words(
        words.vocabulary,
        _scaled(words.labels, warmth),
        _scaled(words.themes, theme_warmth),
        choose_thresholds(sigmoid(themes * theme_warmth), truth),
    )


def _fit_once(data: Encoded, recipe: Recipe) -> Words:
    vocabulary = Vocabulary.learn(data.grams, len(data.examples))
    matrix = data.rows(vocabulary).matrix
    share = np.bincount(data.label, weights=data.weight[:, 0], minlength=len(LABELS))
    lift = (share.sum() / len(LABELS) / np.maximum(share, 1)) ** recipe.balance
    counts = data.weight[:, 0] * lift[data.label]
    said = np.flatnonzero(np.isin(vocabulary.groups, LABEL_GROUPS))
    label = fit_one_of(matrix[:, said], data.label, counts, classes=len(LABELS), strength=recipe.label_strength)
    known = data.known[:, 0] > 0
    subject = np.flatnonzero(np.isin(vocabulary.groups, THEME_GROUPS))
    theme = fit_any_of(
        matrix[known][:, subject], data.theme[known], data.weight[known, 0], strength=recipe.theme_strength
    )
    ids = tuple(taxonomy().themes)
    thresholds = np.full(len(ids), 0.5, np.float32)
    return Words(vocabulary, _head(LABELS, said, label, vocabulary), _head(ids, subject, theme, vocabulary), thresholds)


def _head(outputs: tuple[str, ...], columns: Ints, fitted: Fitted, vocabulary: Vocabulary) -> LinearHead:
    """The head that was fitted on some columns of the vocabulary; the others weigh nothing."""
    weights = np.zeros((len(vocabulary), len(outputs)), np.float32)
    weights[columns] = fitted[0]
    return LinearHead(outputs, weights, fitted[1])


def _held_out(data: Encoded, recipe: Recipe) -> tuple[Encoded, Floats, Floats] | None:
    """Hand-read examples with the raw label and theme scores of models that have not seen their authority."""
    fold = np.array([example.fold for example in data.examples])
    read = np.array([example.sample not in ("authored", "published") for example in data.examples])
    present = [each for each in FOLDS if np.any(read & (fold == each))]
    if len(present) < recipe.inner:
        return None
    order, labels, themes = [], [], []
    for part in range(recipe.inner):
        out = np.isin(fold, present[part :: recipe.inner])
        words = _fit_once(data.part(np.flatnonzero(~out)), recipe)
        judged = np.flatnonzero(out & read)
        rows = data.part(judged).rows(words.vocabulary)
        order.append(judged)
        labels.append(words.labels.scores(rows))
        themes.append(words.themes.scores(rows))
    return data.part(np.concatenate(order)), np.concatenate(labels), np.concatenate(themes)


def _scaled(head: LinearHead, heat: float) -> LinearHead:
    return LinearHead(head.outputs, head.weights * np.float32(heat), head.bias * np.float32(heat))


def _temperature(loss: Callable[[float], float]) -> float:
    return float(minimize_scalar(loss, bounds=(0.3, 3.0), method="bounded").x)


def _surprise(shares: Floats, truth: Ints) -> float:
    return -float(np.log(np.maximum(shares[np.arange(len(truth)), truth], 1e-7)).mean())


def _cross_entropy(chances: Floats, truth: Floats) -> float:
    chances = np.clip(chances, 1e-7, 1 - 1e-7)
    return -float((truth * np.log(chances) + (1 - truth) * np.log(1 - chances)).mean())


def choose_thresholds(chances: Floats, truth: Floats, prior: float = 20.0) -> Floats:
    """For each theme the threshold with the best F1, drawn towards the best common one as if `prior` rows said so."""
    grid = np.linspace(0.1, 0.8, 36)
    found = chances[None] >= grid[:, None, None]
    hits = (found & (truth > 0)).sum(axis=1)
    size = found.sum(axis=1) + truth.sum(axis=0)
    common = 2 * hits.sum(axis=1) / np.maximum(size.sum(axis=1), 1)
    shared = common[:, None] * prior
    f1 = (2 * hits + 2 * shared) / (size + 2 * prior)
    best: Floats = grid[f1.argmax(axis=0)].astype(np.float32)
    return best


def install(nlp: Language, words: Words) -> None:
    """Put what was learned into the pipeline's components."""
    encoder, labels, themes = (nlp.get_pipe(f"findings_{name}") for name in ("encoder", "labels", "themes"))
    assert isinstance(encoder, Encoder)
    assert isinstance(labels, Labels)
    assert isinstance(themes, Themes)
    encoder.vocabulary, labels.head = words.vocabulary, words.labels
    themes.head, themes.thresholds = words.themes, words.thresholds
