"""Printed grades, however they stand on a cover, in headings or in papers; and grades of other inspections."""

from __future__ import annotations

import dataclasses

import pytest

from findings.intake import read_text
from findings.intake.document import BlockKind, DocumentBuilder
from findings.pipeline.metadata_judgements import read_judgements
from findings.pipeline.metadata_text import Source
from findings.schemas import Kind

LEADERS = "The impact of leaders on social work practice with children and families"
PROTECTION = "The experiences and progress of children who need help and protection"
CARE = "The experiences and progress of children in care and care leavers"
OVERALL = "Overall effectiveness"
FOUR = {
    "impact_of_leaders": "good",
    "help_and_protection": "requires_improvement",
    "in_care": "outstanding",
    "overall_effectiveness": "inadequate",
}


def grades(source: Source, kind: Kind = Kind.ILACS) -> dict[str, str]:
    return {str(one.area): str(one.grade) for one in read_judgements(source, kind)}


def lines(*texts: str) -> Source:
    builder = DocumentBuilder()
    for text in texts:
        builder.add(BlockKind.PARAGRAPH, text)
    return Source(builder.build(b"", "text/plain"))


def table(*rows: tuple[str, ...]) -> Source:
    builder = DocumentBuilder()
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            builder.add(BlockKind.TABLE_CELL, text, table=0, row=row, column=column)
    return Source(builder.build(b"", "application/pdf"))


def test_a_table_of_cells() -> None:
    source = table(
        ("Judgement", "Grade"),
        (LEADERS, "Good"),
        (PROTECTION, "Requires improvement to be good"),
        (CARE, "outstanding"),
        (OVERALL, "Inadequate"),
    )
    assert grades(source) == FOUR


@pytest.mark.parametrize(
    "heads", [("Judgement", "2018", "2022"), ("Area", "Previous grade", "Grade"), ("Area", "Last inspection", "Now")]
)
def test_a_column_of_earlier_grades_is_left_out(heads: tuple[str, ...]) -> None:
    source = table(heads, (LEADERS, "Inadequate", "Good"), (OVERALL, "Requires improvement", "Outstanding"))
    assert grades(source) == {"impact_of_leaders": "good", "overall_effectiveness": "outstanding"}


@pytest.mark.parametrize(
    "texts",
    [
        (LEADERS, "Good", PROTECTION, "Requires improvement to be good", CARE, "Outstanding", OVERALL, "Inadequate"),
        ("Good", LEADERS, "Requires improvement", PROTECTION, "Outstanding", CARE, "Inadequate", OVERALL),
        (LEADERS, PROTECTION, CARE, OVERALL, "Good", "Requires", "improvement to be good", "Outstanding", "Inadequate"),
        (f"{LEADERS} Good", f"{PROTECTION}: requires improvement", f"{CARE} - Outstanding", f"{OVERALL} Inadequate"),
        (
            f"Judgement Grade {LEADERS} Good {PROTECTION} Requires improvement {CARE} Outstanding"
            f" {OVERALL} Inadequate Help is late.",
        ),
        (
            LEADERS[:36],
            LEADERS[37:],
            "Good",
            PROTECTION,
            "Requires",
            "improvement",
            CARE,
            "Outstanding",
            OVERALL,
            "Inadequate",
        ),
        (
            "The impact of leaders on social work practice with children",
            "Good and families",
            "The experiences and progress of children who need help and Requires improvement protection to be good",
            "The experiences and progress of children in care and care",
            "Outstanding leavers",
            "Overall effectiveness Inadequate",
        ),
        (f"{LEADERS} Good", PROTECTION, "Requires improvement", f"{CARE} {OVERALL}", "Outstanding Inadequate"),
    ],
    ids=[
        "below",
        "above",
        "column of its own",
        "beside",
        "run on into prose",
        "wrapped",
        "read across",
        "two in a cell",
    ],
)
def test_where_grades_stand(texts: tuple[str, ...]) -> None:
    assert grades(lines(*texts)) == FOUR


def test_the_single_inspection_framework() -> None:
    source = lines(
        "The overall judgement is that children’s services require improvement",
        "1. Children who need help and protection",
        "Requires improvement",
        "2. Children looked after and achieving permanence Good",
        "2.1 Adoption performance",
        "Not judged",
        "2.2 Experiences and progress of care leavers",
        "Good",
        "3. Leadership, management and governance",
        "Inadequate",
        "The effectiveness of the Local Safeguarding Children Board (LSCB) is inadequate",
    )
    assert grades(source, Kind.SIF) == {
        "overall_effectiveness": "requires_improvement",
        "impact_of_leaders": "inadequate",
        "help_and_protection": "requires_improvement",
        "in_care": "good",
        "care_leavers": "good",
        "adoption": "not_judged",
        "lscb": "inadequate",
    }


def test_the_whole_told_in_a_sentence_broken_over_lines() -> None:
    source = lines("Children’s services in the Royal Borough of Ayton upon", "Thames are good", "Children thrive.")
    assert grades(source, Kind.SIF) == {"overall_effectiveness": "good"}


def test_no_overall_grade_is_made_up() -> None:
    source = lines(
        LEADERS, "Good", PROTECTION, "Good", "At the last inspection overall effectiveness was good, in 2022."
    )
    assert grades(source) == {"impact_of_leaders": "good", "help_and_protection": "good"}


def test_a_sentence_makes_no_grade_of_an_ilacs_report() -> None:
    source = lines(LEADERS, "Good", "Children’s services in Ayton are good. Leaders know them.", "Services improve.")
    assert grades(source) == {"impact_of_leaders": "good"}


def test_headings_of_the_body_repeat_what_a_cover_lacks() -> None:
    source = lines(
        "Inspection of Ayton", f"{PROTECTION} are: inadequate", "Help comes late.", "Adoption performance: good"
    )
    assert grades(source, Kind.SIF) == {"help_and_protection": "inadequate", "adoption": "good"}


def test_the_cover_beats_the_headings() -> None:
    source = lines(LEADERS, "Good", "Leaders know the services.", f"{LEADERS}: outstanding")
    assert grades(source) == {"impact_of_leaders": "good"}


@pytest.mark.parametrize("kind", [Kind.FOCUSED_VISIT, Kind.MONITORING_VISIT, Kind.JTAI, Kind.SEND, Kind.UNANNOUNCED])
def test_a_visit_grades_nothing(kind: Kind) -> None:
    assert grades(lines("Overall effectiveness: inadequate", "Services were judged inadequate."), kind) == {}


PAPER = """Ofsted judged our children's services to be good. In 2011 they were judged outstanding.

- Early help and protection – Good
- Adoption: Outstanding
- LSCB - Good

2011 – Good with Outstanding features

The previous inspection judged care leavers to be inadequate."""


def test_a_paper_about_an_inspection() -> None:
    expected = {
        "overall_effectiveness": "good",
        "help_and_protection": "good",
        "adoption": "outstanding",
        "lscb": "good",
    }
    assert grades(Source(read_text(PAPER)), Kind.SLIDES) == expected


def test_a_table_deep_in_a_paper() -> None:
    source = lines(
        *["This paragraph of a paper says at some length what the council means to do about its services."] * 60
    )
    rows = table(
        ("Area", "2018", "2022"), ("Help and protection", "Inadequate", "Good"), ("Adoption", "", "Outstanding")
    )
    passages = (*source.document.blocks, *rows.document.blocks)
    deep = Source(dataclasses.replace(source.document, blocks=passages))
    assert grades(deep, Kind.COUNCIL_REPORT) == {"help_and_protection": "good", "adoption": "outstanding"}


def test_an_area_and_a_grade_that_prose_parts_do_not_belong_together() -> None:
    prose = (
        "The adoption team was described to members by the head of service, who answered several questions about it."
    )
    assert grades(lines("Adoption", prose, "Good"), Kind.MINUTES) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Care leavers are good at telling us what they need.",
        "In 2011 the council was judged inadequate.",
        "We aim to be judged outstanding.",
        "Most schools in the authority are judged good.",
        "The council would be judged inadequate if that went on.",
    ],
)
def test_what_is_no_grade_of_this_inspection(text: str) -> None:
    assert grades(lines(text), Kind.MINUTES) == {}
