"""A document as its metadata is read from it: its blocks with one spelling of quotes, dashes, spaces and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from spacy.tokens import Doc

from findings.intake.document import Block, BlockKind, Document

SOURCE = "findings_source"
# How far the front of a report reaches: covers and letterheads end within it.
OPENING_CHARACTERS = 4_500
OPENING_PAGES = 2

_SPELLING = (
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‒": "-", "―": "-", "─": "-", "−": "-"}
    | dict.fromkeys("\u00a0\u2007\u202f", " ")
    | dict.fromkeys("\u00ad\u200b\u0002", "")
)
_UNUSUAL = re.compile(f"[{''.join(_SPELLING)}]")
_EMPHASIS = re.compile(r"\*|__+")
# "25 th" begins with its digit, not with a border of words, for which every character would be looked at.
_ORDINAL = re.compile(r"(\d(?<!\w\d)\d?) ?(?:st|nd|rd|th)\b")
_MONTH_AND_YEAR = re.compile(r"[A-Z][a-z]{2,8},? 20\d\d")


def plain(text: str) -> str:
    """`text` with straight quotes, short dashes, single spaces, "25 th" as "25", and no emphasis marks."""
    if not text.isascii():
        text = _UNUSUAL.sub(lambda found: _SPELLING[found[0]], text)
    text = _ORDINAL.sub(r"\1", _EMPHASIS.sub("", text))
    return " ".join(text.split())


def _whole(block: Block) -> str:
    """A block's text; the day of a date that stands alone may have been taken for a paragraph number."""
    text = plain(block.text)
    return f"{block.number} {text}" if block.number and _MONTH_AND_YEAR.fullmatch(text) else text


class Passage(NamedTuple):
    """A block of a document in plain spelling, with where it stands; `row` is its table and row."""

    text: str
    kind: BlockKind
    page: int
    number: str | None
    row: tuple[int, int] | None
    column: int | None


@dataclass(frozen=True)
class Source:
    """The passages of `document`, in order."""

    document: Document

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage that has text, furniture included."""
        return tuple(
            Passage(_whole(block), block.kind, block.page, block.number, row, block.column)
            for block in self.document.blocks
            for row in [None if block.table is None or block.row is None else (block.table, block.row)]
        )

    @cached_property
    def body(self) -> tuple[Passage, ...]:
        """The passages that are not page furniture."""
        return tuple(passage for passage in self.passages if passage.kind is not BlockKind.FURNITURE)

    @cached_property
    def front(self) -> tuple[Passage, ...]:
        """The passages of the cover or letterhead and what follows it at once, furniture included."""
        return tuple(self._front())

    @cached_property
    def opening(self) -> tuple[Passage, ...]:
        """The front without page furniture."""
        return tuple(passage for passage in self.front if passage.kind is not BlockKind.FURNITURE)

    @cached_property
    def opening_text(self) -> str:
        """The opening, one passage a line."""
        return "\n".join(passage.text for passage in self.opening)

    @cached_property
    def text(self) -> str:
        """Every passage, one a line."""
        return "\n".join(passage.text for passage in self.passages)

    def _front(self) -> Iterator[Passage]:
        length = 0
        for passage in self.passages:
            if length and (length > OPENING_CHARACTERS or passage.page > OPENING_PAGES):
                return
            length += len(passage.text) + 1
            yield passage


def source_of(doc: Doc) -> Source:
    """The source of what `doc` was made of, made once only."""
    if SOURCE not in doc.user_data:
        doc.user_data[SOURCE] = Source(doc._.document)
    source: Source = doc.user_data[SOURCE]
    return source
