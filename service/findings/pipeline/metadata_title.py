"""The title of a report: its printed title or subject line."""

from __future__ import annotations

import re

from findings.intake.document import BlockKind
from findings.pipeline.metadata_text import Passage, Source

LONGEST = 300

_TITLE = re.compile(
    r"(?:(?:annual|ofsted|joint|area|local|targeted|send|monitoring|focuss?ed|unannounced|full|re)[ -])*"
    r"(?:inspection|visit|review)s? (?:of|to|report)\b|report to\b|minutes\b|joint targeted",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\bSubject ?: ?(.{5,200}?)(?: ?Date ?:|$)")
_SALUTATION = re.compile(r"Dear\b")


def read_title(source: Source) -> str | None:
    """The printed title, a letter's subject line, or the first heading; None where there is none of them."""
    front = [passage for passage in source.opening[:60] if passage.text]
    letter = next((at for at, passage in enumerate(front) if _SALUTATION.match(passage.text)), None)
    if letter is not None:
        front = front[letter + 1 :]
    for passage in front:
        subject = _SUBJECT.search(passage.text)
        if subject:
            return subject[1].strip()
    named = next((passage.text for passage in front[:25] if _is_title(passage)), None)
    return named or _first_heading(front) or source.document.title


def _is_title(passage: Passage) -> bool:
    return len(passage.text) <= LONGEST and _TITLE.match(passage.text) is not None


def _first_heading(passages: list[Passage]) -> str | None:
    return next((one.text for one in passages if one.kind is BlockKind.HEADING and len(one.text) <= LONGEST), None)
