"""Reads PDF files: by their structure tree where they are tagged, by geometry where they are not."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2

from findings.errors import Code, FindingsError
from findings.intake.document import BlockKind, Document, DocumentBuilder
from findings.intake.pdf_finish import finish
from findings.intake.pdf_lines import read_lines
from findings.intake.pdf_order import settle, split_styles
from findings.intake.pdf_passage import Passage
from findings.intake.pdf_raw import page_rules, page_runs, page_tree
from findings.intake.pdf_tags import TagReader

MEDIA_TYPE = "application/pdf"
HEAD = 1024


def read_pdf(content: bytes, *, max_pages: int = 1000) -> Document:
    """The document of a PDF file's bytes.

    Raises FindingsError for a file that is empty, no PDF, encrypted, damaged, scanned or longer than `max_pages`.
    """
    file = open_pdf(content)
    try:
        pages = len(file)
        if pages > max_pages:
            raise FindingsError(
                Code.TOO_LARGE,
                f"The PDF has {pages} pages; at most {max_pages} are read. Split it and send the parts.",
            )
        passages = list(_passages(file))
        title = file.get_metadata_dict().get("Title") or None
    finally:
        file.close()
    return _build(content, passages, pages, title)


def open_pdf(content: bytes) -> pypdfium2.PdfDocument:
    """The opened file, or a FindingsError that says why it cannot be opened."""
    if not content.strip():
        raise FindingsError(Code.EMPTY, "The file is empty. Send the PDF again.")
    if b"%PDF-" not in content[:HEAD]:
        raise FindingsError(Code.UNSUPPORTED, "The file is not a PDF. Send it under the name of what it is.")
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise FindingsError(
                Code.ENCRYPTED, "The PDF is protected by a password. Save it without protection and send it again."
            ) from error
        raise FindingsError(
            Code.TRUNCATED, "The PDF is damaged or cut off. Download or export it again and send it again."
        ) from error


def _passages(file: pypdfium2.PdfDocument) -> Iterator[Passage]:
    tables = 0
    for index in range(len(file)):
        page = file[index]
        try:
            runs, tree = page_runs(page.raw), page_tree(page.raw)
            rules, height = ([], 0.0) if tree else (page_rules(page.raw), page.get_height())
        finally:
            page.close()
        if tree is None:
            passages, tables = read_lines(index + 1, runs, rules, height, tables)
            yield from passages
            continue
        reader = TagReader(index + 1, runs, tables)
        reader.read(tree)
        tables = reader.next_table
        settle(reader.passages)
        yield from (part for passage in reader.passages for part in split_styles(passage))
        for left in reader.marks.values():
            kind = BlockKind.FURNITURE if left[0].artefact else BlockKind.PARAGRAPH
            yield Passage(index + 1, kind, left)


def _build(content: bytes, passages: list[Passage], pages: int, title: str | None) -> Document:
    builder = DocumentBuilder()
    for passage in finish(passages):
        table, row, column = passage.cell or (None, None, None)
        builder.add(
            passage.kind,
            passage.text,
            page=passage.page,
            level=passage.level,
            number=passage.number,
            table=table,
            row=row,
            column=column,
            strong=passage.strong,
        )
    if not builder.blocks:
        raise FindingsError(
            Code.IMAGE_ONLY,
            "The PDF holds no text, only pictures (a scan). Run text recognition (OCR) on it and send the result.",
        )
    return builder.build(content, MEDIA_TYPE, pages=pages, title=title)
