"""Terms, concepts and vectors: the same matter in other words is near, other matters are not."""

from __future__ import annotations

import numpy as np
import pytest

from findings.reason.likeness import likeness, why
from findings.reason.meaning import fit, pack, shipped
from findings.reason.terms import concepts, stem

# What is asked about, the same in other words, and something else.
TRIPLES = [
    (
        "Fathers are not always part of assessments.",
        "Greater consideration of men in risk assessments.",
        "Foster carers are trained well.",
    ),
    (
        "Supervision does not prevent drift.",
        "Managers' oversight leaves children waiting too long.",
        "Care leavers live in good flats.",
    ),
    (
        "Caseloads are too high in the assessment teams.",
        "Workloads of social workers in assessment are heavy.",
        "Adopters are found quickly.",
    ),
    (
        "Return home interviews are late.",
        "Children who go missing wait for someone to talk to them.",
        "Audits are moderated.",
    ),
    (
        "Pathway plans are not written with young people.",
        "Personal advisers do not involve care leavers in planning.",
        "Strategy meetings are well attended.",
    ),
    (
        "Initial health assessments are not timely.",
        "Children entering care wait for the paediatrician.",
        "The lead member visits teams.",
    ),
]


@pytest.mark.parametrize(("one", "same", "other"), TRIPLES)
def test_the_same_matter_in_other_words_is_nearer(one: str, same: str, other: str) -> None:
    near, far = likeness([one], [same, other])[0]
    assert near > 0.2 > far


def test_likeness_is_symmetric_and_bounded() -> None:
    texts = [text for triple in TRIPLES for text in triple]
    scores = likeness(texts, texts)
    assert np.allclose(scores, scores.T, atol=1e-5)
    assert np.all((scores >= 0) & (scores <= 1))
    assert np.allclose(np.diag(scores), 1, atol=0.02)
    assert likeness([], texts).shape == (0, len(texts))


def test_a_text_of_unknown_words_is_like_nothing() -> None:
    assert likeness(["zzqx wvvk", ""], ["zzqx wvvk", "Caseloads"]).max() == 0


def test_forms_of_a_word_are_one_term() -> None:
    assert stem("recording") == stem("recorded") == stem("records")


def test_the_longest_wording_decides_the_concept() -> None:
    assert {"domestic_abuse", "men"} <= set(concepts("abusive partners"))
    assert "partners" in concepts("partner agencies")
    assert "partners" not in concepts("abusive partners")
    assert "fostering" not in concepts("private fostering")
    assert concepts("the weather") == ()


def test_reasons_name_what_is_shared() -> None:
    told = why("Fathers are not part of risk assessments.", "Men are left out of assessments.", 0.5)
    assert "both speak of men" in told
    assert why("one", "two", 0.3) == ["near in meaning (0.30)"]


def test_vectors_in_bytes_keep_their_angles() -> None:
    vectors = shipped().vectors([text for triple in TRIPLES for text in triple])
    packed = pack(vectors).astype(np.float32) / 127
    assert np.abs(packed @ packed.T - vectors @ vectors.T).max() < 0.02


def test_the_same_texts_give_the_same_encoder() -> None:
    texts = [text for triple in TRIPLES for text in triple]
    assert fit(texts, dimensions=4).to_bytes() == fit(texts, dimensions=4).to_bytes()
