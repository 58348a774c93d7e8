"""The labels component: scores, reasons and what is saved, on a head made by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Span, SpanGroup

from findings.pipeline.documents import FINDINGS
from findings.pipeline.encoder import Encoder, passages_of
from findings.pipeline.heads import LinearHead
from findings.pipeline.labels import LABELS, Labels, weightiest
from findings.pipeline.ngrams import grams_of
from findings.pipeline.parts import part
from findings.pipeline.rows import Vocabulary
from findings.schemas import Label

TEXTS = ("Plans are excellent.", "Plans are poor.")


@pytest.fixture
def nlp() -> Language:
    """A pipeline whose head knows that the words of the first text are good and those of the second bad."""
    nlp = spacy.blank("en")
    encoder, labels = nlp.add_pipe("findings_encoder"), nlp.add_pipe("findings_labels")
    assert isinstance(encoder, Encoder)
    assert isinstance(labels, Labels)
    grams = grams_of(list(passages_of(nlp, [(text, "") for text in TEXTS * 3])), encoder.table)
    encoder.vocabulary = Vocabulary.learn(grams, 6)
    rows = encoder.encode(list(passages_of(nlp, [(text, "") for text in TEXTS]))).matrix.toarray()
    weights = np.zeros((rows.shape[1], len(LABELS)), np.float32)
    weights[:, LABELS.index("strength")] = rows[0] - rows[1]
    weights[:, LABELS.index("area_for_improvement")] = rows[1] - rows[0]
    labels.head = LinearHead(LABELS, weights, np.zeros(len(LABELS), np.float32))
    return nlp


def read(nlp: Language, text: str) -> Span:
    """The one finding that `text` is made of, as the pipeline reads it."""
    doc = nlp.make_doc(text)
    span = doc[:]
    doc.spans[FINDINGS] = SpanGroup(doc, name=FINDINGS, spans=[span])
    for _, component in nlp.pipeline:
        doc = component(doc)
    return span


@pytest.mark.parametrize(("text", "label"), [(TEXTS[0], "strength"), (TEXTS[1], "area_for_improvement")])
def test_scores_are_probabilities_of_every_label(nlp: Language, text: str, label: str) -> None:
    scores = read(nlp, text)._.word_scores
    assert set(scores) == {each.value for each in Label}
    assert sum(scores.values()) == pytest.approx(1)
    assert max(scores, key=lambda each: scores[each]) == label


def test_reasons_name_the_words_that_weighed_most(nlp: Language) -> None:
    reasons = read(nlp, TEXTS[1])._.word_reasons
    assert "poor" in reasons[0].detail
    assert {reason.effect for reason in reasons} == {"area_for_improvement"}
    assert all(reason.kind == "words" for reason in reasons)


def test_reasons_do_not_overlap(nlp: Language) -> None:
    rows = part(nlp, Encoder).encode(list(passages_of(nlp, [(TEXTS[0], "")])))
    stretches = weightiest(part(nlp, Labels).head, rows, np.array([0]), 3)[0]
    taken = [token for start, end in stretches for token in range(start, end)]
    assert len(taken) == len(set(taken))


def test_an_untrained_component_writes_nothing() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("findings_labels")
    assert read(nlp, TEXTS[0])._.word_scores is None


def test_a_document_without_findings_is_read(nlp: Language) -> None:
    doc = nlp.make_doc("Nothing here")
    doc.spans[FINDINGS] = SpanGroup(doc, name=FINDINGS, spans=[])
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert len(doc.spans[FINDINGS]) == 0


def test_a_saved_pipeline_reads_the_same(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    before, after = (read(each, TEXTS[1])._.word_scores for each in (nlp, again))
    assert after == pytest.approx(before, abs=0.02)


def test_words_like_at_and_and_are_no_reasons(nlp: Language) -> None:
    doc = nlp.make_doc("At and nobody not.")
    labels = nlp.get_pipe("findings_labels")
    assert isinstance(labels, Labels)
    shares = np.array([[0.0, 1.0, 0.0, 0.0]], np.float32)
    labels.set_annotations([doc[:]], shares, [[(0, 1), (1, 2), (3, 4)]])
    assert [reason.detail for reason in doc[:]._.word_reasons] == ["not"]
    labels.set_annotations([doc[:]], shares, [[(0, 1), (1, 2)]])
    assert [reason.detail for reason in doc[:]._.word_reasons] == ["At", "and"]
