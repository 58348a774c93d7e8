"""Who led an inspection, as covers, teams and letters name them."""

from __future__ import annotations

import pytest

from findings.intake.document import BlockKind, DocumentBuilder
from findings.pipeline.metadata_inspectors import read_lead_inspectors
from findings.pipeline.metadata_text import Source
from findings.schemas import Kind


def leads(kind: Kind, *texts: str) -> list[str]:
    builder = DocumentBuilder()
    for text in texts:
        builder.add(BlockKind.PARAGRAPH, text)
    return read_lead_inspectors(Source(builder.build(b"", "text/plain")), kind)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Lead inspector: Ada Byron, His Majesty’s Inspector Judgement Grade"], ["Ada Byron"]),
        (["Lead inspector: Ada J. Byron-King HMI"], ["Ada J. Byron-King"]),
        (["Lead inspectors: Siân O’Neill and Jean-Luc d’Arcy, HMI"], ["Siân O'Neill", "Jean-Luc d'Arcy"]),
        (
            ["Lead inspector: Ada Byron", "Deputy lead inspector: Mary Shelley", "Team inspectors: Jane Grey"],
            ["Ada Byron"],
        ),
        (["Reporting inspector Ada Byron HMI"], ["Ada Byron"]),
        (["Inspection dates: 3 to 7 June 2019"], []),
    ],
)
def test_a_lead_that_is_marked(texts: list[str], expected: list[str]) -> None:
    assert leads(Kind.ILACS, *texts) == expected


def test_the_leads_of_two_inspectorates() -> None:
    team = ["Ada Byron HMI, Ofsted Lead inspector", "Mary Shelley, CQC Lead inspector", "Jane Grey, Ofsted HMI"]
    assert leads(Kind.SEND, *team) == ["Ada Byron", "Mary Shelley"]
    assert leads(Kind.SEND, " ".join(team)) == ["Ada Byron", "Mary Shelley"]


@pytest.mark.parametrize("apart", range(240, 270))
def test_names_far_from_another_lead_are_whole(apart: int) -> None:
    between = "x" * apart
    assert leads(Kind.ILACS, "Lead inspector: Ada Byron HMI", between, "Lead inspector: Mary Shelley HMI") == [
        "Ada Byron",
        "Mary Shelley",
    ]
    assert leads(Kind.ILACS, "Ada May Byron, HMI, Lead inspector", between, "Mary Shelley, HMI, Lead inspector") == [
        "Ada May Byron",
        "Mary Shelley",
    ]


LETTER = (
    "This is about a visit. His Majesty’s Inspectors for this visit were Ada Byron and Mary Shelley. They met staff."
)


def test_the_one_who_signs_led_the_visit() -> None:
    assert leads(Kind.FOCUSED_VISIT, LETTER, "Yours sincerely", "Mary Shelley", "His Majesty’s Inspector") == [
        "Mary Shelley"
    ]


def test_all_are_given_where_none_is_marked() -> None:
    assert leads(Kind.FOCUSED_VISIT, LETTER, "Yours sincerely", "A. Director") == ["Ada Byron", "Mary Shelley"]


def test_others_who_carried_something_out_are_no_inspectors() -> None:
    assert leads(Kind.JTAI, "The study was carried out by Ayton Metropolitan University.") == []
