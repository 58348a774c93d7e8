"""Reads plain text as people paste it."""

from __future__ import annotations

from findings.intake.document import Document, DocumentBuilder, BlockKind


def read_text(text: str) -> Document:
    """The document of a posted text."""
    builder = DocumentBuilder()
    for part in text.split("\n\n"):
        builder.add(BlockKind.PARAGRAPH, part)
    return builder.build(text.encode(), "text/plain")
