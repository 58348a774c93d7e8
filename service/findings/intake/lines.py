"""Cuts a text into lines: page, indent, blank lines above, list marker; remnants of HTML and Markdown undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from findings.intake.mapped import Mapped
from findings.intake.markers import INLINE_BULLET, Marker, marker

_LINE = re.compile(r"[^\n\r\f\v\u2028\u2029\x85]*")
_BREAK_TAG = re.compile(
    r"</?(?:ul|ol|li|p|br|div|h[1-6]|table|tbody|thead|tr|td|th|section|article)\b[^<>]{0,400}>", re.IGNORECASE
)
_INLINE_TAG = re.compile(
    r"</?(?:b|i|u|em|strong|span|a|sup|sub|font|small|mark|code)(?:\s[^<>]{0,400})?/?>", re.IGNORECASE
)
_QUOTED = re.compile(r"(?:>\s?)+")
_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
_EMPHASIS = re.compile(
    r"\*\*|__(?=\w)|(?<=\w)__|`|(?<![\w*])\*(?=[^\s*])(?=[^*]*[^\s*]\*(?!\w))|(?<=[^\s*])\*(?![\w*])"
    r"|(?<=\])\([^()\s]{1,300}\)"
)
_RULE = re.compile(r"[-=_*~|:+\s]{3,}$")
_BAR = re.compile(r"(?<!\\)\|")
_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
_TABS = re.compile(r"\t+")


@dataclass(slots=True)
class Line:
    """A line of text without its marker; `indent` counts columns before the text, `left` before the marker.

    `blank` says that white space above sets it off, `apart` that it must not be joined to the line above
    (tag, table row), `level` a heading's depth where the form of the text states it, `unmarked` is the text with
    what was taken for its marker, `cells` the cells of a table row. `interrupted` lines follow on furniture.
    Where a wide gap parts the line, `beside` and `right` stand before and behind it, `right` at column `right_at`.
    """

    content: Mapped
    page: int = 1
    left: int = 0
    indent: int = 0
    blank: bool = False
    apart: bool = False
    marker: Marker | None = None
    level: int = 0
    strong: bool = False
    furniture: bool = False
    interrupted: bool = False
    heading: bool = False
    cells: tuple[Mapped, ...] = ()
    unmarked: Mapped | None = None
    beside: Mapped | None = None
    right: Mapped | None = None
    right_at: int = 0

    @property
    def text(self) -> str:
        """The line's clean text."""
        return self.content.text

    def drop_marker(self) -> None:
        """Take the marker back: it is part of the text."""
        if self.unmarked is not None:
            self.content, self.marker, self.indent = self.unmarked, None, self.left


def read_lines(text: str) -> list[Line]:
    """The lines of `text` that have something on them, in order."""
    lines: list[Line] = []
    page, blank, at = 1, True, 0
    while at <= len(text):
        found = _LINE.match(text, at)
        assert found is not None
        made = list(_lines_of(Mapped.of(found[0], at), page))
        for line in made:
            line.blank = line.blank or blank
            blank = False
        lines.extend(made)
        blank = blank or not made
        at = found.end()
        if at < len(text) and text[at] == "\f":
            page += 1
            blank = True
        at += 2 if text.startswith("\r\n", at) else 1
    return lines


def _lines_of(whole: Mapped, page: int) -> Iterator[Line]:
    """The line, or the lines that tags and inline bullets make of it."""
    for number, (part, tagged) in enumerate(_parts(whole)):
        if "<" in part.text:
            part = part.without(_INLINE_TAG)
        line = _line(part, page)
        if line is not None:
            line.apart = line.apart or number > 0 or tagged
            yield line


def _parts(whole: Mapped) -> Iterator[tuple[Mapped, bool]]:
    at, tagged = 0, False
    for start, end, tag in _cuts(whole.text):
        if whole.text[at:start].strip():
            yield whole.cut(at, start), tagged
        elif not tag:
            continue
        at, tagged = (end if tag else start), tag
    yield whole.cut(at), tagged


def _cuts(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where a line falls into several: start and end of tags, and the starts of inline bullets."""
    cuts = [(found.start(), found.end(), True) for found in _BREAK_TAG.finditer(text)] if "<" in text else []
    bullets = [(found.start(), found.start(), False) for found in INLINE_BULLET.finditer(text)]
    yield from sorted(cuts + bullets)


def _line(part: Mapped, page: int) -> Line | None:
    left = _columns(part.text)
    content = part.clean()
    if content.text.startswith(">") and (quoted := _QUOTED.match(content.text)):
        content = content.cut(quoted.end()).strip()
    if not content.text or _RULE.match(content.text):
        return None
    line = Line(content, page, left, left)
    if cells := tuple(_cells(part)):
        line.cells = cells
        return line
    if not marker(content.text) and (gap := _GAP.search(part.text)):
        line.beside, line.right = part.cut(0, gap.start()).clean(), part.cut(gap.end()).clean()
        line.right_at = gap.end()
    if hashes := _HASHES.match(content.text):
        line.level, line.apart = len(hashes[1]), True
        line.content = content.cut(hashes.end())
    else:
        _take_marker(line, part.text)
    _take_emphasis(line)
    return line if line.text or line.marker else None


def _cells(part: Mapped) -> Iterator[Mapped]:
    """The cells of a row that is drawn with bars or set with tabs; none where it is no row."""
    text = part.text.strip()
    barred = len(text) > 1 and text[0] == "|" == text[-1]
    if not barred and ("\t" not in text or marker(text)):
        return
    at = 0
    for found in (_BAR if barred else _TABS).finditer(part.text):
        if part.text[at : found.start()].strip() or (at and barred):
            yield part.cut(at, found.start()).clean().without(_EMPHASIS).strip()
        at = found.end()
    if not barred and part.text[at:].strip():
        yield part.cut(at).clean()


def _take_marker(line: Line, raw: str) -> None:
    found = marker(line.text)
    if found is None:
        return
    line.marker, line.unmarked = found, line.content
    line.content = line.content.cut(found.length).strip()
    second = marker(line.text) if found.bullet else None
    if second and second.number and "." in second.number:  # "- 2.4 Inspectors": the number is the marker
        line.marker = second
        line.content = line.content.cut(second.length).strip()
    elif second and second.bullet:
        line.content = line.content.cut(second.length).strip()
    line.indent = max(len(raw.rstrip()) - len(line.text), line.left)


def _take_emphasis(line: Line) -> None:
    text = line.text
    if "*" not in text and "_" not in text and "`" not in text and "](" not in text:
        return
    line.strong = bool(re.fullmatch(r"\*\*[^*]+\*\*:?", text))
    line.content = line.content.without(_EMPHASIS).strip()


def _columns(text: str) -> int:
    spaces = text[: len(text) - len(text.lstrip())]
    return len(spaces.expandtabs(4))
