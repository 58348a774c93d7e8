"""What bullets and list numbers look like, in type and in what is left of them after copying."""

from __future__ import annotations

import re
from typing import NamedTuple

# Bullets of inspection reports, office programs and web pages; U+E000-U+F8FF is what symbol fonts leave behind.
BULLETS = "•◦‣⁃∙●○◉◘■□▪▫◼◻◾◽▸▹►▻▶◆◇❖➢➤➔➜➡✓✔✗✘✦★☆☐☑☒\u00b7\u2043\u2219\ue000-\uf8ff\ufffd"
# Characters that are bullets only at the start of a line with a space behind them.
_DASHES = "-–—−‒―*+oØ§"
_BULLET = re.compile(rf"(?:[{BULLETS}]+\s*|[{_DASHES}](?=[\s\u00a0])\s*|[{_DASHES}]$)")
_NUMBER = re.compile(
    r"(?:(\d{1,3}(?:\.\d{1,3}){1,3})[.)]?|(\d{1,3})[.)]|\((\d{1,2}|[a-z]|[ivx]{1,5})\)|([a-z]|[ivx]{2,5})[.)])(?:\s+|$)"
)
# A bullet between words: what slide transcripts and text without line breaks leave of a list.
INLINE_BULLET = re.compile(rf"(?<=\s)[{BULLETS.replace(chr(0xFFFD), '').replace(chr(0xB7), '')}]+\s*(?=\S)")
NESTED = frozenset("◦○o-–−‒―\uf02d▫◻◽")


class Marker(NamedTuple):
    """A list marker at the start of a text: its `length` with the space behind, `bullet` or printed `number`."""

    length: int
    bullet: str = ""
    number: str = ""


def marker(text: str) -> Marker | None:
    """The bullet or number that `text` starts with."""
    if found := _BULLET.match(text):
        return Marker(found.end(), bullet=found[0].strip()[:1])
    if found := _NUMBER.match(text):
        return Marker(found.end(), number=next(filter(None, found.groups())))
    return None


def follows(last: str, number: str) -> bool:
    """Whether a number is the next after the last one printed: "5" after "4", "2.4" after "2.3"."""
    head, _, tail = number.rpartition(".")
    last_head, _, last_tail = last.rpartition(".")
    return head == last_head and tail.isdigit() and last_tail.isdigit() and int(tail) == int(last_tail) + 1
