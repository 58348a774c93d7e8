"""Corrected names are learned from where the reader stands, and what it reads already stays."""

from __future__ import annotations

import pytest
from spacy.language import Language

from findings.pipeline.entities import Entities
from findings.pipeline.entity_model import EntityModel
from findings.pipeline.gate_values import Gate
from findings.pipeline.load import build
from findings.pipeline.parts import part
from findings_training.entities import encode, fit, read
from findings_training.entity_examples import EntityExample
from findings_training.gate import judge_names, with_names
from findings_training.retrain import AUTHORED, CORRECTION
from findings_training.retrain_entities import Named, learn_entities

KNOWN = "The {} panel meets every week."
NEW = "Families are helped by the {} circle."
PLACES = ("north", "south", "east", "west", "central")


def example(frame: str, place: str, kind: str) -> EntityExample:
    text, words = frame.format(place), f"{place} {frame.split()[2 if frame is KNOWN else 6].rstrip('.')}"
    start = text.index(words)
    return EntityExample(text, ((start, start + len(words), kind),))


@pytest.fixture(scope="module")
def nlp() -> Language:
    """A pipeline that learned to read panels, and nothing of circles."""
    made = build()
    entities = part(made, Entities)
    fit(entities, encode(entities, [example(KNOWN, place, "BODY") for place in PLACES]))
    return made


def found(nlp: Language, model: EntityModel, each: EntityExample) -> list[str]:
    reader = Entities(nlp)
    reader.use(model)
    [encoded] = encode(reader, [each])
    return [span.type for span in read(reader, encoded).found]


def test_a_corrected_name_is_learned_and_others_are_kept(nlp: Language) -> None:
    before = part(nlp, Entities).model
    taught = [Named(example(NEW, place, "SERVICE"), CORRECTION) for place in PLACES]
    held = [Named(example(KNOWN, place, "BODY"), AUTHORED) for place in PLACES]
    frozen = example(NEW, "east", "SERVICE").text, example(KNOWN, "east", "BODY").text
    learned = learn_entities(nlp, [*taught, *held], taught=CORRECTION, frozen=lambda text: text in frozen)
    assert found(nlp, before, example(NEW, "hillside", "SERVICE")) == []
    assert found(nlp, learned.model, example(NEW, "hillside", "SERVICE")) == ["SERVICE"]
    assert found(nlp, learned.model, example(KNOWN, "hillside", "BODY")) == ["BODY"]
    assert (learned.figures[CORRECTION].before, learned.figures[CORRECTION].after) == (0.0, 1.0)
    assert learned.figures[AUTHORED].after == learned.figures[AUTHORED].before == 1.0


def test_names_that_are_read_worse_refuse_a_candidate(nlp: Language) -> None:
    entities = part(nlp, Entities)
    right = [read(entities, each) for each in encode(entities, [example(KNOWN, place, "BODY") for place in PLACES])]
    nothing = [each._replace(found=[]) for each in right]
    gate = Gate.model_validate({"decision": "accepted", "reasons": [], "current": "x", "sets": []})
    assert with_names(gate, {"corrections": judge_names(right * 5, right * 5)}).decision == "accepted"
    refused = with_names(gate, {"corrections": judge_names(right * 5, nothing * 5)})
    assert (refused.decision, refused.reasons[0].partition(" goes")[0]) == ("refused", "names")
