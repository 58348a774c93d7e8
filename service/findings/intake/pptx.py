"""Reads PowerPoint files: a slide is a page, its title a heading, its body lines list items."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn

from findings.errors import Code, FindingsError
from findings.intake.detect import Format
from findings.intake.document import BlockKind, Document, DocumentBuilder
from findings.intake.markers import marker

_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE}
_BODIES = {PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY}
_FURNITURE = {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.HEADER}


def read_pptx(content: bytes) -> Document:
    """The document of a PPTX file, `page` counting slides. Raises FindingsError where the file is damaged."""
    try:
        deck = pptx.Presentation(io.BytesIO(content))
        slides = list(deck.slides)
    except Exception as error:  # python-pptx lets errors of zipfile, lxml and its own parts through
        message = f"The PowerPoint file is damaged ({error}). Open and save it in PowerPoint, then send it again."
        raise FindingsError(Code.TRUNCATED, message) from error
    reader = _Reader()
    for page, slide in enumerate(slides, start=1):
        reader.slide(slide, page)
    title = deck.core_properties.title or None
    return reader.builder.build(content, Format.PPTX, pages=len(slides), title=title)


class _Reader:
    def __init__(self) -> None:
        self.builder = DocumentBuilder()
        self.tables = 0

    def slide(self, slide: Any, page: int) -> None:
        for shape in sorted(_shapes(slide.shapes), key=_reading_order):
            if shape.has_text_frame:
                self._frame(shape, page)
            elif getattr(shape, "has_table", False) and shape.has_table:
                self._table(shape.table, page)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            self.builder.add(BlockKind.FURNITURE, slide.notes_slide.notes_text_frame.text, page=page)

    def _frame(self, shape: Any, page: int) -> None:
        role = _role(shape)
        if role in _TITLES:
            self.builder.add(BlockKind.HEADING, shape.text_frame.text, page=page, level=1)
            return
        for paragraph in shape.text_frame.paragraphs:
            if role in _FURNITURE:
                self.builder.add(BlockKind.FURNITURE, paragraph.text, page=page)
            else:
                self._paragraph(paragraph, page, listed=role in _BODIES)

    def _paragraph(self, paragraph: Any, page: int, *, listed: bool) -> None:
        text = paragraph.text.replace("\v", " ").strip()
        found = marker(text)
        text = text[found.length :] if found else text
        if (listed or _has_bullet(paragraph) or (found and found.bullet)) and not _bullet_off(paragraph):
            kind, level = BlockKind.LIST_ITEM, paragraph.level + 1
        else:
            kind, level = BlockKind.PARAGRAPH, 0
        number = (found.number or None) if found else None
        self.builder.add(kind, text, page=page, level=level, number=number)

    def _table(self, table: Any, page: int) -> None:
        number, self.tables = self.tables, self.tables + 1
        for row_index, row in enumerate(table.rows):
            for column, cell in enumerate(row.cells):
                if cell.is_spanned:
                    continue
                for paragraph in cell.text_frame.paragraphs:
                    place = {"table": number, "row": row_index, "column": column}
                    self.builder.add(BlockKind.TABLE_CELL, paragraph.text, page=page, **place)


def _shapes(shapes: Any) -> Iterator[Any]:
    """Every shape, those of groups included."""
    stack = list(shapes)[::-1]
    while stack:
        shape = stack.pop()
        if hasattr(shape, "shapes"):
            stack.extend(list(shape.shapes)[::-1])
        else:
            yield shape


def _reading_order(shape: Any) -> tuple[int, int, int]:
    return (0 if _role(shape) in _TITLES else 1, shape.top or 0, shape.left or 0)


def _role(shape: Any) -> Any:
    return shape.placeholder_format.type if shape.is_placeholder else None


def _has_bullet(paragraph: Any) -> bool:
    properties = paragraph._p.pPr
    return properties is not None and any(
        properties.find(qn(name)) is not None for name in ("a:buChar", "a:buAutoNum", "a:buBlip")
    )


def _bullet_off(paragraph: Any) -> bool:
    properties = paragraph._p.pPr
    return properties is not None and properties.find(qn("a:buNone")) is not None
