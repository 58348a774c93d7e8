"""Texts that come from other forms: minutes, slides, HTML, Markdown, columns set with spaces."""

from __future__ import annotations

from findings.intake import read_text
from findings.intake.document import BlockKind

H, P, L, T = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_CELL


def blocks(text: str) -> list[tuple[BlockKind, str]]:
    """Kind and text of every block."""
    return [(block.kind, block.text) for block in read_text(text).blocks]


def test_minutes_with_numbers_and_private_bullets() -> None:
    text = (
        "Minutes:\n\n5.1\u00a0\u00a0 \u00a0The Chair thanked everyone and asked for questions about the plan."
        "\n\n\u00a0\n\n"
        "5.2\u00a0 The board would cover:\n\nØ\u00a0 \u00a0in Care and Care Leavers\n\nØ\u00a0 Finance\n\n"
        "5.10\u00a0 It was agreed."
    )
    got = [(block.kind, block.number, block.text) for block in read_text(text).blocks]
    assert got == [
        (H, None, "Minutes:"),
        (P, "5.1", "The Chair thanked everyone and asked for questions about the plan."),
        (P, "5.2", "The board would cover:"),
        (L, None, "in Care and Care Leavers"),
        (L, None, "Finance"),
        (P, "5.10", "It was agreed."),
    ]


def test_slide_transcripts_fall_into_titles_and_items() -> None:
    text = (
        "1. Inspection of Marlow Children’s Services A. Director 15 May 2019\n\n"
        "2. What Needs to Improve? Key findings from the report: • Case loads • The changes of worker • Drift\n\n"
        "3. Good Practice to Build On Inspectors did see progress. ➢ The hub is working well; ➢ Carers are trained.\n\n"
        "4. Next Steps • Approve the plan"
    )
    assert blocks(text)[2:] == [
        (H, "What Needs to Improve?"),
        (P, "Key findings from the report:"),
        (L, "Case loads"),
        (L, "The changes of worker"),
        (L, "Drift"),
        (H, "Good Practice to Build On"),
        (P, "Inspectors did see progress."),
        (L, "The hub is working well;"),
        (L, "Carers are trained."),
        (H, "Next Steps"),
        (L, "Approve the plan"),
    ]


def test_remnants_of_html() -> None:
    text = (
        'Strengths\n<ul style="list-style-type: none"> ▪ The <b>duty team</b> is robust. ▪ Audit is regular.</ul>\n'
        "Areas for development\n<ul><li>Thresholds are not agreed.</li><li>Records are late.</li></ul>"
    )
    assert blocks(text) == [
        (H, "Strengths"),
        (L, "The duty team is robust."),
        (L, "Audit is regular."),
        (H, "Areas for development"),
        (L, "Thresholds are not agreed."),
        (L, "Records are late."),
    ]


def test_markdown() -> None:
    text = (
        "# Focused visit\n\n## Strengths\n\n- **Visits** are *timely* and `recorded`.\n- See [the plan](http://x.org/y)\n\n"
        "| Body | Action |\n|---|---|\n| The council | Improve **plans** |\n\n> Quoted words end here.\n"
    )
    document = read_text(text)
    assert [(block.kind, block.level, block.text) for block in document.blocks] == [
        (H, 1, "Focused visit"),
        (H, 2, "Strengths"),
        (L, 1, "Visits are timely and recorded."),
        (L, 1, "See [the plan]"),
        (T, 0, "Body"),
        (T, 0, "Action"),
        (T, 0, "The council"),
        (T, 0, "Improve plans"),
        (P, 0, "Quoted words end here."),
    ]
    cells = [(block.table, block.row, block.column) for block in document.blocks if block.kind is T]
    assert cells == [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1)]


def test_two_columns_set_with_spaces_are_a_table() -> None:
    text = (
        "Areas for priority action\n\n"
        "Responsible body                Areas for priority action\n"
        "Marlow Council and              Leaders at the council and the board should work at pace\n"
        "NHS Thames Board                to improve the shared oversight of plans so that they are\n"
        "                                put right, and say when this will have been done.\n"
        "Marlow Council and              Leaders across education, health and care should improve\n"
        "NHS Thames Board                how they buy services together, and review the outcomes.\n"
        "Marlow Council                  Leaders should check that visits are made.\n"
    )
    cells = [(block.row, block.column, block.text) for block in read_text(text).blocks if block.kind is T]
    first = "Leaders at the council and the board should work at pace to improve the shared oversight of plans so that "
    second = "Leaders across education, health and care should improve how they buy services together, and review the "
    assert cells == [
        (0, 0, "Responsible body"),
        (0, 1, "Areas for priority action"),
        (1, 0, "Marlow Council and NHS Thames Board"),
        (1, 1, first + "they are put right, and say when this will have been done."),
        (2, 0, "Marlow Council and NHS Thames Board"),
        (2, 1, second + "outcomes."),
        (3, 0, "Marlow Council"),
        (3, 1, "Leaders should check that visits are made."),
    ]
