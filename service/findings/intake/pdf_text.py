"""Cleans the text of a passage: hyphens at line ends, ligatures, bullets and printed numbering."""

from __future__ import annotations

import re
from collections import Counter

# Dashes and letters that word processors draw bullets with; every private-use, geometric and arrow character too.
BULLETS = (
    "\u2022\u2023\u2043\u204c\u00b7\u00a7\u2013\u2014\u2015\u0336\ufffd"
    "\ue000-\uf8ff\u2190-\u22ff\u2500-\u27bf\u2900-\u2bff"
)
BULLET_START = re.compile(rf"\s*[{BULLETS}]")
BULLET = re.compile(rf"(?:[{BULLETS}]\s*|[-o]\s+)(?=\S)")
LETTER = re.compile(r"\(?(?:[a-z]|[ivx]{1,4})[.)]\s+(?=\S)")
DOTTED = re.compile(r"\(?(\d{1,3}(?:\.\d{1,3}){0,3})[.)]\s*(?=[^\W\d]|[‘“'\"(])")
DECIMAL = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,3})\s+(?=[A-Z‘“'\"(])")
BARE = re.compile(r"(\d{1,3})\s+(?=[A-Z‘“])")
LIGATURES = {0xFB00 + index: text for index, text in enumerate(("ff", "fi", "fl", "ffi", "ffl", "ft", "st"))}
CONTROL = re.compile(r"[\x00\x01\x03-\x09\x0b-\x1f\x7f-\x9f]")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Hyphens:
    """Decides whether a hyphen at a line's end belongs to the word, by how the document prints it elsewhere."""

    def __init__(self, texts: list[str]) -> None:
        self.words = Counter(word.lower() for text in texts for word in WORD.findall(text))

    def mend(self, text: str) -> str:
        """`text` with line-end hyphens resolved and line breaks turned into spaces."""
        text = re.sub(r"(\w)(?:\x02|[-\u2010\u00ad]\n|\x02\n)\s*(?=[a-z])", "\\1\x02", text)
        text = re.sub(r"([^\W\d_]+)\x02([^\W\d_]+)", self._word, text)
        return " ".join(text.replace("\x02", "-").replace("\u00ad", "").split())

    def _word(self, match: re.Match[str]) -> str:
        first, second = match.group(1), match.group(2)
        whole, parted = self.words[(first + second).lower()], self.words[f"{first}-{second}".lower()]
        if whole or parted:
            return first + second if whole > parted else f"{first}-{second}"
        known = self.words[first.lower()] and self.words[second.lower()]
        return f"{first}-{second}" if known else first + second


def plain(text: str) -> str:
    """`text` without ligatures and control characters."""
    return CONTROL.sub("", text.translate(LIGATURES))


class Labels:
    """Takes printed bullets and numbers off passages, read in order: a bare number must follow the one before."""

    def __init__(self) -> None:
        self.last = 0

    def take(self, text: str, *, in_list: bool, in_cell: bool) -> tuple[str, str]:
        """The label at the start of `text` and the rest; a bare number is one in a list or next in sequence."""
        for pattern in (BULLET, LETTER, DOTTED, DECIMAL):
            if match := pattern.match(text):
                return self._taken(match, text)
        match = BARE.match(text)
        if match and (in_list or (not in_cell and int(match.group(1)) == self.last + 1)):
            return self._taken(match, text)
        return "", text

    def _taken(self, match: re.Match[str], text: str) -> tuple[str, str]:
        label = match.group().strip()
        number = number_of(label)
        if number and number.isdigit():
            self.last = int(number)
        return label, text[match.end() :]


def is_bullet(label: str) -> bool:
    """Whether a label marks a list item rather than a numbered paragraph."""
    return bool(label) and number_of(label) is None


def number_of(label: str) -> str | None:
    """The paragraph number a label prints, without its full stop."""
    number = label.strip("().")
    return number if number[:1].isdigit() else None
