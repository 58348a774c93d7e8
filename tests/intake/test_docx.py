"""Word documents built here, and the blocks they must give."""

from __future__ import annotations

import io

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from findings.intake import read
from findings.intake.document import BlockKind, Document

H, P, L, T, F = (
    BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_CELL, BlockKind.FURNITURE
)  # fmt: skip


def saved(word: WordDocument) -> Document:
    """The document as read from the saved file."""
    stream = io.BytesIO()
    word.save(stream)
    return read(stream.getvalue(), "report.docx")


def blocks(document: Document) -> list[tuple[BlockKind, int, str]]:
    """Kind, level and text of every block."""
    return [(block.kind, block.level, block.text) for block in document.blocks]


def test_styles_lists_and_order() -> None:
    word = docx.Document()
    word.core_properties.title = "Focused visit to Marlow"
    word.add_heading("Focused visit", 0)
    word.add_heading("Areas for improvement", 2)
    word.add_paragraph("Timeliness of visits.", style="List Bullet")
    word.add_paragraph("At weekends.", style="List Bullet 2")
    word.add_paragraph("Supervision.", style="List Number")
    word.add_paragraph("• Typed bullet")
    word.add_paragraph("2.4  Inspectors saw good work.")
    word.add_paragraph().add_run("Strengths").bold = True
    word.add_paragraph("Carers are trained.")
    document = saved(word)
    assert document.title == "Focused visit to Marlow"
    assert blocks(document) == [
        (H, 1, "Focused visit"),
        (H, 3, "Areas for improvement"),
        (L, 1, "Timeliness of visits."),
        (L, 2, "At weekends."),
        (L, 1, "Supervision."),
        (L, 1, "Typed bullet"),
        (P, 0, "Inspectors saw good work."),
        (H, 3, "Strengths"),
        (P, 0, "Carers are trained."),
    ]
    assert [block.number for block in document.blocks if block.kind is P] == ["2.4", None]
    for block in document.blocks:
        start, end = block.source_span(0, len(block.text))
        assert document.text[start:end] == block.text


def test_tables_cell_by_cell_where_they_stand() -> None:
    word = docx.Document()
    word.add_paragraph("Before.")
    table = word.add_table(3, 2)
    rows = (
        ("Responsible body", "Area for priority action"),
        ("The council", "Improve plans."),
        ("Health", "Staff up."),
    )
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(2, 0).merge(table.cell(2, 1))
    word.add_paragraph("After.")
    box = word.add_table(1, 1)
    box.cell(0, 0).text = "A box is no table."
    document = saved(word)
    cells = [(block.table, block.row, block.column, block.text) for block in document.blocks if block.kind is T]
    assert cells == [
        (0, 0, 0, "Responsible body"),
        (0, 0, 1, "Area for priority action"),
        (0, 1, 0, "The council"),
        (0, 1, 1, "Improve plans."),
        (0, 2, 0, "Health"),
        (0, 2, 0, "Staff up."),
    ]
    others = [text for kind, _, text in blocks(document) if kind is not T]
    assert others == ["Before.", "After.", "A box is no table."]


def test_headers_and_footers_are_furniture_and_breaks_count_pages() -> None:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "Inspection of Marlow"
    word.sections[0].footer.paragraphs[0].text = "Page 1"
    word.add_paragraph("First page.")
    word.add_page_break()  # type: ignore[no-untyped-call]
    word.add_paragraph("Second page.")
    document = saved(word)
    assert [block.text for block in document.blocks if block.kind is F] == ["Inspection of Marlow", "Page 1"]
    assert [(block.page, block.text) for block in document.blocks if block.kind is P] == [
        (1, "First page."), (2, "Second page.")
    ]  # fmt: skip
    assert document.pages == 2
    assert "\f" in document.text


def test_insertions_are_read_and_deletions_are_not() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("Visits are ")
    space = nsdecls("w")
    paragraph._p.append(parse_xml(f"<w:del {space}><w:r><w:delText>late</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {space}><w:r><w:t>timely.</w:t></w:r></w:ins>"))
    assert blocks(saved(word)) == [(P, 0, "Visits are timely.")]


def test_a_title_stands_over_the_headings() -> None:
    word = docx.Document()
    word.add_heading("Peer challenge", 0)
    word.add_heading("Strengths", 1)
    word.add_paragraph().add_run("Early help").bold = True
    word.add_paragraph("Families are seen.")
    assert blocks(saved(word)) == [
        (H, 1, "Peer challenge"), (H, 2, "Strengths"), (H, 3, "Early help"), (P, 0, "Families are seen.")
    ]  # fmt: skip
