"""A text that knows where each of its characters stands in the document it was taken from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from findings.intake.document import Piece

_SPACES = dict.fromkeys((0x9, 0xA0, 0x202F, 0x2007, 0x2009, 0x200A, 0x2002, 0x2003, 0x3000), " ")
# Runs of spaces after the first; soft hyphens, zero-width marks and control characters wherever they stand.
_NOISE = re.compile(r"(?<= ) +|[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+")


@dataclass(frozen=True, slots=True)
class Mapped:
    """`text`, and the `pieces` of the document it is made of; characters between pieces were put in by us."""

    text: str
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, text: str, start: int) -> Mapped:
        """A text that stands in one piece at `start` of the document."""
        return cls(text, (Piece(0, start, len(text)),) if text else ())

    def cut(self, start: int, end: int | None = None) -> Mapped:
        """The characters from `start` to `end`."""
        end = len(self.text) if end is None else min(end, len(self.text))
        return Mapped(self.text[start:end], tuple(self._cut_pieces(start, end)))

    def _cut_pieces(self, start: int, end: int) -> Iterator[Piece]:
        first = max(bisect_right(self.pieces, start, key=lambda piece: piece.at) - 1, 0)
        for piece in self.pieces[first:]:
            if piece.at >= end:
                return
            left, right = max(piece.at, start), min(piece.at + piece.length, end)
            if left < right:
                yield Piece(left - start, piece.start + left - piece.at, right - left)

    def strip(self) -> Mapped:
        """The text without white space around it."""
        if self.text == self.text.strip():
            return self
        left = len(self.text) - len(self.text.lstrip())
        return self.cut(left, max(left, len(self.text.rstrip())))

    def without(self, pattern: re.Pattern[str]) -> Mapped:
        """The text with every match of `pattern` taken out."""
        kept, at = [], 0
        for found in pattern.finditer(self.text):
            kept.append(self.cut(at, found.start()))
            at = found.end()
        return joined([*kept, self.cut(at)], "") if kept else self

    def clean(self) -> Mapped:
        """The text with plain single spaces, and without characters that nobody sees."""
        spaced = Mapped(self.text.translate(_SPACES), self.pieces)
        return spaced.without(_NOISE).strip() if _NOISE.search(spaced.text) else spaced.strip()


def joined(parts: Iterable[Mapped], separator: str = " ") -> Mapped:
    """The parts one behind the other with `separator` between them."""
    texts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for part in parts:
        if texts:
            at += len(separator)
        pieces.extend(Piece(piece.at + at, piece.start, piece.length) for piece in part.pieces)
        texts.append(part.text)
        at += len(part.text)
    return Mapped(separator.join(texts), tuple(pieces))
