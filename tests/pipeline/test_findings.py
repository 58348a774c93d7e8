"""How blocks become findings: sentences, whole items with what is nested in them, cells; printed tails apart."""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import findings.pipeline.findings
import findings.pipeline.segments  # noqa: F401
from findings.intake.document import BlockKind, Document, DocumentBuilder
from findings.pipeline.documents import FINDINGS, make_doc

HEADING, PARAGRAPH, ITEM = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM


def pipeline() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("findings_segments")
    nlp.add_pipe("findings_findings")
    return nlp


def document(*blocks: tuple[BlockKind, str, int]) -> Document:
    builder = DocumentBuilder()
    for kind, text, level in blocks:
        builder.add(kind, text, level=level)
    return builder.build(b"", "text/plain")


def cut(*blocks: tuple[BlockKind, str, int]) -> list[tuple[str, str]]:
    nlp = pipeline()
    doc: Doc = nlp(make_doc(nlp.tokenizer, document(*blocks)))
    return [(span._.unit.value, span.text) for span in doc.spans[FINDINGS]]


def test_prose_is_cut_into_sentences() -> None:
    assert cut((PARAGRAPH, "Plans are late. Visits are not.", 0)) == [
        ("sentence", "Plans are late."),
        ("sentence", "Visits are not."),
    ]


def test_an_item_under_a_heading_that_labels_is_one_finding() -> None:
    assert cut((HEADING, "Strengths", 1), (ITEM, "Staff are stable. Children know them. It shows.", 1)) == [
        ("list_item", "Staff are stable. Children know them. It shows.")
    ]


def test_paragraphs_printed_as_bullets_are_prose() -> None:
    text = "Visits are regular. Plans are clear. Reviews are held on time."
    assert len(cut((HEADING, "Findings", 1), (ITEM, text, 1))) == 3


def test_nested_items_belong_to_their_parent() -> None:
    found = cut(
        (HEADING, "Areas for improvement", 1),
        (ITEM, "Improve the offer to care leavers so that:", 1),
        (ITEM, "pathway plans are current", 2),
        (ITEM, "housing is secure", 2),
        (ITEM, "Improve supervision.", 1),
    )
    assert [text.replace("\n", " ") for _, text in found] == [
        "Improve the offer to care leavers so that: pathway plans are current housing is secure",
        "Improve supervision.",
    ]


def test_items_without_bullets_keep_their_bulleted_parts() -> None:
    found = cut(
        (HEADING, "Areas for improvement", 1),
        (PARAGRAPH, "Leaders should improve what they tell families so that:", 0),
        (ITEM, "letters are clear", 1),
        (ITEM, "the local offer is current.", 1),
        (PARAGRAPH, "Leaders should work with schools to plan moves. They should focus on:", 0),
        (ITEM, "children who change school.", 1),
        (PARAGRAPH, "Leaders should shorten waits for therapy.", 0),
    )
    assert [text.split("\n")[0][:30] for _, text in found[:2]] == [
        "Leaders should improve what th",
        "Leaders should work with schoo",
    ]
    assert [text.count("\n") for _, text in found[:2]] == [2, 1]


def test_lead_ins_of_two_lists_are_not_items() -> None:
    found = cut(
        (HEADING, "Areas for improvement", 1),
        (PARAGRAPH, "The local authority should:", 0),
        (ITEM, "improve its records;", 1),
        (PARAGRAPH, "Partners should take the following actions:", 0),
        (ITEM, "attend strategy meetings.", 1),
    )
    assert [text for unit, text in found if unit == "list_item"] == [
        "improve its records;",
        "attend strategy meetings.",
    ]


def test_printed_references_are_not_text() -> None:
    found = cut((HEADING, "What needs to improve", 1), (ITEM, "The pace of plans. (outcome 3, national framework)", 1))
    assert found == [("list_item", "The pace of plans.")]


def test_what_introduces_a_list_within_a_cell_is_no_finding() -> None:
    builder = DocumentBuilder()
    for column, texts in enumerate((["Leaders"], ["The partnership should:", "visit sooner.", "write plans."])):
        for text in texts:
            builder.add(BlockKind.TABLE_CELL, text, table=0, row=0, column=column)
    nlp = pipeline()
    doc = nlp(make_doc(nlp.tokenizer, builder.build(b"", "text/plain")))
    effects = [span._.cue.effect if span._.cue else None for span in doc.spans[FINDINGS]]
    assert effects == [None, "none", None, None]
