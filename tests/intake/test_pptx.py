"""Slides built here, and the blocks they must give."""

from __future__ import annotations

import io

import pptx
from pptx.util import Inches

from findings.intake import read
from findings.intake.document import BlockKind


def test_slides_titles_bullets_tables_and_notes() -> None:
    deck = pptx.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "What needs to improve?"
    body = first.placeholders[1].text_frame
    body.text = "Case loads"
    nested = body.add_paragraph()
    nested.text, nested.level = "in the front door", 1
    first.notes_slide.notes_text_frame.text = "Say thank you."
    second = deck.slides.add_slide(deck.slide_layouts[5])
    second.shapes.title.text = "Good practice"
    second.shapes.add_textbox(Inches(1), Inches(4), Inches(5), Inches(1)).text_frame.text = "Inspectors saw progress."
    typed = second.shapes.add_textbox(Inches(1), Inches(5), Inches(5), Inches(1)).text_frame
    typed.text = "➢ Carers are trained."
    cells = second.shapes.add_table(1, 2, Inches(1), Inches(2), Inches(5), Inches(1)).table
    cells.cell(0, 0).text, cells.cell(0, 1).text = "LSCB", "Good"
    stream = io.BytesIO()
    deck.save(stream)
    document = read(stream.getvalue(), "slides.pptx")
    assert document.pages == 2
    assert [(block.kind, block.page, block.level, block.text) for block in document.blocks] == [
        (BlockKind.HEADING, 1, 1, "What needs to improve?"),
        (BlockKind.LIST_ITEM, 1, 1, "Case loads"),
        (BlockKind.LIST_ITEM, 1, 2, "in the front door"),
        (BlockKind.FURNITURE, 1, 0, "Say thank you."),
        (BlockKind.HEADING, 2, 1, "Good practice"),
        (BlockKind.TABLE_CELL, 2, 0, "LSCB"),
        (BlockKind.TABLE_CELL, 2, 0, "Good"),
        (BlockKind.PARAGRAPH, 2, 0, "Inspectors saw progress."),
        (BlockKind.LIST_ITEM, 2, 1, "Carers are trained."),
    ]
