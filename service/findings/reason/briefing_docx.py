"""Writes a briefing as a Word document: headings, tables and quotations with links back."""

from __future__ import annotations

import io
import re
from urllib.parse import quote

from docx import Document
from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from findings.reason.briefing import Briefing, Part, Quotation
from findings.taxonomy import taxonomy

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # XML holds none of these


def to_docx(briefing: Briefing, site: str) -> bytes:
    """The bytes of a Word file; `site` is the address that links lead back to."""
    word = Document()
    word.core_properties.title, word.core_properties.author = _plain(briefing.title), "Findings"
    word.styles["Normal"].font.size = Pt(11)
    word.add_heading(_plain(briefing.title), 0)
    _link(word.add_paragraph(), "The same on its page, as it stands now", site + quote(briefing.path, safe="/?=&#"))
    for part in briefing.parts:
        _write(word, part, site)
    word.add_heading("How this was made", 1)
    _table(word, [["", ""], *([name, value] for name, value in briefing.made_of.items())])
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _write(word: Word, part: Part, site: str) -> None:
    word.add_heading(_plain(part.title), 1)
    for text in part.paragraphs:
        word.add_paragraph(_plain(text))
    if part.table:
        _table(word, part.table)
    for quotation in part.quotations:
        _quotation(word, quotation, site)


def _table(word: Word, rows: list[list[str]]) -> None:
    shown = rows if any(rows[0]) else rows[1:]
    table = word.add_table(len(shown), len(shown[0]), style="Light Grid Accent 1")
    for row, cells in zip(table.rows, shown, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = _plain(text)
    word.add_paragraph()


def _quotation(word: Word, quotation: Quotation, site: str) -> None:
    word.add_paragraph(f"“{_plain(quotation.text)}”", style="Quote")
    told = word.add_paragraph(f"{taxonomy().labels[quotation.label].name}. ")
    _link(told, f"{_plain(quotation.source)}, p. {quotation.page}", site + quotation.path)
    if quotation.after:
        word.add_paragraph(f"Later: {_plain(quotation.after)}", style="List Bullet")


def _link(paragraph: Paragraph, text: str, address: str) -> None:
    """A hyperlink, which python-docx reads but cannot write."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(text)
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _plain(text: str) -> str:
    return UNWRITABLE.sub("\ufffd", text)
