"""What a file is, by its content; what is refused, and how."""

from __future__ import annotations

import io
import zipfile

import pytest

from findings.errors import Code, FindingsError
from findings.intake import read
from findings.intake.detect import Format, decode, detect
from findings.settings import settings

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
HTML = b"<!DOCTYPE html><html><body><h1>Strengths</h1><p>Visits are timely.</p></body></html>"


def packed(**parts: bytes) -> bytes:
    """A zip file of the parts, `__` in a name standing for a slash and `_` for a full stop."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", Format.PDF),
        (b"\n\n%PDF-1.4", Format.PDF),
        (packed(word__document_xml=b"<w/>"), Format.DOCX),
        (packed(ppt__presentation_xml=b"<p/>"), Format.PPTX),
        (HTML, Format.HTML),
        (b"  <!-- saved page -->\n<html lang='en'>", Format.HTML),
        (b"\xef\xbb\xbf<html>", Format.HTML),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", Format.HTML),
        (b"From: a@example.org\nTo: b@example.org\nSubject: Visit\nDate: today\n\nHello", Format.MAIL),
        (b"Subject: to be discussed\n\nThe visit was good.", Format.TEXT),
        (b"Dear Director\n\nFrom: whom it may concern", Format.TEXT),
        ("Children’s needs are met.".encode("utf-16"), Format.TEXT),
        (b"a < b and <b>bold</b>", Format.TEXT),
    ],
)
def test_format_by_content(content: bytes, expected: Format) -> None:
    assert detect(content) is expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_decode_reads_every_common_encoding(encoding: str) -> None:
    text = "Children’s needs – and carers’ views – are well understood in every team."
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", Code.EMPTY, "empty"),
        (b" \n\t\0\0 ", Code.EMPTY, "empty"),
        (b"<html><body><script>x()</script></body></html>", Code.EMPTY, "no text"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), Code.ENCRYPTED, "without a password"),
        (OLE + "WordDocument".encode("utf-16-le"), Code.UNSUPPORTED, "read. Save it as DOCX"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), Code.UNSUPPORTED, "read. Save it as PPTX"),
        (OLE + "Workbook".encode("utf-16-le"), Code.UNSUPPORTED, "(.xls)"),
        (OLE, Code.UNSUPPORTED, "old Office file"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, Code.UNSUPPORTED, "an image"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 99, Code.UNSUPPORTED, "text recognition"),
        (b"{\\rtf1 hello}", Code.UNSUPPORTED, "Rich Text"),
        (b"\x1f\x8b\x08" + b"\0" * 99, Code.UNSUPPORTED, "Unpack it"),
        (packed(xl__workbook_xml=b"<x/>"), Code.UNSUPPORTED, "Excel"),
        (packed(mimetype=b"application/vnd.oasis", content_xml=b"<x/>"), Code.UNSUPPORTED, "OpenDocument"),
        (packed(report_pdf=b"%PDF-1.7"), Code.UNSUPPORTED, "Unpack it"),
        (packed(word__document_xml=b"<w/>" * 99)[:60], Code.TRUNCATED, "Send it again"),
        (packed(word__document_xml=b"not xml"), Code.TRUNCATED, "damaged"),
        (packed(ppt__presentation_xml=b"not xml"), Code.TRUNCATED, "damaged"),
        (bytes(range(32)) * 200, Code.UNSUPPORTED, "not a text"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_mend(content: bytes, code: Code, words: str) -> None:
    with pytest.raises(FindingsError) as caught:
        read(content, "letter.pdf")
    assert (caught.value.code, words in caught.value.message) == (code, True), caught.value.message


def test_too_large_names_size_and_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "max_document_bytes", 10)
    with pytest.raises(FindingsError, match=r"11 bytes; the limit is 10") as caught:
        read(b"hello world")
    assert caught.value.code is Code.TOO_LARGE


def test_zip_bomb_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = packed(word__document_xml=b"\0" * 2_000_000)
    monkeypatch.setattr(settings(), "max_document_bytes", 100_000)
    with pytest.raises(FindingsError, match="unpacks to 2,000,000 bytes") as caught:
        read(bomb)
    assert caught.value.code is Code.TOO_LARGE


def test_page_saved_as_pdf_is_read_as_page() -> None:
    document = read(HTML, "inspection.pdf")
    assert document.media_type == "text/html"
    assert [block.text for block in document.blocks] == ["Strengths", "Visits are timely."]
