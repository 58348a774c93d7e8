"""Finds what pages carry beside their text: running headers and footers, page numbers, footnotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from findings.intake.lines import Line

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–|\[( ]*(?:\d{1,4}|[ivxlc]{1,6})[-–|\]) ]*$"
    r"|(?:page|p\.?|slide)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?$"
    r"|\d{1,4}\s*(?:of|/)\s*\d{1,4}$",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(\d{1,3})(?:\s+(?=[A-Z‘“'\"(h])|$)")
_FREE_NUMBER = re.compile(r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?$", re.IGNORECASE)
EDGE = 5
REPEATED = 3
MAX_FURNITURE = 200
MAX_NOTE_LINES = 12
MIN_WORDS = 3


def mark_furniture(lines: list[Line]) -> None:
    """Set `furniture` on lines that belong to the page, and `interrupted` on the line that goes on behind them."""
    pages = _pages(lines)
    if len(pages) > 1:
        _mark_edges(pages)
    _mark_repeated(lines)
    for page in pages:
        _mark_notes(page)
    _mark_interruptions(lines)


def _pages(lines: list[Line]) -> list[list[Line]]:
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    return list(pages.values())


def _key(line: Line) -> str:
    number = line.marker.number if line.marker else ""
    return _DIGITS.sub("#", f"{number}{line.text}").casefold()


def _mark_edges(pages: list[list[Line]]) -> None:
    """Mark lines that come back at the same edge of several pages, and page numbers there."""
    edges = [(page[:EDGE], page[: -EDGE - 1 : -1]) for page in pages]
    for side in (0, 1):
        counts = Counter(key for edge in edges for key in {_key(line) for line in edge[side]})
        needed = max(2, min(REPEATED, len(pages) - 1))
        for edge in edges:
            _mark_edge(edge[side], counts, needed)


def _mark_edge(edge: list[Line], counts: Counter[str], needed: int) -> None:
    """Walk inwards from the edge of a page for as long as lines are furniture, or stand before such a line."""
    reach = 0
    for index, line in enumerate(edge):
        repeated = counts[_key(line)] >= needed and _may_repeat(line)
        if (repeated and not _PAGE_NUMBER.match(line.text)) or (reach == index and _is_page_number(line)):
            reach = index + 1
    for line in edge[:reach]:
        repeated = counts[_key(line)] >= needed and _may_repeat(line)
        line.furniture = line.furniture or repeated or _is_page_number(line)


def _may_repeat(line: Line) -> bool:
    bulleted = line.marker is not None and bool(line.marker.bullet)
    return bool(line.text) and not bulleted and len(line.text) <= MAX_FURNITURE


def _is_page_number(line: Line) -> bool:
    return line.marker is None and bool(_PAGE_NUMBER.match(line.text))


def _mark_repeated(lines: list[Line]) -> None:
    """Mark lines that come back with a growing number in them, and numbers alone on a line."""
    seen: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.marker is None and not line.level and len(line.text) <= MAX_FURNITURE:
            seen[_key(line)].append(line)
    for key, found in seen.items():
        if (
            "#" in key
            and key.count(" ") >= MIN_WORDS
            and len(found) >= 2
            and _grows(found)
            and not _is_prose(found[0].text)
        ):
            for line in found:
                line.furniture = True
    for line in lines:
        if line.marker is None and _FREE_NUMBER.match(line.text):
            line.furniture = True


def _grows(found: list[Line]) -> bool:
    numbers = [[int(number[:9]) for number in _DIGITS.findall(line.text)] for line in found]
    for column in zip(*numbers, strict=False):
        if all(later - earlier in (1, 2) for earlier, later in pairwise(column)):
            return True
    return False


def _is_prose(text: str) -> bool:
    return text.endswith((".", ";", ":", ","))


def _mark_notes(page: list[Line]) -> None:
    """Mark footnotes: at the foot of a page, a small number alone or before a capital, up to the furniture."""
    foot = len(page)
    while foot and page[foot - 1].furniture:
        foot -= 1
    start = foot
    for index in _note_starts(page, foot):
        start = index
    for line in page[start:foot]:
        line.furniture = True
    if start < foot and page[start - 1].furniture and _DIGITS.fullmatch(page[start - 1].text):
        page[start - 1].furniture = True


def _note_starts(page: list[Line], foot: int) -> Iterator[int]:
    """Where footnotes begin, going up from the foot: each with a smaller number than the one below."""
    below = 1_000
    for index in range(foot - 1, max(foot - 1 - MAX_NOTE_LINES, 0), -1):
        line, above = page[index], page[index - 1]
        if line.marker or line.level:
            return
        found = _NOTE.match(line.text)
        if found and found.end() < len(line.text) and line.blank and int(found[1]) < below:
            below = int(found[1])
            yield index
        elif above.furniture and _DIGITS.fullmatch(above.text) and int(above.text) < below:
            below = int(above.text)
            yield index


def _mark_interruptions(lines: list[Line]) -> None:
    before: Line | None = None
    gap = False
    for line in lines:
        if line.furniture:
            gap = True
            continue
        line.interrupted = before is not None and (gap or line.page != before.page)
        before, gap = line, False
