"""Plain text as people paste it: each way of mangling a list must give the same blocks."""

from __future__ import annotations

import pytest

from findings.intake import read_text
from findings.intake.document import BlockKind

H, P, L, F = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.FURNITURE


def blocks(text: str) -> list[tuple[BlockKind, str]]:
    """Kind and text of the blocks that are not furniture."""
    return [(block.kind, block.text) for block in read_text(text).blocks if block.kind is not F]


ITEMS = (
    "The timeliness of visits to children who live at a distance from the borough, so that no child waits.",
    "Supervision.",
    "The quality of plans, which do not yet say clearly enough what needs to change, by when, and who will help.",
    "Oversight of children in unregistered homes",
)
WRAPPED = (
    "The timeliness of visits to children who live at a distance from the",
    "borough, so that no child waits.",
    "Supervision.",
    "The quality of plans, which do not yet say clearly enough what needs",
    "to change, by when, and who will help.",
    "Oversight of children in unregistered homes",
)
STARTS = (0, 2, 3, 5)
PROSE = (
    "Children who need help are seen quickly by workers who listen to them",
    "and who understand what their lives are like. When risks increase the",
    "response is prompt. Managers check that this is so, and they know what",
    "is happening in every team from week to week.",
)
AFTER = [(H, "The experiences and progress of children in care"), (P, " ".join(PROSE))]


def wrapped(bullet: str, indent: str = "") -> str:
    """A report with a hard-wrapped list whose items begin with `bullet`."""
    lines = [(bullet if index in STARTS else indent) + line for index, line in enumerate(WRAPPED)]
    head = "\n".join([*PROSE, "", "What needs to improve?", *lines])
    return head + "\n\nThe experiences and progress of children in care\n" + "\n".join(PROSE)


@pytest.mark.parametrize(
    "bullet", ["• ", "◼ ", "▪\t", "\uf0b7 ", "\uf06e  ", "➢ ", "✓ ", "- ", "– ", "* ", "o ", "\uf0a7\u00a0", "", " "]
)
@pytest.mark.parametrize("indent", ["", "   "])
def test_items_whatever_their_bullets_have_become(bullet: str, indent: str) -> None:
    got = blocks(wrapped(bullet, indent))
    expected = [(P, " ".join(PROSE)), (H, "What needs to improve?"), *((L, item) for item in ITEMS), *AFTER]
    assert got == expected


def test_bullets_alone_on_their_lines() -> None:
    lines = ["What needs to improve?"]
    for index, line in enumerate(WRAPPED):
        lines += ["▪", "", line] if index in STARTS else [line]
        lines += [""] if index + 1 in (*STARTS, len(WRAPPED)) else []
    assert blocks("\n".join(lines)) == [(H, "What needs to improve?"), *((L, item) for item in ITEMS)]


def test_furniture_within_an_item_is_taken_out_and_the_item_rejoined() -> None:
    page = "\n\nInspection of Marlow local authority children’s services\n3 to 14 October 2022\n\n{}\n\n\f"
    lines = [*WRAPPED[:4]]
    text = "What needs to improve?\n" + "\n".join(f"◼ {x}" if i in STARTS else x for i, x in enumerate(lines))
    text += page.format(2) + "\n".join([WRAPPED[4], f"◼ {WRAPPED[5]}", "", *PROSE])
    text += page.format(3) + "The last page says something else." + page.format(4)
    document = read_text(text)
    items = [block.text for block in document.blocks if block.kind is L]
    assert items == list(ITEMS)
    assert document.pages == 3
    furniture = {block.text for block in document.blocks if block.kind is F}
    assert furniture == {
        "Inspection of Marlow local authority children’s services", "3 to 14 October 2022", "2", "3", "4"
    }  # fmt: skip
    broken = next(block for block in document.blocks if block.text == ITEMS[2])
    start, end = broken.source_span(0, len(broken.text))
    assert text[start:end].startswith("The quality of plans")
    assert text[start:end].endswith("who will help.")


def test_footer_pasted_into_the_text_without_form_feeds() -> None:
    footer = "Inspection of Marlow children’s services 14 to 25 November 2022   {}"
    text = "\n".join(
        [*PROSE[:2], footer.format(2), *PROSE[2:], "", *PROSE, footer.format(3), "", *PROSE, footer.format(4)]
    )
    assert blocks(text) == [(P, " ".join(PROSE))] * 3


def test_footnotes_are_furniture() -> None:
    text = (
        "\n".join(PROSE)
        + "\n\n1\n\nThe local authority was given the opportunity to review this section.\n\n5\n\n\f"
        + "\n".join(WRAPPED[:2])
    )
    assert blocks(text) == [(P, " ".join(PROSE)), (P, ITEMS[0])]


def test_numbered_paragraphs_keep_their_numbers() -> None:
    text = "Findings\n1.\n\n{0}\n\n2.  {0}\n\n3. {0}\n10.\n\n{0}".format("\n".join(PROSE))
    numbered = [(block.number, block.kind, block.text) for block in read_text(text).blocks if block.kind is not H]
    assert numbered == [(number, P, " ".join(PROSE)) for number in ("1", "2", "3", "10")]


def test_numbers_in_mid_sentence_are_no_markers() -> None:
    text = "\n".join([PROSE[0], "and who saw that the number of children had risen from 4 in May to", "12. This"])
    text += " is a concern that leaders share and that the board discussed in full\nlast week.\n\n" + "\n".join(
        PROSE * 2
    )
    assert "had risen from 4 in May to 12. This is a concern" in blocks(text)[0][1]


def test_addresses_and_signatures_are_no_headings() -> None:
    text = "Mill House\nRiver Way\nBristol BS1 6NL\n\n11 September 2009\n\nDear Ms Lee\n\n" + " ".join(PROSE)
    text += "\n\nYours sincerely\n\nJo Brown\nHer Majesty’s Inspector"
    assert not [block for block in read_text(text).blocks if block.kind is H and block.text != "Dear Ms Lee"]


def test_lower_case_fragments_under_a_lead_in() -> None:
    text = "Areas for priority action\n" + "\n".join(
        ["The local authority needs to take swift action to address the following:",
         "the quality of assessments", "how quickly strategy meetings are held", "oversight by managers"]
    )  # fmt: skip
    assert [kind for kind, _ in blocks(text + "\n\n" + "\n".join(PROSE * 3))[1:5]] == [P, L, L, L]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_every_kind_of_line_end(newline: str) -> None:
    got = blocks(wrapped("• ").replace("\n", newline))
    assert got == blocks(wrapped("• "))


def test_prose_under_an_unlisted_heading_behind_a_list_is_no_list() -> None:
    body = " ".join(PROSE) + " " + " ".join(PROSE)
    text = f"What needs to improve\nVisits.\nPlans.\n\nMarlow Safeguarding Partnership\n\n{body}\n\n{body}"
    assert blocks(text)[1:] == [
        (L, "Visits."),
        (L, "Plans."),
        (H, "Marlow Safeguarding Partnership"),
        (P, body),
        (P, body),
    ]


def test_headings_within_a_list_are_one_level_deeper() -> None:
    text = "Recommendations\n\nCare planning\n\n• Visit more often.\n• Write plans.\n\nSupervision\n\n• Record it."
    document = read_text(text)
    assert [(block.level, block.text) for block in document.blocks if block.kind is H] == [
        (1, "Recommendations"), (2, "Care planning"), (2, "Supervision")
    ]  # fmt: skip


def test_bullets_that_an_unmarked_item_leads_in_are_nested() -> None:
    text = (
        "Areas for improvement\n\nLeaders should check visits.\n\nLeaders should improve plans by:\n"
        "▪ writing them sooner;\n▪ sharing them."
    )
    assert [(block.kind, block.level, block.text) for block in read_text(text).blocks][1:] == [
        (L, 1, "Leaders should check visits."),
        (P, 0, "Leaders should improve plans by:"),
        (L, 2, "writing them sooner;"),
        (L, 2, "sharing them."),
    ]


def test_topics_divide_a_list_that_has_lost_its_bullets() -> None:
    text = (
        "Areas for improvement\n\nLeadership and management\n\nPlans are late. They lack detail.\n\n"
        "Visits are rare.\n\nEarly help\n\nReferrals are lost."
    )
    assert [(block.kind, block.level, block.text) for block in read_text(text).blocks] == [
        (H, 1, "Areas for improvement"),
        (H, 2, "Leadership and management"),
        (L, 1, "Plans are late. They lack detail."),
        (L, 1, "Visits are rare."),
        (H, 2, "Early help"),
        (L, 1, "Referrals are lost."),
    ]


def test_a_listed_topic_is_one_more_of_those_that_divide_a_list() -> None:
    text = (
        "Areas for improvement\n\nResponse to children who go missing\n\n• Talk to children.\n• Share what is said.\n\n"
        "Leadership and management\n\n• Know what is late."
    )
    assert [(block.level, block.text) for block in read_text(text).blocks if block.kind is H] == [
        (1, "Areas for improvement"), (2, "Response to children who go missing"), (2, "Leadership and management")
    ]  # fmt: skip


def test_numbers_that_run_on_into_prose_do_not_carry_the_list_on() -> None:
    text = (
        "Recommendations\n\n1. Visit more often.\n\n2. Write plans.\n\nEarly help\n\n3. Share what is known.\n\n"
        "Progress since the last inspection\n\n4. The director came in 2012.\n\n5. Partners are an asset."
    )
    assert [(block.level, block.text) for block in read_text(text).blocks if block.kind is H] == [
        (1, "Recommendations"), (2, "Early help"), (1, "Progress since the last inspection")
    ]  # fmt: skip
