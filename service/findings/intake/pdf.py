"""Reads PDF files: by their structure tree where they are tagged, by geometry where they are not."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pypdfium2

from findings.errors import Code, FindingsError
from findings.intake.document import BlockKind, Document, DocumentBuilder
from findings.intake.pdf_finish import finish
from findings.intake.pdf_lines import read_lines
from findings.intake.pdf_order import settle, split_styles
from findings.intake.pdf_passage import Passage
from findings.intake.pdf_raw import has_pictures, page_rules, page_runs, page_tree
from findings.intake.pdf_tags import TagReader

MEDIA_TYPE = "application/pdf"
PDFIUM = threading.Lock()  # pdfium must not be called by two threads at once
HEAD = 1024
TAIL = 4096
FEWEST_LETTERS = 10
DAMAGED = "The PDF is damaged or cut off. Download or export it again and send it again."
SCANNED = "The PDF holds pictures of pages (a scan) and no text. Run text recognition (OCR) on it and send the result."


def read_pdf(content: bytes, *, max_pages: int = 1000) -> Document:
    """The document of a PDF file's bytes.

    Raises FindingsError for a file that is empty, no PDF, encrypted, damaged, scanned or longer than `max_pages`.
    """
    with PDFIUM:
        passages, pages, title = _read(content, max_pages)
    return _build(content, passages, pages, title)


def _read(content: bytes, max_pages: int) -> tuple[list[Passage], int, str | None]:
    file = open_pdf(content)
    try:
        pages = len(file)
        if pages > max_pages:
            raise FindingsError(
                Code.TOO_LARGE,
                f"The PDF has {pages} pages; at most {max_pages} are read. Split it and send the parts.",
            )
        passages = list(_passages(file))
        _refuse_without_text(file, passages)
        return passages, pages, file.get_metadata_dict().get("Title") or None
    except pypdfium2.PdfiumError as error:
        raise FindingsError(Code.TRUNCATED, DAMAGED) from error
    finally:
        file.close()


def open_pdf(content: bytes) -> pypdfium2.PdfDocument:
    """The opened file, or a FindingsError that says why it cannot be opened."""
    if not content.strip():
        raise FindingsError(Code.EMPTY, "The file is empty. Send the PDF again.")
    if b"%PDF-" not in content[:HEAD]:
        raise FindingsError(Code.UNSUPPORTED, "The file is not a PDF. Send it under the name of what it is.")
    if b"%%EOF" not in content.rstrip()[-TAIL:]:
        # pdfium reads what is left of such a file and says nothing of the pages that are gone.
        raise FindingsError(Code.TRUNCATED, DAMAGED)
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise FindingsError(
                Code.ENCRYPTED, "The PDF is protected by a password. Save it without protection and send it again."
            ) from error
        raise FindingsError(Code.TRUNCATED, DAMAGED) from error


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


def _refuse_without_text(file: pypdfium2.PdfDocument, passages: list[Passage]) -> None:
    """Raise FindingsError where there is nothing to read, by what there is instead."""
    letters = sum(len(run.text) for passage in passages for run in passage.runs if not run.artefact)
    if letters >= FEWEST_LETTERS * len(file):
        return
    # The page must be held while its objects are read: pdfium frees them with it.
    if any(has_pictures(page.raw) for page in file):
        raise FindingsError(Code.IMAGE_ONLY, SCANNED)
    if not letters:
        raise FindingsError(Code.EMPTY, "The PDF's pages are blank. Send the file that holds the report.")


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
    return builder.build(content, MEDIA_TYPE, pages=pages, title=title)
