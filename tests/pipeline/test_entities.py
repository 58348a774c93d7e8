from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from findings.identity import key
from findings.pipeline.documents import FINDINGS
from findings.pipeline.entities import Entities
from findings.pipeline.entity_features import REACH, WordClasses, WordTable, case, features, line_up, shape
from findings.pipeline.entity_model import EntityModel, LineScores
from findings.pipeline.entity_patterns import EntityPatterns
from findings_training.entities import train_entities
from findings_training.entity_chain import ChainRecipe
from findings_training.entity_examples import EntityExample, entity_examples

PLACES = ("the Kestrel", "our Heron", "one Plover", "a Curlew", "the Dunlin", "her Avocet")
VERBS = ("rota is late", "rota is full", "rota was good", "rota has gaps")


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("en")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Invented sentences in which the word before "rota" names a process."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "authored").mkdir()
    rows = [
        {"text": text, "entities": [[text.index(" ") + 1, text.index("rota") + 4, "PROCESS"]]}
        for text in (f"{place} {verb}." for place in PLACES for verb in VERBS)
    ]
    (folder / "authored" / "rotas.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder


@pytest.fixture(scope="module")
def trained(nlp: Language, corpus: Path) -> Entities:
    return learned(nlp, corpus)


def learned(nlp: Language, corpus: Path) -> Entities:
    return train_entities(nlp, gold=None, corpus=corpus, recipe=ChainRecipe(penalty=0.1, rounds=40))


def found(doc: Doc) -> list[tuple[str, str]]:
    return [(ent.text, ent.label_) for ent in doc.ents]


def test_untrained_it_finds_what_patterns_find(nlp: Language) -> None:
    doc = Entities(nlp)(nlp.make_doc("The MASH answers 75% of calls about Hackney."))
    assert found(doc) == [("MASH", "SERVICE"), ("75%", "QUANTITY"), ("Hackney", "AUTHORITY")]


def test_a_new_line_of_data_is_found_without_training(trained: Entities, nlp: Language) -> None:
    usual, trained.patterns = trained.patterns, EntityPatterns(nlp.vocab, [{"label": "BODY", "pattern": "owl circle"}])
    assert found(trained(nlp.make_doc("The owl circle met."))) == [("owl circle", "BODY")]
    trained.patterns = usual


def test_it_learns_from_examples_what_no_pattern_says(trained: Entities, nlp: Language) -> None:
    assert found(trained(nlp.make_doc("the Siskin rota is late."))) == [("Siskin rota", "PROCESS")]


def test_it_reads_findings_only_and_crosses_no_border(trained: Entities, nlp: Language) -> None:
    doc = nlp.make_doc("The Siskin rota is late. The Siskin rota is full. Care leavers wait.")
    doc.spans[FINDINGS] = [doc[6:8], doc[8:12]]
    ents = trained(doc).ents
    assert ("Siskin rota", "PROCESS") not in found(doc)
    assert all(any(span.start <= ent.start and ent.end <= span.end for span in doc.spans[FINDINGS]) for ent in ents)


def test_an_empty_doc_and_a_doc_without_findings(trained: Entities, nlp: Language) -> None:
    assert trained(nlp.make_doc("")).ents == ()
    doc = nlp.make_doc("The MASH answers.")
    doc.spans[FINDINGS] = []
    assert trained(doc).ents == ()


def test_saved_and_loaded_it_reads_the_same(trained: Entities, nlp: Language, tmp_path: Path) -> None:
    trained.to_disk(tmp_path / "entities")
    loaded = Entities(nlp).from_disk(tmp_path / "entities")
    text = "the Siskin rota is late, and the MASH was told in March 2019."
    assert found(loaded(nlp.make_doc(text))) == found(trained(nlp.make_doc(text))) != []


def test_training_twice_gives_the_same(nlp: Language, corpus: Path) -> None:
    assert learned(nlp, corpus).to_bytes() == learned(nlp, corpus).to_bytes()


def test_a_model_of_other_features_is_refused(trained: Entities, nlp: Language) -> None:
    arrays = trained.to_arrays() | {"templates": 1}
    with pytest.raises(ValueError, match="train it again"):
        Entities(nlp).from_arrays(arrays)


def test_it_runs_in_a_memory_zone(trained: Entities, nlp: Language) -> None:
    for number in range(3):
        with nlp.memory_zone():
            assert found(trained(nlp.make_doc(f"the Siskin{number} rota is late.")))


def test_passages_are_read_on_their_own(nlp: Language) -> None:
    table = WordTable(nlp.vocab.strings, WordClasses.none())
    together, alone = nlp.make_doc("Plans drift. Visits stop."), nlp.make_doc("Visits stop.")
    one = features(line_up(together, [], [(0, 3), (3, 6)], table))[3:]
    assert np.array_equal(one, features(line_up(alone, [], [(0, 3)], table)))
    assert REACH == 3


def test_sums_kept_by_word_form_are_the_scores_of_all_features(trained: Entities, nlp: Language) -> None:
    scores = LineScores(trained.model, limit=5)
    for text in ("the Siskin rota is late.", "The MASH rota was told in March 2019.", "the Siskin rota is late."):
        doc = nlp.make_doc(text)
        line = line_up(doc, trained.patterns(doc).all, [(0, 2), (2, len(doc))], trained.table)
        assert np.allclose(scores(line), trained.model.scores(features(line)), atol=1e-4)
    assert 0 < len(scores.forms) <= 10


def test_words_taken_apart() -> None:
    assert [shape(word) for word in ("Hackney", "MASH", "2019", "e-mail")] == ["Xxxxx", "XXXX", "dddd", "x-xxxx"]
    assert [case(word) for word in ("MASH", "Hackney", "2019", ",", "plans", "A")] == [1, 2, 3, 4, 0, 2]


def test_features_rounded_to_nothing_are_left_out() -> None:
    weights = np.zeros((2, 25))
    weights[1, 3] = 2.0
    packed = EntityModel.packed(np.array([5, 9]), weights, np.zeros((25, 25)), WordClasses.none())
    assert packed.features.tolist() == [9]
    assert packed.weights[0, 3] * packed.scale == pytest.approx(2.0)


def test_readings_kept_by_key_join_the_sentences_they_are_of(tmp_path: Path) -> None:
    (tmp_path / "labels").mkdir()
    text = "The Siskin rota is late."
    rows = [
        {"key": key(text), "fold": 2, "entities": [[4, 15, "PROCESS"]]},
        {"key": key("Plans drift."), "fold": 1, "entities": [[1, 5, "PROCESS"]]},
    ]
    (tmp_path / "labels" / "entities.jsonl").write_text("\n".join(map(json.dumps, rows)))
    examples = entity_examples(None, tmp_path, ["Nobody read this.", text, "Plans drift."])
    assert examples == [EntityExample(text, ((4, 15, "PROCESS"),), fold=2)]
