"""Which passages are of one matter: pairs that a reader would join, and pairs that only share words."""

from __future__ import annotations

import pytest

from findings.reason.follow import alike
from findings.reason.matter import core, leans, of_one_matter
from findings.reason.scope import areas_of

JOINED = [
    (
        "Ensure that pathway plans are clear and written with care leavers.",
        "Pathway plans are written with care leavers.",
    ),
    ("The timeliness of return home interviews when children go missing.", "Return home interviews are often late."),
    ("Manageable caseloads for social workers.", "Caseloads of social workers are now manageable."),
    ("The quality of assessments, including their analysis.", "The quality of assessments varies."),
    ("Strategy meetings that involve all relevant partners.", "Health professionals rarely attend strategy meetings."),
]
PARTED = [
    ("Visits are not timely.", "Return home interviews are timely."),  # another subject
    ("The take-up of advocacy by children in care.", "Good use is made of independent visitors."),
    (
        "The timeliness of adoption for children.",
        "Adopters speak warmly of the support that they receive.",
    ),  # another side
    ("Ensure that services are provided without delay.", "There is delay in finding homes for some children."),
    ("The quality of children's plans.", "This has had an impact on the quality of children's plans."),  # leans
    ("Pathway plans for care leavers.", "Placements of children in care are stable."),  # another area
]


@pytest.mark.parametrize(("point", "other"), JOINED)
def test_of_one_matter(point: str, other: str) -> None:
    [[score]] = alike([point], [other])
    assert of_one_matter(point, other, float(score))


@pytest.mark.parametrize(("point", "other"), PARTED)
def test_of_two_matters(point: str, other: str) -> None:
    [[score]] = alike([point], [other])
    assert not of_one_matter(point, other, float(score))


@pytest.mark.parametrize(
    ("point", "asked"),
    [
        (
            "Ensure that plans are clear and specific, so that families know what must change.",
            "plans are clear and specific",
        ),
        (
            "Improve the quality of supervision to support and challenge staff.",
            "quality of supervision to support and challenge staff.",
        ),
        (
            "The timeliness of initial health assessments in order to meet needs.",
            "timeliness of initial health assessments",
        ),
    ],
)
def test_the_core_of_a_point(point: str, asked: str) -> None:
    assert core(point) == asked


def test_sentences_that_lean_on_the_one_before() -> None:
    assert leans("This means that children wait.")
    assert leans("However, it is not recorded.")
    assert not leans("However, records are late.")
    assert not leans("Those who care for children".replace("Those", "People"))


def test_areas() -> None:
    assert areas_of("Supervision is good.") == frozenset()
    assert areas_of("Pathway plans are good.") == {"care_leavers"}
