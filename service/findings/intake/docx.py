"""Reads Word documents: headings and lists by style, tables cell by cell, in document order."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from findings.errors import Code, FindingsError
from findings.intake.detect import Format
from findings.intake.document import BlockKind, Document, DocumentBuilder
from findings.intake.markers import marker

_TEXT = {qn("w:t"): None, qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list (?:bullet|number)(?: (\d))?$", re.IGNORECASE)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {qn("w:txbxContent"), _FALLBACK, qn("w:pPr"), qn("w:del"), qn("w:moveFrom")}
MAX_BOLD_HEADING = 120


def read_docx(content: bytes) -> Document:
    """The document of a DOCX file. Raises FindingsError where the file is damaged."""
    try:
        word = docx.Document(io.BytesIO(content))
    except Exception as error:  # python-docx lets errors of zipfile, lxml and its own parts through
        message = f"The Word document is damaged ({error}). Open and save it in Word, then send it again."
        raise FindingsError(Code.TRUNCATED, message) from error
    return _Reader(word).read(content)


class _Reader:
    def __init__(self, word: WordDocument) -> None:
        self.word = word
        self.builder = DocumentBuilder()
        self.page = 1
        self.tables = 0
        self.titled = any(_is_title(paragraph) for paragraph in word.paragraphs)

    def read(self, content: bytes) -> Document:
        self._furniture("header")
        self._container(self.word)
        self._furniture("footer")
        title = self.word.core_properties.title or None
        return self.builder.build(content, Format.DOCX, pages=self.page, title=title)

    def _furniture(self, part: str) -> None:
        texts = dict.fromkeys(
            paragraph.text
            for section in self.word.sections
            if not getattr(section, part).is_linked_to_previous
            for paragraph in getattr(section, part).paragraphs
        )
        for text in texts:
            self.builder.add(BlockKind.FURNITURE, text, page=self.page)

    def _container(self, container: Any) -> None:
        for inner in container.iter_inner_content():
            if isinstance(inner, Table):
                self._table(inner)
            else:
                self._paragraph(inner)

    def _paragraph(self, paragraph: Paragraph, **cell: int) -> None:
        text = _text(paragraph._p)
        found = marker(text.strip())
        kind, level = _kind(paragraph, text)
        if kind is BlockKind.HEADING and self.titled and not _is_title(paragraph):
            level += 1  # what the style of titles is set in stands over the headings
        if found and kind in (BlockKind.LIST_ITEM, BlockKind.PARAGRAPH):
            text = text.strip()[found.length :]
            kind = BlockKind.LIST_ITEM if found.bullet else kind
            level = level or int(bool(found.bullet))
        kind = BlockKind.TABLE_CELL if cell else kind
        number = found.number or None if found else None
        strong = _is_bold(paragraph)
        self.builder.add(kind, text, page=self.page, level=level, number=number, strong=strong, **cell)
        for box in _text_boxes(paragraph._p):
            self._paragraph(Paragraph(box, paragraph._parent))
        self.page += _page_breaks(paragraph._p)

    def _table(self, table: Table) -> None:
        if len(table.rows) == 1 and len(table.columns) == 1:
            self._container(table.cell(0, 0))  # a box drawn as a table, not data
            return
        number, self.tables = self.tables, self.tables + 1
        for row, column, cell in _cells(table):
            for inner in cell.iter_inner_content():
                if isinstance(inner, Table):
                    self._table(inner)
                else:
                    self._paragraph(inner, table=number, row=row, column=column)


def _cells(table: Table) -> Iterator[tuple[int, int, _Cell]]:
    """Every cell once with its row and column, merged cells where they start."""
    seen = set()
    for row_index, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            if cell._tc not in seen:
                seen.add(cell._tc)
                yield row_index, column, cell


def _kind(paragraph: Paragraph, text: str) -> tuple[BlockKind, int]:
    style = _style(paragraph)
    if found := _HEADING.match(style):
        return BlockKind.HEADING, int(found[1])
    if _is_title(paragraph):
        return BlockKind.HEADING, 1
    level = _list_level(paragraph)
    if named := _LIST_STYLE.match(style):
        level = max(level, int(named[1] or 1))
    if level:
        return BlockKind.LIST_ITEM, level
    if _is_bold(paragraph) and len(text) <= MAX_BOLD_HEADING and not text.rstrip().endswith((".", ";", ",")):
        return BlockKind.HEADING, 2
    return BlockKind.PARAGRAPH, 0


def _style(paragraph: Paragraph) -> str:
    return (paragraph.style.name if paragraph.style else "") or ""


def _is_title(paragraph: Paragraph) -> bool:
    return _style(paragraph) == "Title" and bool(paragraph.text.strip())


def _list_level(paragraph: Paragraph) -> int:
    """The list level of a paragraph numbered or bulleted by itself or by its style, 0 for none."""
    owners = [paragraph._p.pPr]
    style: Any = paragraph.style
    while style is not None:
        owners.append(style.element.pPr)
        style = style.base_style
    for owner in owners:
        if owner is not None and owner.numPr is not None:
            numbering: Any = owner.numPr
            if numbering.numId is not None and numbering.numId.val == 0:
                return 0
            return 1 + (numbering.ilvl.val if numbering.ilvl is not None else 0)
    return 0


def _is_bold(paragraph: Paragraph) -> bool:
    runs = [run for run in paragraph.runs if run.text.strip()]
    return bool(runs) and all(run.bold for run in runs)


def _text(element: Any) -> str:
    """The visible text of a paragraph: insertions in, deletions and text boxes out."""
    parts: list[str] = []
    stack = [element]
    while stack:
        node = stack.pop()
        if node.tag in _SKIPPED:
            continue
        if node.tag in _TEXT:
            parts.append(_TEXT[node.tag] or node.text or "")
        stack.extend(reversed(node))
    return "".join(parts)


def _text_boxes(element: Any) -> Iterator[Any]:
    for box in element.iter(qn("w:txbxContent")):
        if not any(True for _ in box.iterancestors(_FALLBACK)):
            yield from box.findall(qn("w:p"))


def _page_breaks(element: Any) -> int:
    rendered = sum(1 for _ in element.iter(qn("w:lastRenderedPageBreak")))
    return rendered or sum(node.get(qn("w:type")) == "page" for node in element.iter(qn("w:br")))
