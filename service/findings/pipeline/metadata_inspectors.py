"""Who led an inspection or visit.

Where several inspectors are named and none is marked as the lead (letters about visits), the one who signs the letter
led it; where none of them signs, all are given, since choosing one would be a guess.
"""

from __future__ import annotations

import re

from findings.pipeline.metadata_text import Source
from findings.schemas import Kind

# Letters that name the inspectors of a visit in a sentence.
VISITS = {Kind.FOCUSED_VISIT, Kind.MONITORING_VISIT, Kind.UNANNOUNCED}

# Words that end a name: a post, an honour, the next label of a list.
_NOT_NAME = (
    r"HMI|SHMI|HMCI|HM|OI|AI|Her|His|Majesty's|Senior|Ofsted|CQC|HMICFRS|HMIC|Judge?ments?|Grade|Deputy|Team|Lead"
    r"|Assistant|Shadow|Quality|Regulatory|Social|Contracted|Additional|Associate|Seconded|Inspectors?|Care|The|And|Inspection|Age|Published"
)
_WORD = rf"(?!(?:{_NOT_NAME})\b)(?:[dD]'|O'|Ma?c)?[A-Z][\w']*(?:-[A-Z]?[\w']+)*(?:(?<=\b[A-Z])\.)?"
NAME = rf"(?:{_WORD}(?: (?:de|la|van|von|der|den|al|bin|{_WORD})){{1,3}})"
_OFFICE = r"(?:HMI|SHMI|OI|Ofsted(?: HMI| Inspector)?|(?:Senior )?(?:Her|His) Majesty's (?:Senior )?Inspectors?)"
_POST = rf"(?:,? ?\(?{_OFFICE}\)?)*"
_NAMES = rf"{NAME}{_POST}(?:(?:,| and|, and| &|\n) ?{NAME}{_POST})*"

# "Lead inspector: A HMI and B HMI"; without a colon only where a line begins so.
_LABELLED = re.compile(
    r"(?:(?<!eputy )(?<!ssistant )(?<!EPUTY )(?i:(?:lead|reporting|managing) inspectors?(?: name)?) ?[:-]"
    r"|(?:^|\n)(?i:(?:lead|reporting) inspectors?))"
    rf"\s*(?P<names>{NAME}{_POST}(?:(?:,? and| &|,) {NAME}{_POST})*)"
)
_POST_NAMED = re.compile(r"(?:lead|reporting|managing)\s*inspector", re.IGNORECASE)
# "A, Ofsted HMI, Lead inspector".
_BEFORE = re.compile(
    rf"(?P<names>{NAME})(?:,| -)?(?:\s*\(?(?:Ofsted HMI|HMI|Ofsted|CQC|HMICFRS|HMIP|HM Inspector)\)?,?)+"
    r"\s*(?i:lead)\s+(?i:inspector)(?!s? ?:)"
)
# "His Majesty's Inspectors for this visit were A and B".
_VISIT = re.compile(
    r"(?:(?i:inspectors?)(?: \(HMI\))?(?: (?:for|on) (?:this|the) (?:visit|inspection))? (?:was|were)"
    r"|(?:conducted|carried out|undertaken) by)"
    rf"[:,]? [^.\n]{{0,70}}?(?P<names>{_NAMES})"
)
# So far around the words "lead inspector" their names stand.
REACH = 300
_SIGNED = re.compile(rf"Yours sincerely,?\s+(?P<names>{NAME})")


def read_lead_inspectors(source: Source, kind: Kind) -> list[str]:
    """The names of the inspectors who led, in the order printed; empty where the document names none."""
    for text in (source.opening_text, source.text):
        stretches = _near_posts(text)
        for pattern in (_BEFORE, _LABELLED):
            found = (match for stretch in stretches for match in pattern.finditer(text, *stretch))
            if names := [name for match in found for name in _split(match["names"])]:
                return list(dict.fromkeys(names))
    return _visitors(source) if kind in VISITS else []


def _near_posts(text: str) -> list[tuple[int, int]]:
    """The stretches of `text` around those words; what overlaps is one, or names at its borders would be cut."""
    stretches: list[tuple[int, int]] = []
    for post in _POST_NAMED.finditer(text):
        start, end = max(0, post.start() - REACH), post.end() + REACH
        if stretches and start <= stretches[-1][1]:
            start, _ = stretches.pop()
        stretches.append((start, end))
    return stretches


def _visitors(source: Source) -> list[str]:
    match = _VISIT.search(source.opening_text)
    named = _split(match["names"]) if match else []
    signed = {name for found in _SIGNED.finditer(source.text) for name in _split(found["names"])}
    return [name for name in named if name in signed] or named


def _split(names: str) -> list[str]:
    return list(dict.fromkeys(re.findall(NAME, names)))
