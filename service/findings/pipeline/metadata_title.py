"""The title of a report: its printed title or subject line."""

from __future__ import annotations

import re

from findings.intake.document import BlockKind
from findings.pipeline.metadata_text import Passage, Source
from findings.pipeline.segments import title_of

LONGEST = 300

_TITLE = (
    r"(?:(?:annual|ofsted|joint|area|local|targeted|send|monitoring|focuss?ed|unannounced|full|re)[ -])*"
    r"(?:inspection|visit|review)s? (?:of|to|report)\b|report to\b|minutes of\b|joint targeted"
    r"|(?:(?:national )?child protection (?:re-?)?inspection|(?:\w+ )?peer (?:challenge|review)"
    r"|self[- ](?:assessment|evaluation) of)\b(?=[^.]*$)"
)
_BEGINS = re.compile(_TITLE, re.IGNORECASE)
_SALUTATION = re.compile(rf"Dear\b(?:.{{0,70}}? (?={_TITLE}))?", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:^|[a-z)] ?|\b)(?:Subject|Title|Report title) ?: ?(.{5,200}?)(?: ?Date ?:|$)")
# A line that breaks off here goes on in the next one.
_BROKEN = re.compile(r"\b(?:of|to|in|and|the|for|local|metropolitan|area|children's)$", re.IGNORECASE)
# A line that ends here may be whole; it goes on in one that begins so.
_MAY_END = re.compile(r"\b(?:authority|council|county|city|borough|partnership|children)$", re.IGNORECASE)
_GOES_ON = re.compile(r"[a-z(]|(?:Council|Children|Local|Metropolitan|Borough|County|City|Safeguarding)\b(?=.* )")
_DATED = re.compile(
    r"(?:inspection|fieldwork)? ?dates?\b|lead inspector|published|report published|dear\b", re.IGNORECASE
)
_CONTENTS = re.compile(r"(?:table of )?contents\b|foreword\b|glossary\b", re.IGNORECASE)


def read_title(source: Source) -> str | None:
    """The printed title, a letter's subject line, or the first heading; None where there is none of them."""
    whole = [passage for passage in source.front[:60] if passage.text]
    front = _after_salutation(whole)
    for passage in front:
        subject = _SUBJECT.search(passage.text)
        if subject:
            return subject[1].strip()
    printed = _printed_title(front) or _printed_title(whole)
    return printed or _above_all(source) or _first_heading(front) or source.document.title


def _after_salutation(passages: list[Passage]) -> list[Passage]:
    """What follows "Dear …", the rest of its own passage included; everything where nobody is addressed."""
    for at, passage in enumerate(passages):
        salutation = _SALUTATION.match(passage.text)
        if salutation:
            rest = passage._replace(text=passage.text[salutation.end() :].strip())
            return [rest, *passages[at + 1 :]] if _BEGINS.match(rest.text) else passages[at + 1 :]
    return passages


def _printed_title(passages: list[Passage]) -> str | None:
    for at, passage in enumerate(passages[:25]):
        if _is_title(passage):
            title = passage.text
            if at + 1 < len(passages) and _runs_on(title, passages[at + 1].text):
                title = f"{title} {passages[at + 1].text}"
            return re.sub(r"(?<=[a-z])\d$", "", title[:LONGEST])
    return None


def _runs_on(title: str, below: str) -> bool:
    """Whether a title goes on in the line below it."""
    if _DATED.match(below):
        return False
    return bool(_BROKEN.search(title) or (_MAY_END.search(title) and _GOES_ON.match(below)))


def _is_title(passage: Passage) -> bool:
    return len(passage.text) <= LONGEST and _BEGINS.match(passage.text) is not None


def _above_all(source: Source) -> str | None:
    """The first heading, where every other stands below it."""
    index = title_of(source.document.blocks)
    return None if index is None else source.passages[index].text[:LONGEST]


def _first_heading(passages: list[Passage]) -> str | None:
    headings = (one.text for one in passages if one.kind is BlockKind.HEADING and len(one.text) <= LONGEST)
    return next((text for text in headings if not (_DATED.match(text) or _CONTENTS.match(text))), None)
