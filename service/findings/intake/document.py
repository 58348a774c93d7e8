"""What every reader produces: a document's extracted text and its blocks, each tied to that text."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class BlockKind(StrEnum):
    """What a block is on the page; `furniture` is headers, footers, page numbers and footnotes."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_CELL = "table_cell"
    FURNITURE = "furniture"


class Piece(NamedTuple):
    """`length` characters at `at` of a block's text stand at `start` of the document's text, one for one."""

    at: int
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Block:
    """A passage: clean `text`, and `pieces` that say where each part of it stands in the document's text.

    `page` counts from 1. `level` is a heading's depth (1 is the highest) or a list item's nesting (1 is the
    outermost). `number` is a printed paragraph number without its full stop. `table`, `row` and `column` count
    from 0 and place a table cell. `strong` is text printed bold throughout.
    """

    kind: BlockKind
    text: str
    pieces: tuple[Piece, ...]
    page: int = 1
    level: int = 0
    number: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    strong: bool = False

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters `start` to `end` of the block's text begin and end in the document's text."""
        return self._source(start), self._source(max(start, end - 1)) + 1

    def _source(self, at: int) -> int:
        index = bisect_right(self.pieces, at, key=lambda piece: piece.at) - 1
        piece = self.pieces[max(index, 0)]
        return piece.start + min(at - piece.at, piece.length - 1)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: `sha256` of its bytes (or posted text), extracted `text`, `blocks` in reading order."""

    sha256: str
    media_type: str
    text: str
    blocks: tuple[Block, ...]
    pages: int = 1
    title: str | None = None


@dataclass(slots=True)
class DocumentBuilder:
    """Composes the extracted text of a file from its blocks, one a line, with a form feed between pages."""

    blocks: list[Block] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _page: int = 1

    def add(self, kind: BlockKind, text: str, *, page: int = 1, **place: object) -> None:
        """Append a block whose clean text is also its extracted text; blank text is left out."""
        text = " ".join(text.split())
        if not text:
            return
        self._write("\f" if page > self._page else "")
        self._page = max(self._page, page)
        pieces = (Piece(0, self._length, len(text)),)
        self.blocks.append(Block(kind, text, pieces, page=page, **place))  # type: ignore[arg-type]
        self._write(text + "\n")

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def build(self, content: bytes, media_type: str, *, pages: int = 1, title: str | None = None) -> Document:
        """The finished document of `content`."""
        sha256 = hashlib.sha256(content).hexdigest()
        return Document(sha256, media_type, "".join(self._parts), tuple(self.blocks), pages, title)
