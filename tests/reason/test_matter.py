"""Which passages are of one matter: pairs that a reader would join, and pairs that only share words."""

from __future__ import annotations

import pytest

from findings.reason.facets import facets
from findings.reason.matter import core, head, leans
from findings.reason.pair_words import parts_met
from findings.reason.pairs import alike, seen
from findings.reason.scope import areas_of
from findings.reason.sure import shipped
from findings.schemas import Finding, Label, Unit

JOINED = [
    (
        "The timeliness of return home interviews when children go missing.",
        "Return home interviews with children who go missing are not timely enough.",
    ),
    ("The quality of pathway plans.", "The quality of pathway plans is variable."),
    ("Caseloads of social workers that are too high.", "Social workers' caseloads are too high."),
    ("The quality and consistency of supervision.", "The consistency and quality of supervision is not good enough."),
]
PARTED = [
    ("Visits are not timely.", "Return home interviews are timely."),  # another step
    ("The take-up of advocacy by children in care.", "Good use is made of independent visitors."),
    ("The timeliness of adoption for children.", "Adopters speak warmly of the support that they receive."),
    ("Social workers' caseloads.", "Personal advisers' caseloads are too high."),  # other people
    ("Pathway plans for care leavers.", "Placements of children in care are stable."),  # other children
    ("Partners' attendance at strategy meetings.", "Managers record their decisions of strategy meetings."),
]


def chance(point: str, other: str) -> float:
    asked, passage = (
        Finding.model_construct(text=text, label=Label.AREA_FOR_IMPROVEMENT, unit=Unit.LIST_ITEM, section=[], themes=[])
        for text in (point, other)
    )
    return shipped().chance(seen(asked, passage, alike([point], [other]), 0, 0))


@pytest.mark.parametrize(("point", "other"), JOINED)
def test_of_one_matter(point: str, other: str) -> None:
    assert chance(point, other) > 0.6


@pytest.mark.parametrize(("point", "other"), PARTED)
def test_of_two_matters(point: str, other: str) -> None:
    assert chance(point, other) < 0.6


def test_facets_are_told_in_the_order_named() -> None:
    found = facets("Managers' oversight of the timeliness of pathway plans and of reviews for care leavers")
    assert found.step == ("supervise", "pathway", "plan", "review")
    assert found.side == ("timeliness",)
    assert found.actor == ("manager",)
    assert found.cohort == ("care_leaver",)


def test_parts_of_a_point_are_met_or_not() -> None:
    found = parts_met("return home interviews, and visits to children's schools", "Return home interviews are offered.")
    assert found.first == pytest.approx(1.0)
    assert 0 < found.unmet < 1


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The impact and quality of supervision on practice", "supervision"),
        ("Social workers are visiting children.", "Social workers"),
        ("Effectiveness of joint working with housing", "joint working"),
    ],
)
def test_the_head_of_a_phrase(text: str, about: str) -> None:
    assert head(text) == about


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
