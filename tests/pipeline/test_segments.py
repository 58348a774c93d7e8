"""Sections, lead-ins, tables and letters, on small documents built by hand."""

from __future__ import annotations

from findings.intake.document import Block, BlockKind, Piece
from findings.pipeline.headings import OUTCOMES
from findings.pipeline.outline import Chances, Placed
from findings.pipeline.segments import place_blocks


def block(kind: BlockKind, text: str, **place: int | str) -> Block:
    return Block(kind, text, (Piece(0, 0, len(text)),), **place)  # type: ignore[arg-type]


def heading(text: str, level: int = 1) -> Block:
    return block(BlockKind.HEADING, text, level=level)


def item(text: str, level: int = 1) -> Block:
    return block(BlockKind.LIST_ITEM, text, level=level)


def paragraph(text: str) -> Block:
    return block(BlockKind.PARAGRAPH, text)


def cell(text: str, row: int, column: int) -> Block:
    return block(BlockKind.TABLE_CELL, text, table=0, row=row, column=column)


def place(*blocks: Block) -> list[Placed]:
    return list(place_blocks(blocks))


def effects(*blocks: Block) -> list[str | None]:
    return [placed.decision.effect if placed.decision else None for placed in place(*blocks)]


def test_a_heading_governs_until_the_next_of_its_level() -> None:
    assert effects(heading("Strengths"), item("a"), heading("Fostering"), item("b"))[1::2] == ["strength", None]


def test_a_subheading_without_a_cue_inherits() -> None:
    placed = place(heading("Recommendations"), heading("Health partners", 2), item("a"))
    assert placed[-1].section == ("Recommendations", "Health partners")
    assert placed[-1].decision is not None
    assert placed[-1].decision.effect == "area_for_improvement"


def test_a_subheading_with_a_cue_decides_for_itself() -> None:
    blocks = (heading("Areas for improvement"), heading("Immediately", 2), item("a"), heading("Within six months", 2))
    assert effects(*blocks, item("b"))[2::2] == ["priority_action", "area_for_improvement"]


def test_a_lead_in_governs_the_list_below_it_only() -> None:
    blocks = (
        heading("Outcome of the visit"),
        paragraph("Inspectors named these areas for swift and decisive priority action:"),
        item("supervision of new staff"),
        item("visits to children"),
        paragraph("The council has written to inspectors."),
    )
    assert effects(*blocks)[2:] == ["priority_action", "priority_action", None]


def test_an_item_may_introduce_the_deeper_items_below_it() -> None:
    items = (
        item("Strengths:"),
        item("Visits", 2),
        item("To get better at:"),
        item("Areas for improvement:"),
        item("a", 2),
    )
    assert effects(heading("What Ofsted said"), *items, item("b"))[1:] == [
        None,
        "strength",
        None,
        None,
        "area_for_improvement",
        None,
    ]


def test_items_under_a_heading_that_labels_stay_under_it() -> None:
    blocks = heading("Recommendations"), item("Build on strengths, including:"), item("visits", 2)
    assert effects(*blocks)[1:] == ["area_for_improvement"] * 2


def test_a_list_of_activities_holds_no_findings() -> None:
    assert effects(paragraph("These training sessions have included:"), item("a day on neglect"))[1] == "none"


def test_a_table_names_who_an_action_is_for() -> None:
    placed = place(
        heading("Areas for improvement"),
        cell("Responsible leaders", 0, 0),
        cell("Areas for improvement", 0, 1),
        cell("Leaders at the integrated care board", 1, 0),
        cell("Reduce waits for speech therapy.", 1, 1),
    )
    assert [p.decision.effect if p.decision else None for p in placed[1:]] == [
        "none",
        "none",
        "none",
        "area_for_improvement",
    ]
    assert placed[-1].responsible_body == "Leaders at the integrated care board"


def test_address_and_signature_of_a_letter_hold_no_findings() -> None:
    blocks = (
        paragraph("County Hall"),
        paragraph("Dear Ms Frost"),
        paragraph("Plans are weak."),
        paragraph("Yours sincerely"),
        paragraph("A. Inspector"),
    )
    assert effects(*blocks) == ["none", "none", None, "none", "none"]


def test_a_second_line_of_a_title_of_plans_does_not_end_it() -> None:
    assert effects(heading("Improvement activity", 2), heading("Better practice"), item("a"))[-1] == "none"


def chances(**outcomes: float) -> Chances:
    return tuple(outcomes.get(outcome, 0.0) for outcome in OUTCOMES)


GUESSES = {
    "Wrenfield City Council": chances(none=0.94, other=0.06),
    "What helps families here": chances(strength=0.7, other=0.3),
    "What troubles families here": chances(area_for_improvement=0.95, other=0.05),
    "Schools": chances(other=1.0),
}


def guessed(*blocks: Block) -> list[str | None]:
    placed = place_blocks(blocks, lambda text: GUESSES[text])
    return [each.decision.effect if each.decision else None for each in placed]


def test_the_title_of_a_document_is_never_guessed_to_hold_nothing() -> None:
    blocks = heading("Wrenfield City Council"), paragraph("a"), heading("What helps families here", 2), item("b")
    assert guessed(*blocks)[1::2] == [None, "strength"]


def test_of_two_guesses_the_nearer_decides() -> None:
    blocks = heading("What troubles families here"), item("a"), heading("What helps families here", 2), item("b")
    assert guessed(heading("Schools"), *blocks)[2::2] == ["area_for_improvement", "strength"]


def test_a_listed_heading_stands_against_a_doubtful_guess() -> None:
    blocks = heading("Schools"), heading("Recommendations"), heading("What helps families here", 2), item("a")
    assert guessed(*blocks)[-1] == "area_for_improvement"


def test_the_colour_of_a_row_says_how_things_are() -> None:
    rows = (
        ("Aim", "RAG", "Impact"),
        ("Open hubs", "Green", "Three are open."),
        ("Cut waits", "Red", "Families wait."),
        ("Train staff", "Amber", "Half are trained."),
    )
    cells = [cell(text, row, column) for row, texts in enumerate(rows) for column, text in enumerate(texts)]
    assert effects(*cells)[3:] == [None, None, "strength", None, None, "fault", None, None, None]
