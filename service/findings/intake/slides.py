"""Takes transcripts of slides apart, where a slide is one long line: "4. Title Some words: • a • b"."""

from __future__ import annotations

import re

from findings.intake.lines import Line

_SMALL = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with", "&", "–", "-"]
)
_WORD = re.compile(r"\S+")
_YEAR = re.compile(r"(?:19|20)\d\d\b")
MIN_SLIDES = 3
MIN_BULLETED = 2
MAX_TITLE = 100


def split_slides(lines: list[Line]) -> list[Line]:
    """The lines, each slide's title a line of its own, where the text is a transcript of slides; else as given."""
    starts = [index for index, line in enumerate(lines) if line.marker and line.marker.number.isdigit()]
    numbers = [int(lines[index].marker.number) for index in starts]  # type: ignore[union-attr]
    bulleted = sum(_inline_list(lines, index) for index in starts)
    if len(starts) < MIN_SLIDES or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return lines
    if bulleted < MIN_BULLETED:
        return lines
    split = []
    for index, line in enumerate(lines):
        split.extend(_split(line) if index in starts else [line])
    return split


def _inline_list(lines: list[Line], index: int) -> bool:
    below = lines[index + 1] if index + 1 < len(lines) else None
    return below is not None and below.apart and below.marker is not None and not below.blank


def _split(line: Line) -> list[Line]:
    end = _title_end(line.text)
    if not end:
        return [line]
    title = Line(line.content.cut(0, end).strip(), line.page, blank=True, apart=True, marker=line.marker, level=2)
    rest = Line(line.content.cut(end).strip(), line.page, apart=True)
    return [title, rest] if rest.text else [title]


def _title_end(text: str) -> int:
    """Where the words with capitals at the start of a slide end; the last of them begins the sentence after it."""
    if len(text) <= MAX_TITLE // 2 and not text.endswith((".", ":", ";")):
        return len(text)
    last = 0
    for found in _WORD.finditer(text):
        word = found[0]
        if not (word[0].isupper() or word[0] == "(" or word in _SMALL or word.endswith(")") or _YEAR.match(word)):
            return last if word[0].islower() else found.start()
        if word.endswith("?"):
            return found.end()
        last = found.start() if word[0].isupper() else last
    return 0 if len(text) > MAX_TITLE else len(text)
