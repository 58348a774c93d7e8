"""What entity reading reaches on real sentences of authorities that it was not trained on."""

from __future__ import annotations

from pathlib import Path

import spacy

from findings.pipeline.entities import Entities
from findings_training.entities import encode, fit, read
from findings_training.entity_chain import ChainRecipe
from findings_training.entity_examples import entity_examples
from findings_training.entity_scores import EntityReport


def test_bars_on_a_fold_held_out(gold: Path) -> None:
    entities = Entities(spacy.blank("en"))
    encoded = encode(entities, entity_examples(gold, None))
    fit(entities, [each for each in encoded if each.example.fold != 0], ChainRecipe(rounds=30))
    report = EntityReport.of([read(entities, each) for each in encoded if each.example.fold == 0])
    assert report.core.f1 >= 0.75
    assert report.core.overlap_f1 >= 0.85
    assert "core five" in report.render()
