from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Span

from findings.pipeline.entity_links import definitions, link, singular

NLP = spacy.blank("en")


def linked(text: str, *ents: tuple[str, str]) -> list[tuple[str, str | None]]:
    """The entities of `text`, found in order, and what they are called."""
    doc, at, spans = NLP(text), 0, []
    for name, kind in ents:
        start = text.index(name, at)
        at = start + len(name)
        spans.append(doc.char_span(start, at, kind))
    doc.ents = tuple(span for span in spans if span is not None)
    link(doc)
    return [(ent.text, ent._.canonical) for ent in doc.ents]


def test_an_acronym_takes_the_name_that_the_report_gives_it() -> None:
    text = "The Lantern Support Service (LSS) is new. The LSS helps. The lantern support service grows."
    ents = [("Lantern Support Service (LSS)", "SERVICE"), ("LSS", "SERVICE"), ("lantern support service", "SERVICE")]
    assert {name for _, name in linked(text, *ents)} == {"Lantern Support Service"}


def test_the_name_may_come_after_the_acronym() -> None:
    text = "The FAST is busy. The Family Assessment and Support Team (FAST) has grown."
    found = linked(text, ("FAST", "SERVICE"), ("Family Assessment and Support Team (FAST)", "SERVICE"))
    assert found[0] == ("FAST", "Family Assessment and Support Team")


def test_plurals_are_the_same_name() -> None:
    text = "Senior Youth Mentors (SYMs) listen. One SYM left."
    found = linked(text, ("Senior Youth Mentors (SYMs)", "ROLE"), ("SYM", "ROLE"))
    assert [name for _, name in found] == ["Senior Youth Mentor"] * 2


def test_what_the_report_says_goes_before_what_is_known() -> None:
    assert linked("The MASH.", ("MASH", "SERVICE"))[0][1] == "multi-agency safeguarding hub"
    text = "The Mid Area Support Hub (MASH). The MASH."
    found = linked(text, ("Mid Area Support Hub (MASH)", "SERVICE"), ("MASH", "SERVICE"))
    assert found[1][1] == "Mid Area Support Hub"


def test_authorities_take_their_canonical_name() -> None:
    assert linked("Hull City Council acts.", ("Hull City Council", "AUTHORITY"))[0][1] is not None
    assert linked("Elmshire acts.", ("Elmshire", "AUTHORITY")) == [("Elmshire", None)]


def test_other_entities_have_no_other_name() -> None:
    assert linked("Managers act.", ("Managers", "ROLE")) == [("Managers", None)]


@pytest.mark.parametrize("text", ["plans (PEPs)", "the (x)", "majority (75%)", "Vulnerable Adults (LSCB)"])
def test_brackets_that_define_nothing(text: str) -> None:
    assert definitions([text]) == {}


def test_singular() -> None:
    assert [singular(word) for word in ("IROs", "business", "children's", "dental services", "hub")] == [
        "IRO",
        "business",
        "children's",
        "dental services",
        "hub",
    ]


def test_links_survive_saving() -> None:
    doc = NLP("The MASH.")
    doc.ents = (Span(doc, 1, 2, "SERVICE"),)
    link(doc)
    assert Doc(NLP.vocab).from_bytes(doc.to_bytes()).ents[0]._.canonical == "multi-agency safeguarding hub"
