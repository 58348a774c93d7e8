"""What the phrases of a passage tell: what it leaves, what it adds, and what keeps it from being claimed."""

from __future__ import annotations

import pytest

from findings.reason.pairs import alike, seen, strays
from findings.reason.phrases import matter, narrowing, phrases, share
from findings.schemas import Finding, Label, Unit

POINT = "The quality of supervision and management oversight."
STRAYING = [
    "The quality of supervision and management oversight in the assessment service is poor.",  # one place
    "The quality of management oversight of these decisions is poor.",  # of what the sentence before says
    "Staff report that supervision and management oversight are of poor quality.",  # only said
    "The quality of supervision and management oversight of foster carers is poor.",  # other people
    "The quality of supervision and management oversight of care leavers is poor.",  # fewer children
]


def found(point: str, said: str, section: tuple[str, ...] = ()) -> dict[str, float]:
    asked, passage = (
        Finding.model_construct(
            text=text, label=Label.AREA_FOR_IMPROVEMENT, unit=Unit.SENTENCE, section=list(section), themes=[]
        )
        for text in (point, said)
    )
    return seen(asked, passage, alike([point], [said]), 0, 0)


@pytest.mark.parametrize("said", STRAYING)
def test_a_passage_that_strays(said: str) -> None:
    assert strays(found(POINT, said))


def test_a_passage_of_the_matter_does_not_stray() -> None:
    assert not strays(found(POINT, "The quality of supervision and management oversight is poor."))


def test_a_heading_tells_of_whom_a_passage_is() -> None:
    point, said = "Plans for care leavers.", "Plans are weak."
    assert found(point, said, ("The experiences and progress of care leavers",))["heading of the same children"] == 1
    assert found(point, said, ("The experiences of children in care",))["heading of other children"] == 1
    assert found(point, said)["heading of other children"] == 0


def test_words_that_only_judge_are_no_matter() -> None:
    assert not len(matter("good and effective").rarity)
    assert share("effective supervision", "supervision is poor").mean == pytest.approx(1.0)
    assert share("effective supervision", "visits are late").unmet > 0


def test_phrases_and_what_narrows_them() -> None:
    text = "Supervision of foster carers within the hub"
    assert [each.strip() for each in phrases(text)] == ["Supervision", "foster carers", "the hub"]
    assert [each.strip() for each in narrowing(text)] == ["foster carers", "the hub"]
