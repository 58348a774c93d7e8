"""What the encoder makes of words: n-grams, clauses, negation, and rows of unit length."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.tokens import SpanGroup

from findings.pipeline.documents import FINDINGS
from findings.pipeline.encoder import Encoder, forms, passages, passages_of, rows_of
from findings.pipeline.ngrams import FormTable, Group, Passage, grams_of
from findings.pipeline.rows import GROUP_WEIGHTS, Vocabulary

NLP = spacy.blank("en")
TABLE = FormTable(NLP.vocab.strings)


def hashes(text: str, group: Group, before: str = "") -> set[int]:
    grams = grams_of(list(passages_of(NLP, [(text, before)])), TABLE)
    return set(grams.hash[grams.group == group].tolist())


def test_words_pairs_and_triples_are_counted() -> None:
    assert len(hashes("plans are late", Group.WORDS)) == 3 + 2 + 1


def test_punctuation_case_and_digits_make_no_difference() -> None:
    assert hashes("Plans, in 12 cases.", Group.WORDS) == hashes("plans in 7 cases", Group.WORDS)


def test_no_ngram_crosses_passages() -> None:
    grams = grams_of(list(passages_of(NLP, [("plans", ""), ("late", "")])), TABLE)
    assert (grams.group == Group.WORDS).sum() == 2


@pytest.mark.parametrize(
    ("left", "right", "shared"),
    [
        ("Plans are good but late", "Support is kind, but late", True),
        ("Although good, plans are late", "Plans are late, although good", True),
        ("Plans are good, although late", "Although late, plans are good", True),
        ("Good but late", "Late but good", False),
        ("Plans are late", "Plans are good, but late", False),
    ],
)
def test_a_contrast_tells_its_clauses_apart(left: str, right: str, *, shared: bool) -> None:
    """The same word in the same kind of clause gives the same n-gram; a plain sentence gives none."""
    contrast = {"but", "although"}
    common = hashes(left, Group.CLAUSE) & hashes(right, Group.CLAUSE)
    assert bool(common - {h for word in contrast for h in hashes(word, Group.CLAUSE)}) is shared


def test_negation_reaches_a_few_words_and_stops_at_a_comma() -> None:
    assert hashes("visits are not timely", Group.CLAUSE)
    assert not hashes("not, timely", Group.CLAUSE)


def test_the_sentence_before_is_a_group_of_its_own() -> None:
    assert not hashes("This is late.", Group.BEFORE)
    assert len(hashes("This is late.", Group.BEFORE, before="Plans drift.")) == 2


def test_each_group_of_a_row_has_its_weight_as_length() -> None:
    grams = grams_of(list(passages_of(NLP, [("plans are late", "")] * 3)), TABLE)
    vocabulary = Vocabulary.learn(grams, 3)
    row = vocabulary.rows(grams, 3).matrix[0].toarray()[0]
    words = row[vocabulary.groups == Group.WORDS]
    assert np.linalg.norm(words) == pytest.approx(GROUP_WEIGHTS[Group.WORDS])


def test_unknown_words_and_no_passages_are_encoded() -> None:
    encoder = Encoder(NLP)
    outputs = encoder.network.outputs
    assert encoder.encode([]).matrix.shape == (0, outputs)
    assert encoder.encode([Passage(forms(NLP("zyx")), forms(NLP("")))]).matrix.nnz == 0


def test_the_finding_before_in_the_same_section_is_context() -> None:
    doc = NLP("Plans drift. This is poor. Visits happen.")
    spans = [doc[0:3], doc[3:7], doc[7:10]]
    for span, section in zip(spans, (("A",), ("A",), ("B",)), strict=True):
        span._.section = section
    doc.spans[FINDINGS] = SpanGroup(doc, name=FINDINGS, spans=spans)
    assert [len(passage.before) for passage in passages(doc)] == [0, 3, 0]
    encoder = Encoder(NLP)
    assert rows_of(encoder(doc)).matrix.shape == (3, encoder.network.outputs)


def test_forms_are_forgotten_past_the_limit() -> None:
    table = FormTable(NLP.vocab.strings, limit=1)
    for text in ("plans drift", "visits happen", "help arrives"):
        grams_of(list(passages_of(NLP, [(text, "")])), table)
    assert len(table.forms) <= 2


def test_encoding_is_the_same_after_saving() -> None:
    grams = grams_of(list(passages_of(NLP, [("plans are late", "")] * 3)), TABLE)
    encoder, copy = Encoder(NLP), Encoder(NLP)
    encoder.vocabulary = Vocabulary.learn(grams, 3)
    copy.from_bytes(encoder.to_bytes())
    found = list(passages_of(NLP, [("plans are late again", "")]))
    difference = encoder.encode(found).matrix - copy.encode(found).matrix
    assert abs(difference).max() < 1e-3
