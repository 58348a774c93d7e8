"""A row here for every kind of entity pattern: what a text holds by the patterns alone, nothing learned."""

from __future__ import annotations

import pytest
import spacy

from findings.errors import FindingsError
from findings.pipeline.entity_patterns import EntityPatterns, forms, heads, is_acronym, longest, merge, patterns
from findings.pipeline.entity_tags import Found

NLP = spacy.blank("en")
RULER = EntityPatterns(NLP.vocab)

ROWS = [
    ("The IROs chair looked after reviews.", [("IROs", "ROLE"), ("looked after reviews", "PROCESS")]),
    ("The director of children’s services chairs it.", [("director of children’s services", "ROLE")]),
    ("The interim director of children's services left.", [("interim director of children's services", "ROLE")]),
    ("Personal advisers know care leavers well.", [("Personal advisers", "ROLE"), ("care leavers", "COHORT")]),
    ("A return home interview was offered.", [("return home interview", "PROCESS")]),
    ("Child protection plans drift.", [("Child protection plans", "PROCESS")]),
    ("They wait under the Public Law Outline (PLO).", [("Public Law Outline (PLO)", "PROCESS")]),
    ("A plo of things", []),
    ("Staff at the MASH triage calls.", [("MASH", "SERVICE")]),
    ("The emergency duty team answers.", [("emergency duty team", "SERVICE")]),
    ("The corporate parenting board met Ofsted.", [("corporate parenting board", "BODY"), ("Ofsted", "BODY")]),
    ("Elmshire Safeguarding Children Partnership agreed.", [("Elmshire Safeguarding Children Partnership", "BODY")]),
    ("Northern Dales NHS Foundation Trust agreed.", [("Northern Dales NHS Foundation Trust", "BODY")]),
    ("Mid Vale Police attended.", [("Mid Vale Police", "BODY")]),
    ("Its duties under the Children Act 1989 are met.", [("Children Act 1989", "LAW")]),
    ("Under section 20 of the Children Act 1989", [("section 20 of the Children Act 1989", "LAW")]),
    ("Section 47 enquiries are prompt.", [("Section 47 enquiries", "PROCESS")]),
    ("Working Together 2018 applies.", [("Working Together 2018", "LAW")]),
    ("Working together with schools helps.", []),
    ("Dear Mrs Amberley", [("Mrs Amberley", "PERSON")]),
    ("The Mid Vale Police attended.", [("Mid Vale Police", "BODY")]),
    ("Since the focused visit in March 2019", [("focused visit", "FRAMEWORK"), ("March 2019", "DATE")]),
    ("On 5 and 6 February 2019 it rained.", [("5 and 6 February 2019", "DATE")]),
    ("From 24 November 2015 to 17 December 2015", [("24 November 2015 to 17 December 2015", "DATE")]),
    ("In 2016–17 it fell.", [("2016–17", "DATE")]),
    ("The room has 2015 children.", []),
    ("Only 51.3% of children were seen.", [("51.3% of children", "QUANTITY")]),
    ("The vast majority of care leavers", [("vast majority", "QUANTITY"), ("care leavers", "COHORT")]),
    ("The majority of children in care", [("majority", "QUANTITY"), ("children in care", "COHORT")]),
    ("It was judged inadequate.", [("inadequate", "JUDGEMENT")]),
    ("Records were inadequate.", []),
    ("Hackney and West Sussex differ.", [("Hackney", "AUTHORITY"), ("West Sussex", "AUTHORITY")]),
    ("Children subject to a child protection plan wait.", [("Children subject to a child protection plan", "COHORT")]),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_sure_patterns(text: str, expected: list[tuple[str, str]]) -> None:
    doc = NLP(text)
    assert [(doc[start:end].text, kind) for start, end, kind in RULER(doc).sure] == expected


def test_a_new_pattern_is_a_line() -> None:
    ruler = EntityPatterns(NLP.vocab, [{"label": "SERVICE", "pattern": "lantern team(s)"}])
    doc = NLP("Two Lantern teams opened.")
    assert ruler(doc).sure == [Found(1, 3, "SERVICE")]


def test_an_expression_that_begins_inside_the_last_word_is_nothing() -> None:
    ruler = EntityPatterns(NLP.vocab, [{"label": "SERVICE", "regex": "\\bteam\\b"}])
    doc = NLP("Write to front.door@the.team")
    assert doc[-1].text == "front.door@the.team"
    assert ruler(doc).sure == []
    assert ruler(NLP("Call the team")).sure == [Found(2, 3, "SERVICE")]


def test_a_hint_decides_nothing_alone() -> None:
    ruler = EntityPatterns(NLP.vocab, [{"label": "PROCESS", "pattern": "visit(s)", "hint": True}])
    matches = ruler(NLP("Visits are late."))
    assert matches.sure == []
    assert matches.all == [Found(0, 1, "PROCESS")]


def test_no_line_is_written_twice() -> None:
    written = [(row["label"], row["pattern"].casefold()) for row in patterns() if "pattern" in row]
    assert len(written) == len(set(written))


def test_every_head_has_one_type() -> None:
    assert len(heads()) == sum(len(row.get("heads", ())) for row in patterns())


def test_a_line_that_is_no_pattern_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("srsly.read_jsonl", lambda _: [{"label": "TEAM", "pattern": "x"}])
    patterns.cache_clear()
    with pytest.raises(FindingsError, match="TEAM"):
        patterns()
    monkeypatch.undo()
    patterns.cache_clear()


def test_forms_and_acronyms() -> None:
    assert forms("care plan(s)") == ["care plan", "care plans"]
    assert forms("process(es)") == ["process", "processes"]
    assert is_acronym("IROs")
    assert not is_acronym("Cafcass")


def test_the_longest_wins_then_the_earlier() -> None:
    short, long, later = Found(0, 1, "ROLE"), Found(0, 3, "BODY"), Found(2, 5, "ROLE")
    assert longest([short, later, long]) == [long]


def test_merge_adds_what_touches_nothing_and_what_holds_all_it_touches() -> None:
    read = [Found(0, 2, "ROLE"), Found(4, 5, "BODY")]
    sure = [Found(1, 3, "BODY"), Found(4, 6, "SERVICE"), Found(7, 8, "LAW")]
    assert merge(read, sure) == [Found(0, 2, "ROLE"), Found(4, 6, "SERVICE"), Found(7, 8, "LAW")]
