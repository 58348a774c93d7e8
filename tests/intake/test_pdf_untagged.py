"""Untagged PDF files: lines, columns, tables, lists and headings from where things stand on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from findings.intake.document import BlockKind
from findings.intake.pdf import read_pdf

Writer = Callable[[], Any]
FULL = "Leaders know the children in their care well and act quickly whenever risk"


def texts(content: bytes, kind: BlockKind) -> list[str]:
    """The texts of one kind of block."""
    return [block.text for block in read_pdf(content).blocks if block.kind is kind]


def test_headings_paragraphs_and_items(pdf: Writer) -> None:
    file = pdf().page().line(72, 750, "Inspection of Exampleshire", size=20)
    file.line(72, 710, FULL).line(72, 696, "increases for them.").line(72, 670, FULL).line(72, 656, "grows.")
    file.line(72, 620, "What needs to improve", font="bold", size=14)
    file.line(72, 600, "•").line(90, 600, FULL).line(90, 586, "changes suddenly.")
    file.line(72, 572, "•").line(90, 572, "The quality of plans.").line(72, 550, "Findings", font="bold")
    blocks = read_pdf(file.build()).blocks
    assert [(block.kind.value, block.level, block.text) for block in blocks] == [
        ("heading", 1, "Inspection of Exampleshire"),
        ("paragraph", 0, f"{FULL} increases for them."),
        ("paragraph", 0, f"{FULL} grows."),
        ("heading", 2, "What needs to improve"),
        ("list_item", 1, f"{FULL} changes suddenly."),
        ("list_item", 1, "The quality of plans."),
        ("heading", 3, "Findings"),
    ]


def test_two_columns_of_prose_are_read_one_after_the_other(pdf: Writer) -> None:
    file = pdf().page()
    for row in range(20):
        file.line(50, 760 - 14 * row, f"left line {row} holds some six words")
        file.line(320, 760 - 14 * row, f"right line {row} holds some six words")
    text = " ".join(texts(file.build(), BlockKind.PARAGRAPH))
    assert text.index("left line 19") < text.index("right line 0")


def test_grades_that_stand_beside_wrapped_areas(pdf: Writer) -> None:
    file = pdf().page().line(72, 700, "Judgement").line(400, 700, "Grade")
    file.line(72, 660, "The experiences of children who need").line(400, 653, "Good").line(72, 646, "help")
    file.line(72, 610, "Overall effectiveness").line(400, 610, "Outstanding")
    cells = [(block.row, block.column, block.text) for block in read_pdf(file.build()).blocks]
    assert cells == [
        (0, 0, "Judgement"),
        (0, 1, "Grade"),
        (1, 0, "The experiences of children who need help"),
        (1, 1, "Good"),
        (2, 0, "Overall effectiveness"),
        (2, 1, "Outstanding"),
    ]


def test_rules_part_actions_that_no_gap_parts(pdf: Writer) -> None:
    file = pdf().page()
    for row in range(3):
        y = 700 - 28 * row
        file.rule(70, 520, y + 11).line(72, y, FULL).line(72, y - 14, f"grows in place {row} of three")
    assert len(texts(file.build(), BlockKind.PARAGRAPH)) == 3


def test_running_heads_page_numbers_and_contents_are_furniture(pdf: Writer) -> None:
    file = pdf().page().line(72, 700, "Contents", font="bold")
    for row in range(5):
        file.line(72, 660 - 20 * row, f"Chapter about theme {row}").line(500, 660 - 20 * row, str(row + 2))
    for page in range(1, 5):
        file.page().line(72, 800, "Report of an inspection").line(72, 700, FULL).line(72, 686, f"rises {page}.")
        file.line(500, 40, str(page))
    assert texts(file.build(), BlockKind.PARAGRAPH) == [f"{FULL} rises {page}." for page in range(1, 5)]
    assert len(texts(file.build(), BlockKind.FURNITURE)) == 5 + 4 + 4


def test_an_item_that_hangs_over_the_page(pdf: Writer) -> None:
    file = pdf().page().line(72, 114, "•").line(90, 114, FULL).line(90, 100, "is seen.")
    file.page().line(90, 780, "That is a strength.").line(72, 760, "•").line(90, 760, "Plans are good.")
    assert texts(file.build(), BlockKind.LIST_ITEM) == [f"{FULL} is seen. That is a strength.", "Plans are good."]
