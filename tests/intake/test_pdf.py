"""Tagged PDF files: the structure tree, mended where what is printed says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from findings.intake.document import BlockKind, Document
from findings.intake.pdf import read_pdf

HEADING, PARAGRAPH, ITEM, CELL, FURNITURE = (
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.LIST_ITEM,
    BlockKind.TABLE_CELL,
    BlockKind.FURNITURE,
)
Writer = Callable[[], Any]
BODY = "Children are seen often and their views shape the plans that are made for them."


def seen(document: Document) -> list[tuple[BlockKind, str]]:
    """The kind and text of every block."""
    return [(block.kind, block.text) for block in document.blocks]


def item(*marks: tuple[int, int]) -> Any:
    """The tree of a list item."""
    return ("LI", [("LBody", list(marks))])


def cell(*marks: tuple[int, int]) -> Any:
    """The tree of a table cell of one paragraph."""
    return ("TD", [("P", list(marks))])


def test_kinds_bullets_and_running_lines(pdf: Writer) -> None:
    file = pdf().page()
    file.line(72, 750, "What needs to improve", mark=0, size=14, font="bold")
    file.line(72, 700, "n", mark=1, font="symbol").line(90, 700, "The timeliness of visits to children who", mark=1)
    file.line(90, 686, "live far from home.", mark=1)
    file.line(72, 660, BODY, mark=2).line(72, 30, "Inspection report 1", mark=-1)
    file.tree = [("H2", [(0, 0)]), ("L", [item((0, 1))]), ("P", [(0, 2)])]
    document = read_pdf(file.build())
    assert seen(document) == [
        (HEADING, "What needs to improve"),
        (ITEM, "The timeliness of visits to children who live far from home."),
        (PARAGRAPH, BODY),
        (FURNITURE, "Inspection report 1"),
    ]
    assert [block.level for block in document.blocks] == [1, 1, 0, 0]
    for block in document.blocks:
        start, end = block.source_span(0, len(block.text))
        assert document.text[start:end] == block.text


def test_numbers_of_paragraphs_are_taken_out_of_the_text(pdf: Writer) -> None:
    file = pdf().page()
    for mark, number in enumerate(("11.", "12.", "5.6")):
        file.line(72, 700 - 40 * mark, number, mark=mark).line(100, 700 - 40 * mark, BODY, mark=mark)
    file.line(72, 580, "2019 was a year of change for the service.", mark=3)
    file.tree = [("L", [item((0, 0)), item((0, 1))]), ("P", [(0, 2)]), ("P", [(0, 3)])]
    blocks = read_pdf(file.build()).blocks
    assert [(block.kind, block.number) for block in blocks] == [
        (PARAGRAPH, "11"),
        (PARAGRAPH, "12"),
        (PARAGRAPH, "5.6"),
        (PARAGRAPH, None),
    ]
    assert blocks[2].text == BODY


def test_nested_items_by_indent_where_the_tree_is_flat(pdf: Writer) -> None:
    file = pdf().page()
    for mark, (left, bullet, text) in enumerate(
        ((72, "n", "Services, including:"), (100, "-", "advice"), (100, "-", "housing"), (72, "n", "Training"))
    ):
        y = 700 - 20 * mark
        file.line(left, y, bullet, mark=mark, font="symbol").line(left + 18, y, text, mark=mark)
    file.tree = [("L", [item((0, mark)) for mark in range(4)])]
    blocks = read_pdf(file.build()).blocks
    assert [(block.text, block.level) for block in blocks] == [
        ("Services, including:", 1),
        ("advice", 2),
        ("housing", 2),
        ("Training", 1),
    ]


def test_items_at_the_top_of_the_next_column_are_not_nested(pdf: Writer) -> None:
    writer = pdf().page()
    writer.line(72, 100, "n", mark=0, font="symbol").line(92, 100, "Plans are late for many.", mark=0)
    writer.line(320, 700, "n", mark=1, font="symbol").line(340, 700, "Visits are rare for some.", mark=1)
    writer.tree = [("L", [("LI", [(0, 0)]), ("LI", [(0, 1)])])]
    assert [block.level for block in read_pdf(writer.build()).blocks if block.kind is ITEM] == [1, 1]


def test_a_number_and_the_box_beside_it_are_one_item(pdf: Writer) -> None:
    writer = pdf().page().line(72, 700, "1.", mark=0).line(92, 700, "Plan sooner for every child.", mark=1)
    writer.tree = [("L", [("LI", [("Lbl", [(0, 0)]), ("LBody", [("Div", [(0, 1)])])])])]
    [block] = read_pdf(writer.build()).blocks
    assert (block.number, block.text) == ("1", "Plan sooner for every child.")


def test_an_item_goes_on_over_the_page_and_its_furniture(pdf: Writer) -> None:
    file = pdf().page().line(72, 100, "n", mark=0, font="symbol").line(90, 100, "Staff know families well.", mark=0)
    file.line(72, 30, "1", mark=-1).page().line(90, 780, "They also know the area.", mark=0)
    file.line(72, 740, "n", mark=1, font="symbol").line(90, 740, "Visits are made.", mark=1)
    file.tree = [("L", [item((0, 0)), item((1, 0)), item((1, 1))])]
    blocks = [block for block in read_pdf(file.build()).blocks if block.kind is ITEM]
    assert [block.text for block in blocks] == [
        "Staff know families well. They also know the area.",
        "Visits are made.",
    ]
    assert [block.page for block in blocks] == [1, 2]


def test_a_heading_on_the_next_page_is_not_part_of_the_last_item(pdf: Writer) -> None:
    file = pdf().page().line(72, 100, "n", mark=0, font="symbol").line(90, 100, "Training for staff.", mark=0)
    file.page().line(72, 780, "Findings", mark=0, font="bold").line(72, 740, BODY, mark=1)
    file.tree = [("L", [item((0, 0)), item((1, 0))]), ("P", [(1, 1)])]
    assert seen(read_pdf(file.build())) == [(ITEM, "Training for staff."), (HEADING, "Findings"), (PARAGRAPH, BODY)]


def test_a_heading_glued_to_an_item_is_parted(pdf: Writer) -> None:
    file = pdf().page().line(72, 700, "n", mark=0, font="symbol").line(90, 700, "Training for staff.", mark=0)
    file.line(72, 680, "The experiences of care leavers: good", mark=0, font="bold").line(72, 650, BODY, mark=1)
    file.tree = [("L", [item((0, 0))]), ("P", [(0, 1)])]
    assert seen(read_pdf(file.build()))[:2] == [
        (ITEM, "Training for staff."),
        (HEADING, "The experiences of care leavers: good"),
    ]


def test_judgements_come_out_cell_by_cell(pdf: Writer) -> None:
    file = pdf().page()
    rows = (("Judgement", "Grade"), ("1. Children in care", "Good"), ("2.1 Adoption performance", "Inadequate"))
    for row, (area, grade) in enumerate(rows):
        file.line(72, 700 - 30 * row, area, mark=2 * row).line(400, 700 - 30 * row, grade, mark=2 * row + 1)
    file.line(72, 500, BODY, mark=6)
    table = ("Table", [("TR", [cell((0, 2 * row)), cell((0, 2 * row + 1))]) for row in range(3)])
    file.tree = [table, ("P", [(0, 6)])]
    cells = [block for block in read_pdf(file.build()).blocks if block.kind is CELL]
    assert [(block.row, block.column, block.number, block.text) for block in cells] == [
        (0, 0, None, "Judgement"),
        (0, 1, None, "Grade"),
        (1, 0, "1", "Children in care"),
        (1, 1, None, "Good"),
        (2, 0, "2.1", "Adoption performance"),
        (2, 1, None, "Inadequate"),
    ]


def test_a_row_cut_by_the_page_is_one_row(pdf: Writer) -> None:
    file = pdf().page().line(72, 100, "The council and", mark=0).line(250, 100, "Leaders should improve the", mark=1)
    file.page().line(72, 780, "the board", mark=0).line(250, 780, "timeliness of plans.", mark=1)
    file.line(72, 740, "The council", mark=2).line(250, 740, "Leaders should listen.", mark=3)
    file.tree = [
        ("Table", [("TR", [cell((0, 0)), cell((0, 1))])]),
        ("Table", [("TR", [cell((1, 0)), cell((1, 1))]), ("TR", [cell((1, 2)), cell((1, 3))])]),
    ]
    blocks = read_pdf(file.build()).blocks
    assert [(block.table, block.row, block.column, block.text) for block in blocks] == [
        (0, 0, 0, "The council and the board"),
        (0, 0, 1, "Leaders should improve the timeliness of plans."),
        (0, 1, 0, "The council"),
        (0, 1, 1, "Leaders should listen."),
    ]


def test_a_table_of_one_column_gives_an_action_a_row_and_a_layout_table_none(pdf: Writer) -> None:
    file = pdf().page().line(72, 760, "Areas for improvement", mark=0, font="bold")
    file.line(72, 740, "Leaders should listen to families.", mark=1)
    file.line(72, 720, "Leaders should act on what they hear.", mark=2).line(72, 600, BODY, mark=3)
    inner = ("Table", [("TR", [cell((0, mark))]) for mark in range(3)])
    file.tree = [("Table", [("TR", [("TD", [inner])]), ("TR", [cell((0, 3))])])]
    assert seen(read_pdf(file.build())) == [
        (HEADING, "Areas for improvement"),
        (CELL, "Leaders should listen to families."),
        (CELL, "Leaders should act on what they hear."),
        (PARAGRAPH, BODY),
    ]


def test_footnotes_and_their_marks_are_furniture(pdf: Writer) -> None:
    file = pdf().page().line(72, 700, "Help comes early", mark=0).line(162, 705, "1", mark=0, size=7)
    file.line(168, 700, "in this area, and it is good.", mark=0)
    file.line(72, 80, "1", mark=1, size=6).line(76, 77, "Early help is support for families.", mark=1, size=9)
    file.tree = [("P", [(0, 0)]), ("P", [(0, 1)])]
    assert [found for found in seen(read_pdf(file.build())) if found[0] is not FURNITURE] == [
        (PARAGRAPH, "Help comes early in this area, and it is good.")
    ]


def test_lines_tagged_under_the_wrong_item_go_where_they_stand(pdf: Writer) -> None:
    file = pdf().page()
    file.line(72, 700, "n", mark=1, font="symbol").line(90, 700, "Plans are clear.", mark=1)
    file.line(72, 680, "n", mark=2, font="symbol").line(90, 680, "Visits are made on time and", mark=3)
    file.line(90, 666, "children are seen alone.", mark=2)
    file.tree = [("L", [("LI", [("Lbl", [(0, 3)]), ("LBody", [(0, 1)])]), item((0, 2))])]
    assert seen(read_pdf(file.build())) == [
        (ITEM, "Plans are clear."),
        (ITEM, "Visits are made on time and children are seen alone."),
    ]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("A multi-", "agency plan; multi-agency work.", "A multi-agency plan; multi-agency work."),
        ("Good communi-", "cation, clear communication.", "Good communication, clear communication."),
    ],
)
def test_hyphens_at_line_ends(pdf: Writer, first: str, second: str, expected: str) -> None:
    file = pdf().page().line(72, 700, first, mark=0).line(72, 686, second, mark=0)
    file.tree = [("P", [(0, 0)])]
    assert seen(read_pdf(file.build())) == [(PARAGRAPH, expected)]


def test_a_heading_over_headings_of_its_own_style_governs_their_lists(pdf: Writer) -> None:
    file = pdf().page().line(72, 780, "Areas for improvement", mark=0, font="bold")
    for mark, heading in ((1, "Responses to risk"), (3, "Leadership")):
        y = 780 - 40 * mark
        file.line(72, y, heading, mark=mark, font="bold")
        file.line(72, y - 20, "n", mark=mark + 1, font="symbol").line(90, y - 20, BODY, mark=mark + 1)
    file.line(72, 500, "Next steps", mark=5, font="bold").line(72, 460, BODY, mark=6)
    lists = [[("P", [(0, mark)]), ("L", [item((0, mark + 1))])] for mark in (1, 3)]
    file.tree = [("P", [(0, 0)]), *lists[0], *lists[1], ("P", [(0, 5)]), ("P", [(0, 6)])]
    headings = [block for block in read_pdf(file.build()).blocks if block.kind is HEADING]
    assert [(block.text, block.level) for block in headings] == [
        ("Areas for improvement", 1),
        ("Responses to risk", 2),
        ("Leadership", 2),
        ("Next steps", 1),
    ]


def test_prose_boxed_in_a_table_stays_prose_under_its_title(pdf: Writer) -> None:
    file = pdf().page().line(72, 760, "Leadership", mark=0, font="bold").line(400, 760, "Good", mark=1)
    for mark in (2, 3):
        for row in range(3):
            file.line(72, 780 - 50 * mark + 14 * (2 - row), BODY, mark=mark)
    box = ("TR", [("TD", [("P", [(0, 2)]), ("P", [(0, 3)])])])
    file.tree = [("Table", [("TR", [cell((0, 0)), cell((0, 1))]), box])]
    assert seen(read_pdf(file.build())) == [
        (HEADING, "Leadership"),
        (CELL, "Good"),
        (PARAGRAPH, " ".join([BODY] * 3)),
        (PARAGRAPH, " ".join([BODY] * 3)),
    ]
