"""Tells what a file is by its content, never by its name, and refuses by name what cannot be read."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from enum import StrEnum

from findings.errors import Code, FindingsError
from findings.settings import settings


class Format(StrEnum):
    """The formats that can be read; the values are media types."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    HTML = "text/html"
    MAIL = "message/rfc822"
    TEXT = "text/plain"


HEAD = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
UNPACKED_FACTOR = 10
MAX_ZIP_ENTRIES = 20_000

# Streams of OLE containers, the older Office formats: first match wins.
_OLE_STREAMS = (
    ("WordDocument", "an old Word document (.doc)", "Save it as DOCX or PDF"),
    ("PowerPoint Document", "an old PowerPoint file (.ppt)", "Save it as PPTX or PDF"),
    ("Workbook", "an old Excel workbook (.xls)", "Save the text as PDF or DOCX"),
    ("__properties_version1.0", "an Outlook message (.msg)", "Save the message as .eml or its text"),
)
_MAGIC = (
    (rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|BM.{4}\0{4}|RIFF.{4}WEBP|\0{3}.ftyphei", "an image",
     "Run text recognition and send the text or a PDF with text"),
    (rb"\{\\rtf", "a Rich Text file (.rtf)", "Save it as DOCX or PDF"),
    (rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd", "a compressed archive",
     "Unpack it and send the documents in it"),
    (rb"ID3|OggS|RIFF.{4}(?:WAVE|AVI )|.{4}ftyp|\x1aE\xdf\xa3", "a sound or video file", "Send a written document"),
    (rb"MZ|\x7fELF|\xca\xfe\xba\xbe|SQLite format 3", "a program or database", "Send a document"),
    (rb"%!PS", "a PostScript file", "Convert it to PDF"),
)  # fmt: skip
_MAGICS = tuple((re.compile(pattern, re.DOTALL), what, mend) for pattern, what, mend in _MAGIC)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|div|table|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_HEADER_LINE = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]*:|[ \t]+\S)")
_MAIL_HEADERS = frozenset(
    (
        "from",
        "to",
        "cc",
        "subject",
        "date",
        "received",
        "message-id",
        "mime-version",
        "return-path",
        "delivered-to",
        "content-type",
    )
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ufffd]")


def detect(content: bytes, called: str = "The document") -> Format:
    """The format of a file's bytes.

    Raises FindingsError (unsupported, encrypted, damaged) where it cannot be read, naming what to do.
    """
    head = content[:HEAD]
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    if head.startswith(ZIPS):
        return _in_zip(content, called)
    if head.startswith(OLE):
        raise _ole(content, called)
    for magic, what, mend in _MAGICS:
        if magic.match(head):
            raise FindingsError(Code.UNSUPPORTED, f"{called} is {what}, which cannot be read. {mend}.")
    return _in_text(content, called)


def decode(content: bytes) -> str:
    """The text of a plain file in UTF-8, UTF-16 or UTF-32 (with or without a mark), else Windows-1252."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    zeros = content[:HEAD].count(0)
    if zeros > len(content[:HEAD]) // 4:
        even = content[:HEAD:2].count(0)
        return content.decode("utf-16-be" if even > zeros // 2 else "utf-16-le", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _in_text(content: bytes, called: str) -> Format:
    start = decode(content[: 16 * HEAD])
    if len(_CONTROL.findall(start)) > len(start) // 50:
        raise FindingsError(
            Code.UNSUPPORTED,
            f"{called} is not a text or a known kind of document. Send PDF, DOCX, PPTX, HTML, mail or text.",
        )
    if _HTML.match(start):
        return Format.HTML
    return Format.MAIL if _is_mail(start) else Format.TEXT


def _is_mail(start: str) -> bool:
    """Whether the text begins with a block of mail headers, at least three of them well known."""
    names = set()
    for line in start.splitlines():
        if not line.strip():
            break
        if not _HEADER_LINE.match(line):
            return False
        names.add(line.partition(":")[0].lower())
    return len(names & _MAIL_HEADERS) >= 3 and "from" in names


def _in_zip(content: bytes, called: str) -> Format:
    names = _zip_names(content, called)
    if "word/document.xml" in names:
        return Format.DOCX
    if "ppt/presentation.xml" in names:
        return Format.PPTX
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        what, mend = "an Excel workbook", "Save the text as PDF or DOCX"
    elif "mimetype" in names and "content.xml" in names:
        what, mend = "an OpenDocument file", "Save it as DOCX, PPTX or PDF"
    else:
        what, mend = "a zip archive", "Unpack it and send the documents in it"
    raise FindingsError(Code.UNSUPPORTED, f"{called} is {what}, which cannot be read. {mend}.")


def _zip_names(content: bytes, called: str) -> set[str]:
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError) as error:
        message = f"{called} is damaged or was not fully uploaded ({error}). Send it again."
        raise FindingsError(Code.TRUNCATED, message) from error
    unpacked, limit = sum(entry.file_size for entry in entries), settings().max_document_bytes * UNPACKED_FACTOR
    if unpacked > limit or len(entries) > MAX_ZIP_ENTRIES:
        message = f"{called} unpacks to {unpacked:,} bytes in {len(entries):,} parts; the limit is {limit:,}. Split it."
        raise FindingsError(Code.TOO_LARGE, message)
    return {entry.filename for entry in entries}


def _ole(content: bytes, called: str) -> FindingsError:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return FindingsError(Code.ENCRYPTED, f"{called} is encrypted. Save it without a password and send it again.")
    for stream, what, mend in _OLE_STREAMS:
        if stream.encode("utf-16-le") in content:
            return FindingsError(Code.UNSUPPORTED, f"{called} is {what}, which cannot be read. {mend}.")
    return FindingsError(Code.UNSUPPORTED, f"{called} is an old Office file. Save it as DOCX, PPTX or PDF.")
