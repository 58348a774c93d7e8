"""Trains the components that read labels and themes from words, from examples and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from findings.pipeline.documents import word_tokenizer
from findings.pipeline.encoder import Encoder, passages_of
from findings.pipeline.heads import LinearHead, sigmoid, softmax
from findings.pipeline.labels import LABELS, Labels
from findings.pipeline.ngrams import Grams, Group, Passage, grams_of
from findings.pipeline.parts import part
from findings.pipeline.rows import Floats, Rows, Vocabulary, beside
from findings.pipeline.themes import Themes
from findings.schemas import Label
from findings.taxonomy import taxonomy
from findings_training.blend import Blend
from findings_training.entity_classes import word_classes
from findings_training.linear import Fitted, fit_any_of, fit_one_of
from findings_training.metrics import Flags
from findings_training.sources import NO_FOLD, Example

Ints = NDArray[np.int64]
# A rare label that is missed does more harm than one too many: a priority action unseen, an address taken for a
# finding. They count as this much likelier than the fair sample says; accuracy is the same up to twice as much.
RARE = {Label.PRIORITY_ACTION.value: 1.5, Label.NOT_A_FINDING.value: 1.8}
# What a finding is about does not turn on clauses or word classes, but on what it stands under and beside.
THEME_GROUPS = (Group.WORDS, Group.CHARACTERS, Group.BEFORE, Group.HEADING, Group.AROUND)
LABEL_GROUPS = (Group.WORDS, Group.CHARACTERS, Group.BEFORE, Group.CLAUSE, Group.CLASSES)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is chosen, not learned.

    `label_strength`, `theme_strength`: inverse L2 penalties. `balance`: how far rare labels are weighed up, 0 not at
    all to 1 all the way. `columns`: n-grams that are kept.
    """

    label_strength: float = 3.0
    theme_strength: float = 3.0
    balance: float = 0.5
    columns: int = 200_000


class Words(NamedTuple):
    """The three trained components' learned parts."""

    vocabulary: Vocabulary
    labels: LinearHead
    themes: LinearHead
    thresholds: Floats


class Encoded(NamedTuple):
    """Examples with their passages, n-grams, label numbers and theme flags (`known` where somebody read the themes).

    `scores`: what the encoder's network says of them, as it stands in their rows.
    """

    examples: Sequence[Example]
    passages: Sequence[Passage]
    grams: Grams
    scores: Floats
    label: Ints
    theme: Floats
    known: Floats
    weight: Floats

    def part(self, keep: Ints) -> Encoded:
        """The examples numbered `keep`, in that order."""
        grams = self.grams.of_rows(keep, len(self.examples))
        examples, passages = [self.examples[i] for i in keep], [self.passages[i] for i in keep]
        return self._replace(
            examples=examples,
            passages=passages,
            grams=grams,
            scores=self.scores[keep],
            label=self.label[keep],
            theme=self.theme[keep],
            known=self.known[keep],
            weight=self.weight[keep],
        )

    def rows(self, vocabulary: Vocabulary) -> Rows:
        """The examples encoded with `vocabulary`."""
        return beside(vocabulary.rows(self.grams, len(self.examples)), self.scores)


def learn_classes(nlp: Language, texts: Iterable[str]) -> None:
    """Let the encoder know which words `texts`, that nobody need have read, use alike."""
    encoder = part(nlp, Encoder)
    tokenizer = word_tokenizer(nlp)
    encoder.use(word_classes([token.text for token in tokenizer(text)] for text in texts))


def encode(nlp: Language, examples: Sequence[Example]) -> Encoded:
    """Examples ready to learn from."""
    encoder = part(nlp, Encoder)
    texts = ((each.text, each.before, each.heading, each.around) for each in examples)
    found = list(passages_of(nlp, texts))
    ids = tuple(taxonomy().themes)
    return Encoded(
        examples,
        found,
        grams_of(found, encoder.table),
        encoder.scores(found),
        np.array([LABELS.index(example.label) for example in examples]),
        np.array([[each in (example.themes or ()) for each in ids] for example in examples], np.float32),
        np.array([[example.themes is not None] for example in examples], np.float32),
        np.array([[example.weight] for example in examples], np.float32),
    )


def fit(data: Encoded, recipe: Recipe) -> Words:
    """Learn from `data`; how linear heads and network are blended is chosen on examples that neither has seen."""
    out = apart(data.examples)
    words = _fit_once(data, recipe)
    if not out.any():
        taught = bool(data.scores.any())
        return _blended(words, Blend.even(len(LABELS), taught), Blend.even(len(words.thresholds), taught))
    trial = _fit_once(data.part(np.flatnonzero(~out)), recipe)
    judged = data.part(np.flatnonzero(out))
    grams = trial.vocabulary.rows(judged.grams, len(judged.examples)).matrix
    network = np.hsplit(judged.scores, [len(LABELS)])
    truth = np.eye(len(LABELS), dtype=np.float32)[judged.label]
    labels = Blend.fit((trial.labels.raw(grams), network[0]), truth, softmax).leaning(_lean())
    themes = Blend.fit((trial.themes.raw(grams), network[1]), judged.theme, sigmoid)
    chances = sigmoid(themes.of(trial.themes.raw(grams), network[1]))
    words = words._replace(thresholds=choose_thresholds(chances, judged.theme))
    return _blended(words, labels, themes)


def _lean() -> Floats:
    return np.log([RARE.get(label, 1.0) for label in LABELS]).astype(np.float32)


def apart(examples: Sequence[Example]) -> Flags:
    """The examples of the fair sample, of one fold, that the blend is chosen on and the network does not learn."""
    measured = np.array([example.measured for example in examples], bool)
    fold = np.array([example.fold for example in examples])
    found: Flags = measured & (fold == fold[measured].max(initial=NO_FOLD)) & (len(set(fold[measured])) > 1)
    return found


def _blended(words: Words, labels: Blend, themes: Blend) -> Words:
    """Heads over the whole row: n-grams as fitted, and each output's own column of the network's scores."""
    outputs = len(LABELS) + len(words.thresholds)
    return words._replace(
        labels=_widened(words.labels, labels, 0, outputs), themes=_widened(words.themes, themes, len(LABELS), outputs)
    )


def _widened(head: LinearHead, blend: Blend, first: int, columns: int) -> LinearHead:
    own = np.zeros((columns, len(head.outputs)), np.float32)
    own[first + np.arange(len(head.outputs)), np.arange(len(head.outputs))] = blend.network
    weights = np.vstack([head.weights * np.float32(blend.linear), own])
    return LinearHead(head.outputs, weights, head.bias * np.float32(blend.linear) + blend.bias)


def _fit_once(data: Encoded, recipe: Recipe) -> Words:
    vocabulary = Vocabulary.learn(data.grams, len(data.examples))
    matrix = vocabulary.rows(data.grams, len(data.examples)).matrix
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
    words = Words(
        vocabulary, _head(LABELS, said, label, vocabulary), _head(ids, subject, theme, vocabulary), thresholds
    )
    return slim(words, recipe.columns)


def slim(words: Words, most: int) -> Words:
    """The `most` n-grams that any output weighs most; what comes after the n-grams in the heads stays."""
    known = len(words.vocabulary)
    heads = words.labels, words.themes
    weight = np.max([np.abs(head.weights[:known]).max(axis=1) for head in heads], axis=0)
    kept = np.sort(np.argsort(-weight, kind="stable")[:most])
    rows = np.concatenate([kept, np.arange(known, len(words.labels.weights))])
    labels, themes = (LinearHead(head.outputs, head.weights[rows], head.bias) for head in heads)
    return Words(words.vocabulary.part(kept), labels, themes, words.thresholds)


def _head(outputs: tuple[str, ...], columns: Ints, fitted: Fitted, vocabulary: Vocabulary) -> LinearHead:
    """The head that was fitted on some columns of the vocabulary; the others weigh nothing."""
    weights = np.zeros((len(vocabulary), len(outputs)), np.float32)
    weights[columns] = fitted[0]
    return LinearHead(outputs, weights, fitted[1])


def choose_thresholds(chances: Floats, truth: Floats, prior: float = 1000.0) -> Floats:
    """For each theme the threshold with the best F1, drawn towards the best common one as if `prior` rows said so.

    A few hundred rows say little of thirty thresholds. Chosen on one half of them and judged on the other, the mean of
    twenty draws, `prior` 20 gave a micro-F1 of 0.830, 200 gave 0.835 and 1000 gave 0.843.
    """
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
    encoder, labels, themes = part(nlp, Encoder), part(nlp, Labels), part(nlp, Themes)
    encoder.vocabulary, labels.head = words.vocabulary, words.labels
    themes.head, themes.thresholds = words.themes, words.thresholds
