"""Headings that no cue lists: what is known of them, and what the lists below them add."""

from __future__ import annotations

import numpy as np
import pytest
import spacy

from findings.pipeline.headings import BITS, LEANINGS, OUTCOMES, HeadingModel, Lexicon, words_of
from findings.pipeline.outline import UNLISTED, Decision
from findings.pipeline.segments import Segments
from findings.pipeline.unlisted import settled_by, weigh
from findings_training.headings import Heading, fit_headings

TAUGHT = [
    *(Heading(text, "strength") for text in ("What we like", "What pleases us", "Things we like", "We like")),
    *(Heading(text, "area_for_improvement") for text in ("What bothers us", "Things that bother us", "We fret")),
    *(Heading(text, "priority_action") for text in ("Fix today", "What to fix today", "Today")),
    *(Heading(text, "fault") for text in ("It fails because", "We fail because", "Failing because")),
    *(Heading(text, "none") for text in ("Minutes taken", "Agenda", "Apologies received")),
    *(Heading(text, "prose") for text in ("Fostering", "Adoption", "The front door", "Schools", "Health visitors")),
]


@pytest.fixture(scope="module")
def model() -> HeadingModel:
    return fit_headings(TAUGHT, Lexicon.empty())


def reads(strength: float, area: float) -> dict[str, float]:
    other = 1 - strength - area
    return {"strength": strength, "area_for_improvement": area, "priority_action": 0.0, "not_a_finding": other}


GOOD, BAD = reads(0.9, 0.05), reads(0.05, 0.9)
OPEN = (0.2, 0.1, 0.0, 0.0, 0.0, 0.7)


@pytest.mark.parametrize(
    ("heading", "outcome"),
    [("What they like", "strength"), ("What bothers them", "area_for_improvement"), ("Adoption services", "other")],
)
def test_headings_like_those_taught_are_read(model: HeadingModel, heading: str, outcome: str) -> None:
    chances = model.chances(heading)
    assert OUTCOMES[int(np.argmax(chances))] == outcome
    assert sum(chances) == pytest.approx(1.0)


def test_an_untaught_model_says_nothing() -> None:
    assert not HeadingModel.empty()


def test_features_stay_within_the_weights(model: HeadingModel) -> None:
    for heading in ("", "12", "…", "What we like"):
        columns, values = model.features(heading)
        assert len(columns) == len(values)
        assert columns.max() < (1 << BITS) + LEANINGS


def test_what_is_saved_reads_the_same(model: HeadingModel) -> None:
    nlp = spacy.blank("en")
    segments = Segments(nlp, "segments")
    segments.headings = model
    again = Segments(nlp, "segments").from_bytes(segments.to_bytes())
    assert again.headings.chances("What we like") == pytest.approx(model.chances("What we like"), abs=0.02)


def test_items_that_agree_say_what_a_heading_is() -> None:
    assert settled_by(Decision(UNLISTED, "heading", "Our yes pile", OPEN), [GOOD] * 8).effect == "strength"


def test_a_list_of_either_kind_is_left_to_its_words() -> None:
    assert settled_by(Decision(UNLISTED, "heading", "Fostering", OPEN), [GOOD, BAD] * 4).effect == UNLISTED


def test_a_list_that_says_the_opposite_undoes_a_reading() -> None:
    said = Decision("strength", "heading", "What makes us smile", (0.7, 0.1, 0.0, 0.0, 0.0, 0.2))
    assert settled_by(said, [BAD] * 6).effect == "area_for_improvement"


def test_chances_without_items_stay() -> None:
    assert weigh(OPEN, []) == pytest.approx(OPEN, abs=1e-6)


def test_a_question_is_told_from_a_statement() -> None:
    assert words_of("What has changed?") == ["what", "has", "changed", "?"]
    assert words_of("What has changed") == ["what", "has", "changed"]
