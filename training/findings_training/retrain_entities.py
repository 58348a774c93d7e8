"""Moves the reader of entities towards what reviewers corrected, held where it is by what it reads already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from findings.pipeline.entities import Entities, within
from findings.pipeline.entity_model import EntityModel
from findings.pipeline.entity_patterns import merge
from findings.pipeline.entity_tags import Ints, best_tags, found_in, lay_out
from findings.pipeline.gate_values import Figure
from findings.pipeline.parts import part
from findings_training.entities import Encoded, encode
from findings_training.entity_chain import ChainRecipe, Start, fit_chain
from findings_training.entity_examples import EntityExample
from findings_training.entity_scores import Reading
from findings_training.gate import judge_names

MOVE = ChainRecipe(penalty=1.0, rounds=12, rarest=1)


class Named(NamedTuple):
    """A sentence whose entities are known, and which source says so."""

    example: EntityExample
    sample: str


def adapt_entities(
    entities: Entities, taught: Sequence[Encoded], kept: Sequence[Encoded], recipe: ChainRecipe = MOVE
) -> EntityModel:
    """The model of `entities` after learning `taught`: weights of what occurs there move as little as that takes.

    What it reads in `kept` it is held to.
    """
    model, encoded = entities.model, [*taught, *kept]
    scores = model.scores(np.concatenate([each.features for each in encoded]))
    movable = np.unique(np.concatenate([each.features.ravel() for each in taught]))
    start = Start(scores.astype(float), model.pairs.astype(float), movable)
    weights = np.array([each.example.weight for each in encoded])
    move = fit_chain([each.features for each in encoded], [each.tags for each in encoded], weights, recipe, start)
    features, moved = _sum(model, move.features, move.weights)
    return EntityModel.packed(features, moved, move.pairs, model.classes)


def _sum(
    model: EntityModel, features: NDArray[np.int64], moves: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The weights of a model with moves of some of them added; features that it had not are new."""
    every = np.union1d(model.features, features)
    weights = np.zeros((len(every), moves.shape[1]))
    weights[np.searchsorted(every, model.features)] = model.weights * model.scale
    weights[np.searchsorted(every, features)] += moves
    return every, weights


class Learned(NamedTuple):
    """The model that was learned, and by source how well the current and the new one read what neither learned."""

    model: EntityModel
    figures: dict[str, Figure]


def learn_entities(nlp: Language, named: Sequence[Named], *, taught: str, frozen: Callable[[str], bool]) -> Learned:
    """Learn what the source `taught` says, held by the others, and measure on the sentences that are `frozen`."""
    entities = part(nlp, Entities)
    learned = [each for each in named if not frozen(each.example.text)]
    new, known = (
        encode(entities, [each.example for each in learned if (each.sample == taught) is wanted])
        for wanted in (True, False)
    )
    model = adapt_entities(entities, new, known) if new else entities.model
    figures = {}
    for sample in dict.fromkeys(each.sample for each in named):
        held_out = [each.example for each in named if each.sample == sample and frozen(each.example.text)]
        if here := encode(entities, held_out):
            figures[sample] = judge_names(*(_readings(entities, each, here) for each in (entities.model, model)))
    return Learned(model, figures)


def _readings(entities: Entities, model: EntityModel, encoded: Sequence[Encoded]) -> list[Reading]:
    """What `model` reads in sentences, all at once."""
    lengths = np.array([len(each.tags) for each in encoded])
    scores = model.scores(np.concatenate([each.features for each in encoded]))
    tags = np.split(best_tags(scores, model.pairs, lay_out(lengths)), np.cumsum(lengths)[:-1])
    return [_reading(entities, *each) for each in zip(encoded, tags, strict=True)]


def _reading(entities: Entities, encoded: Encoded, tags: Ints) -> Reading:
    doc = encoded.doc
    sure = within(entities.patterns(doc).sure, [(0, len(doc))])
    return Reading(encoded.example.found_in(doc), merge(found_in(tags, np.arange(len(tags))), sure), doc)
