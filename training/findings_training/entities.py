"""Trains the component that finds entities, and measures it by folds of authorities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from findings.pipeline.entities import Entities
from findings.pipeline.entity_features import WordClasses, features, line_up
from findings.pipeline.entity_model import EntityModel
from findings.pipeline.entity_tags import tags_of
from findings_training.entity_chain import ChainRecipe, fit_chain
from findings_training.entity_classes import word_classes
from findings_training.entity_examples import EntityExample, docs_of, entity_examples
from findings_training.entity_scores import EntityReport, Reading

Ints = NDArray[np.int64]
FOLDS = range(5)


class Encoded(NamedTuple):
    """An example with its Doc, and the hashed features and the tags of its tokens."""

    example: EntityExample
    doc: Doc
    features: Ints
    tags: Ints


def train_entities(
    nlp: Language,
    *,
    gold: Path | None,
    corpus: Path | None,
    sentences: Iterable[str] = (),
    classes: WordClasses | None = None,
    recipe: ChainRecipe | None = None,
) -> Entities:
    """A trained component for `nlp`, the same from the same sources.

    It learns from the readings in `gold` and the authored sentences of `corpus`; either may be absent. Published
    `sentences` bring in the readings that the corpus keeps by key. `classes` of words are those of `classes_of`, or
    the ones that an earlier component learned (`entities.model.classes`). Raises FindingsError where there is
    nothing to learn from.
    """
    entities = Entities(nlp)
    entities.use(EntityModel.untrained(classes))
    fit(entities, encode(entities, entity_examples(gold, corpus, sentences)), recipe)
    return entities


def evaluate_entities(
    nlp: Language,
    *,
    gold: Path,
    corpus: Path | None,
    sentences: Iterable[str] = (),
    classes: WordClasses | None = None,
    recipe: ChainRecipe | None = None,
) -> EntityReport:
    """Figures on the readings in `gold`, each fold read by a component that was trained on the others.

    `classes` are as in `train_entities`: nobody read the text they come from, which may be the fold's own too.
    """
    entities = Entities(nlp)
    entities.use(EntityModel.untrained(classes))
    encoded = encode(entities, entity_examples(gold, corpus, sentences))
    readings = []
    for fold in FOLDS:
        fit(entities, [each for each in encoded if each.example.fold != fold], recipe)
        readings += [read(entities, each) for each in encoded if each.example.fold == fold]
    return EntityReport.of(readings)


def classes_of(nlp: Language, sentences: Iterable[str]) -> WordClasses:
    """The classes of the words of `sentences`, unread text of reports: the more of it, the better."""
    return word_classes([token.text for token in doc] for doc in docs_of(nlp, sentences))


def encode(entities: Entities, examples: Sequence[EntityExample]) -> list[Encoded]:
    """The examples as `entities` sees them."""
    return [
        _encoded(entities, example, doc)
        for example, doc in zip(examples, docs_of(entities.nlp, (each.text for each in examples)), strict=True)
        if len(doc)
    ]


def _encoded(entities: Entities, example: EntityExample, doc: Doc) -> Encoded:
    line = line_up(doc, entities.patterns(doc).all, [(0, len(doc))], entities.table)
    return Encoded(example, doc, features(line), tags_of(len(doc), example.found_in(doc)))


def fit(entities: Entities, encoded: Sequence[Encoded], recipe: ChainRecipe | None = None) -> None:
    """Train `entities` on `encoded`; its classes of words stay."""
    weights = np.array([each.example.weight for each in encoded])
    chain = fit_chain([each.features for each in encoded], [each.tags for each in encoded], weights, recipe)
    entities.use(EntityModel.packed(chain.features, chain.weights, chain.pairs, entities.model.classes))


def read(entities: Entities, encoded: Encoded) -> Reading:
    """What was read by hand in an example, and what `entities` reads."""
    doc = encoded.doc
    return Reading(encoded.example.found_in(doc), entities.read(doc, [(0, len(doc))]), doc)
