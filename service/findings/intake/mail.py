"""Reads mail messages: the subject, the body, and a note on attachments that are not read."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default

from findings.intake.detect import Format
from findings.intake.document import Block, BlockKind, Document, DocumentBuilder
from findings.intake.html import read_html
from findings.intake.plain import read_text


def read_mail(content: bytes) -> Document:
    """The document of a mail message; attachments are named in a block of furniture."""
    message = email.message_from_bytes(content.lstrip(), policy=default)
    assert isinstance(message, EmailMessage)
    builder = DocumentBuilder()
    subject = " ".join(str(message.get("subject", "")).split())
    for name in ("from", "to", "cc", "date"):
        if message.get(name):
            builder.add(BlockKind.FURNITURE, f"{name.title()}: {message[name]}")
    builder.add(BlockKind.HEADING, subject, level=1)
    for block in _body(message):
        place = {name: getattr(block, name) for name in ("level", "number", "table", "row", "column", "strong")}
        builder.add(block.kind, block.text, **place)
    for part in message.iter_attachments():
        name = part.get_filename() or part.get_content_type()
        builder.add(BlockKind.FURNITURE, f"Attachment not read: {name}. Send it as a document of its own.")
    return builder.build(content, Format.MAIL, title=subject or None)


def _body(message: EmailMessage) -> tuple[Block, ...]:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ()
    text = str(body.get_content())
    if body.get_content_subtype() == "html":
        return read_html(text.encode()).blocks
    return read_text(text).blocks
