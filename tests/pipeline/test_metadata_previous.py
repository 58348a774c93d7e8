"""Grades of earlier inspections, as reports tell them."""

from __future__ import annotations

import pytest

from findings.intake import read_text
from findings.pipeline.metadata_previous import previous_judgements
from findings.pipeline.metadata_text import Source

TOLD = [
    (
        "The previous inspection of the council’s safeguarding arrangements was in May 2011. It was judged to be good.",
        [("help_and_protection", "good", "2011-05")],
    ),
    (
        "The last inspection of services for children looked after was in June 2010. The council was judged adequate.",
        [("in_care", "adequate", "2010-06")],
    ),
    (
        "At the last inspection, in February 2023, overall effectiveness was judged to be ‘outstanding’.",
        [("overall_effectiveness", "outstanding", "2023-02")],
    ),
    (
        "Since the last inspection in 2024, when support for care leavers was judged to require improvement, it grew.",
        [("care_leavers", "requires_improvement", "2024")],
    ),
    (
        "Since the previous inspection in 2019, when services were judged outstanding, practice has stayed strong.",
        [("overall_effectiveness", "outstanding", "2019")],
    ),
    ("Leaders have made good progress since the last inspection in 2018.", []),
    ("The last inspection of the fostering service was in March 2012. The service was judged to be good.", []),
    ("Help and protection is judged to be inadequate.", []),
]


@pytest.mark.parametrize(("text", "wanted"), TOLD)
def test_what_is_told_of_earlier_inspections(text: str, wanted: list[tuple[str, str, str]]) -> None:
    found = previous_judgements(Source(read_text(f"Inspection of Wexcombe\n\n{text}\n")))
    assert [(each.area, each.grade, each.inspected) for each in found] == wanted


def test_a_grade_told_twice_is_one() -> None:
    text = "At the last inspection in 2019 services were judged good overall.\n\n" * 2
    assert len(previous_judgements(Source(read_text(text)))) == 1
