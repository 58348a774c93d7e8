"""Cues are data: each line of `cues.jsonl` has rows here that it must read, and rows that it must leave alone."""

import pytest

from findings.taxonomy.cues import anchored, cues, match

HEADINGS = [
    ("What needs to improve in this area of social work practice?", "area_for_improvement"),
    ("3. What needs to improve", "area_for_improvement"),
    ("Areas for Improvement:", "area_for_improvement"),
    ("Areas for improvement: Within three months", "area_for_improvement"),
    ("Recommendations for the partnership", "area_for_improvement"),
    ("What we would like to see strengthened", "area_for_improvement"),
    ("Areas for improvement: Immediately", "priority_action"),
    ("Area(s) for priority action", "priority_action"),
    ("Priority and immediate action", "priority_action"),
    ("What must change now", "priority_action"),
    ("Key strengths", "strength"),
    ("The local authority has the following strengths:", "strength"),
    ("The LSCB’s strengths", "strength"),
    ("What is the area partnership doing that is effective?", "strength"),
    ("Areas of good practice to build on", "strength"),
    ("Strengths and areas for development", "mixed"),
    ("What is working well and what needs to improve", "mixed"),
    ("Findings and evaluation of progress", "prose"),
    ("This authority requires improvement and is not yet good because", "fault"),
    ("Information about this inspection", "none"),
    ("5. Next steps", "none"),
    ("What the inspection judgements mean", "none"),
    ("The inspection judgements and what they mean", "none"),
    ("A board is likely to be judged good if the following apply:", "none"),
    ("A service that significantly exceeds minimum requirements", "none"),
    ("Leadership and governance are outstanding", "prose"),
    ("To be done within 48 hours", "priority_action"),
    ("Files reviewed by inspectors", "none"),
    ("What the council plans to do", "none"),
    ("No urgent matters", "none"),
    ("Reasons why care planning is judged inadequate", "fault"),
    ("Are children heard?", "mixed"),
    ("What is working well for care leavers", "strength"),
    ("Where schools do well in supporting children", "strength"),
    ("Causes of concern", "fault"),
    ("Conclusion", "prose"),
    ("Actions required without delay", "priority_action"),
    ("What is good about foster care here", "strength"),
    ("Priority action: the police", "priority_action"),
    ("Progress made on the areas for priority action", "prose"),
    ("What is working, what is not", "mixed"),
    ("Where practice is strong and where it is weak", "mixed"),
    ("What went well, even better if", "mixed"),
    ("Previous areas for improvement", "prose"),
    ("Progress since the last inspection", "prose"),
    ("Issues for urgent attention", "priority_action"),
]
NO_CUE = [
    "Actions required before the end of the week",
    "Scope for improvement",
    "What we did not see enough of",
    "Fostering",
    "Hackney children’s services",
    "Priory School",
    "Strengthening Families team",
    "Actionable data",
    "Practice is good",
    "What is not going well for care leavers",
    "Where boys do less well in school",
]
LEAD_INS = [
    ("Inspectors identified these areas as in need of swift and decisive priority action:", "priority_action"),
    ("The service should take immediate action to put right the following:", "priority_action"),
    ("We also saw the following areas of practice that need improvement:", "area_for_improvement"),
    ("Arrangements were delivered satisfactorily, in particular:", "strength"),
    ("With immediate effect, the force should:", "priority_action"),
    ("These staff sessions have included:", "none"),
    ("Inspectors looked at a range of evidence, including:", "none"),
]
NOTHING = [
    "Responsible body",
    "There are no priority actions.",
    "No areas for priority action were identified at this visit.",
    "Inspectors did not find any areas for priority action.",
    "None identified",
    "The areas for improvement remain as set in the spring.",
    "Care leavers – good",
    "Inspectors also met a range of staff, including managers and foster carers.",
    "The inspection sampled the quality and effectiveness of assessments.",
    "Action has also been taken to deal with the late minutes of conferences.",
    "Overall effectiveness: requires improvement to be good",
    "Weak – Important weaknesses, priority action required",
]
SOMETHING = [
    "There is no strategy for neglect.",
    "No child should wait this long.",
    "None of the plans are up to date.",
]


@pytest.mark.parametrize(("heading", "effect"), HEADINGS)
def test_headings_say_what_follows(heading: str, effect: str) -> None:
    cue = match(heading, "heading")
    assert cue is not None
    assert cue.effect == effect


@pytest.mark.parametrize("heading", NO_CUE)
def test_other_headings_say_nothing(heading: str) -> None:
    assert match(heading, "heading") is None


@pytest.mark.parametrize(("sentence", "effect"), LEAD_INS)
def test_lead_ins_say_what_follows(sentence: str, effect: str) -> None:
    cue = match(sentence, "lead_in")
    assert cue is not None
    assert cue.effect == effect


@pytest.mark.parametrize("text", NOTHING)
def test_statements_of_nothing_are_not_findings(text: str) -> None:
    assert match(text, "nothing") is not None


@pytest.mark.parametrize("text", SOMETHING)
def test_absence_of_a_service_is_a_finding(text: str) -> None:
    assert match(text, "nothing") is None


def test_papers_have_cues_of_their_own() -> None:
    for text in (
        "He wanted to know what the programme would cost.",
        "The committee should also request the audit summaries.",
        "The Head of Service has set up a weekly tracking meeting.",
    ):
        assert match(text, "nothing", papers=True) is not None
        assert match(text, "nothing") is None
    assert match("The service has introduced a tool and visits have improved.", "nothing", papers=True) is None
    assert match("The council has fully accepted what the inspection found.", "nothing", papers=True) is not None
    assert match("The council has accepted too many late plans.", "nothing", papers=True) is None


def test_every_role_has_cues() -> None:
    assert {cue.role for cue in cues()} == {
        "heading",
        "lead_in",
        "nothing",
        "section",
        "opening",
        "closing",
        "own_words",
        "part",
    }


@pytest.mark.parametrize("pattern", ["^(?:a|b) c", r"^a[|)]b\|c$", "^(?:a(?:b|c)d|e)$"])
def test_patterns_tried_at_the_start_alone(pattern: str) -> None:
    assert anchored(pattern)


@pytest.mark.parametrize("pattern", ["a|^b", "^a|b", "(?:a)", "^(?:a)|^b"])
def test_patterns_searched_for(pattern: str) -> None:
    assert not anchored(pattern)


def test_a_line_that_prints_a_grade_begins_a_section() -> None:
    wrapped = "The experiences and progress of children who need help and protection requires improvement to be good."
    assert match(wrapped, "section") is not None
    assert match("Help and protection requires improvement in two teams, which are stretched.", "section") is None
