"""One door for every file: what it is by its content, then the reader of that format."""

from __future__ import annotations

from collections.abc import Callable

from findings.errors import Code, FindingsError
from findings.intake.detect import Format, decode, detect
from findings.intake.document import Document
from findings.intake.docx import read_docx
from findings.intake.html import read_html
from findings.intake.mail import read_mail
from findings.intake.pdf import read_pdf
from findings.intake.plain import read_text
from findings.intake.pptx import read_pptx
from findings.settings import settings


def read(content: bytes, name: str | None = None) -> Document:
    """The document in a file's bytes; `name` only makes errors readable.

    Raises FindingsError where there is nothing to read, too much, or a format that is not supported.
    """
    called = name or "The document"
    _check_size(content, called)
    document = _READERS[detect(content, called)](content)
    if not any(block.text for block in document.blocks):
        raise FindingsError(Code.EMPTY, f"{called} holds no text. If it is a scan, run text recognition first.")
    return document


def _check_size(content: bytes, called: str) -> None:
    limit = settings().max_document_bytes
    if not content.strip(b"\0 \t\r\n\f"):
        raise FindingsError(Code.EMPTY, f"{called} is empty. Send a document with text in it.")
    if len(content) > limit:
        message = (
            f"{called} has {len(content):,} bytes; the limit is {limit:,}. Split it, leave pictures out, "
            "or raise FINDINGS_MAX_DOCUMENT_BYTES."
        )
        raise FindingsError(Code.TOO_LARGE, message)


def _read_pdf(content: bytes) -> Document:
    return read_pdf(content, max_pages=settings().max_pages)


def _read_plain(content: bytes) -> Document:
    return read_text(decode(content))


_READERS: dict[Format, Callable[[bytes], Document]] = {
    Format.PDF: _read_pdf,
    Format.DOCX: read_docx,
    Format.PPTX: read_pptx,
    Format.HTML: read_html,
    Format.MAIL: read_mail,
    Format.TEXT: _read_plain,
}
