"""How structure and words become one label with reasons, on Docs built by hand."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Span, SpanGroup

from findings.pipeline.documents import FINDINGS
from findings.pipeline.outline import Decision
from findings.pipeline.reasons import own_words, weighed

STRENGTH, IMPROVE, PRIORITY, NOTHING = "strength", "area_for_improvement", "priority_action", "not_a_finding"


def decide(text: str, cue: Decision | None, **words: float) -> Span:
    """The finding that the component makes of a text, what structure says of it, and what its words say."""
    nlp = spacy.blank("en")
    reasons = nlp.add_pipe("findings_reasons")
    doc: Doc = nlp.make_doc(text)
    span = doc[:]
    span._.cue = cue
    span._.word_scores = {STRENGTH: 0.0, IMPROVE: 0.0, PRIORITY: 0.0, NOTHING: 0.0} | words
    doc.spans[FINDINGS] = SpanGroup(doc, name=FINDINGS, spans=[span])
    found: Span = next(iter(reasons(doc).spans[FINDINGS]))
    return found


@pytest.mark.parametrize("label", [STRENGTH, IMPROVE, PRIORITY])
def test_a_heading_that_labels_decides(label: str) -> None:
    found = decide("Visits to children.", Decision(label, "heading", "As printed"), not_a_finding=1.0)
    assert found.label_ == label
    assert found._.scores[label] > 0.99
    assert [(reason.kind, reason.detail) for reason in found._.reasons] == [("heading", "As printed")]


def test_words_decide_where_nothing_is_printed() -> None:
    found = decide("Plans are late.", None, area_for_improvement=0.8, strength=0.2)
    assert found.label_ == IMPROVE
    assert found._.scores[IMPROVE] == pytest.approx(0.8)


def test_words_decide_how_grave_a_fault_is() -> None:
    because = Decision("fault", "heading", "The authority is inadequate because")
    assert (
        decide("Children are unsafe.", because, strength=0.9, priority_action=0.08, area_for_improvement=0.02).label_
        == PRIORITY
    )


def test_where_no_findings_are_printed_nothing_is_found() -> None:
    assert decide("Staff are excellent.", Decision("none", "heading", "Next steps"), strength=1.0).label_ == NOTHING


def test_a_statement_that_there_are_none_is_no_finding() -> None:
    found = decide("There are no priority actions.", Decision(PRIORITY, "heading", "Priority actions"))
    assert found.label_ == NOTHING
    assert "none" in found._.reasons[0].effect


def test_a_plain_disagreement_is_said() -> None:
    found = decide("Plans are late.", Decision(STRENGTH, "heading", "Strengths"), area_for_improvement=0.95)
    assert found.label_ == STRENGTH
    warning = found._.reasons[-1]
    assert warning.kind == "warning"
    assert "reads like a weakness" in warning.detail


def test_a_passage_may_say_what_it_is() -> None:
    found = decide("Issues include caseloads, hostels and visits", None, strength=0.9)
    assert found.label_ == IMPROVE
    assert found._.reasons[0].kind == "words"


def test_what_a_paper_reports_in_passing_is_heard() -> None:
    passing = "He regretted that the fostering team, which was working well, would be moved."
    assert own_words(passing, None) is None
    heard = own_words(passing, None, papers=True)
    assert heard is not None
    assert (heard.effect, heard.detail) == (STRENGTH, "which was working well")


@pytest.mark.parametrize(
    ("said", "effect"),
    [
        ("The Board expressed concern that visits to care leavers were late.", IMPROVE),
        ("Members were not assured that every plan had been reviewed.", IMPROVE),
        ("The Panel remained concerned about the distance of placements.", IMPROVE),
        ("The Board was assured that caseloads had fallen.", STRENGTH),
        ("Members were satisfied with the report and noted it.", None),
        ("Members thanked the officer for attending.", None),
    ],
)
def test_what_a_board_thinks_of_a_matter_is_heard(said: str, effect: str | None) -> None:
    heard = own_words(said, None, papers=True)
    assert (heard.effect if heard else None) == effect


def test_a_title_is_no_finding() -> None:
    assert decide("Draft Plan Effective Leadership and Strong Partnerships", None, strength=1.0).label_ == NOTHING
    assert decide("Leadership is strong and Ofsted said so", None, strength=1.0).label_ == STRENGTH


def test_a_councils_paper_is_read_with_more_doubt() -> None:
    as_reported = {"strength": 0.6, "area_for_improvement": 0.1, "priority_action": 0.0, "not_a_finding": 0.3}
    in_a_paper = weighed(as_reported, 4.0)
    assert max(in_a_paper, key=lambda label: in_a_paper[label]) == NOTHING
    assert sum(in_a_paper.values()) == pytest.approx(1.0)
    assert weighed(as_reported, 1.0) == pytest.approx(as_reported)


def test_scores_are_probabilities() -> None:
    for cue in (
        None,
        Decision(STRENGTH, "heading", "Strengths"),
        Decision("fault", "heading", "Why"),
        Decision("none", "heading", "x"),
    ):
        scores = decide("Plans.", cue, strength=0.5, not_a_finding=0.5)._.scores
        assert sum(scores.values()) == pytest.approx(1.0)
