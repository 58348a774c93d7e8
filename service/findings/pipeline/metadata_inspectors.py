"""Who led an inspection or visit.

Where several inspectors are named and none is marked as the lead (letters about visits), the one who signs the letter
led it; where none of them signs, all are given, since choosing one would be a guess.
"""

from __future__ import annotations

import re

from findings.pipeline.metadata_text import Source

# Words that end a name: a post, an honour, the next label of a list.
_NOT_NAME = (
    r"HMI|SHMI|HMCI|HM|OI|AI|Her|His|Majesty's|Senior|Ofsted|CQC|HMICFRS|HMIC|Judge?ments?|Grade|Deputy|Team|Lead|Assistant"
    r"|Shadow|Quality|Regulatory|Social|Contracted|Additional|Associate|Seconded|Inspectors?|Care|The|And|Inspection|Age|Published"
)
_WORD = rf"(?!(?:{_NOT_NAME})\b)(?:[dD]'|O'|Ma?c)?[A-Z][\w']*(?:-[A-Z]?[\w']+)*\.?"
NAME = rf"(?:{_WORD}(?: (?:de|la|van|von|der|den|al|bin|{_WORD})){{1,3}})"
_POST = r"(?:,? ?\(?(?:HMI|SHMI|OI|(?:Her|His) Majesty's (?:Senior )?Inspectors?|Senior (?:Her|His) Majesty's Inspector|Ofsted(?: HMI| Inspector)?)\)?)*"
_NAMES = rf"{NAME}{_POST}(?:(?:,| and|, and| &|\n) ?{NAME}{_POST})*"

_LABELLED = re.compile(rf"(?<!deputy )(?<!assistant )(?i:(?:lead|reporting|managing) inspectors?(?! for)(?: name)?)\s*[:-]?\s*(?P<names>{NAME}{_POST}(?:(?: and| &) {NAME}{_POST})*)")
_BEFORE = re.compile(rf"(?P<names>{NAME})(?:,| -)?(?:\s*\(?(?:Ofsted|HMI|CQC|HMICFRS|Ofsted HMI)\)?,?)+\s*(?i:lead)\s+(?i:inspector)")
_VISIT = re.compile(
    rf"(?:(?i:inspectors?)(?: \(HMI\))?(?: (?:for|on) (?:this|the) (?:visit|inspection))? (?:was|were)|(?:conducted|carried out|undertaken) by)"
    rf"[:,]? [^.\n]{{0,70}}?(?P<names>{_NAMES})"
)
_SIGNED = re.compile(rf"Yours sincerely,?\s+(?P<names>{NAME})")


def read_lead_inspectors(source: Source) -> list[str]:
    """The names of the inspectors who led, in the order printed; empty where the document names none."""
    for text in (source.opening_text, source.text):
        names = [name for match in _LABELLED.finditer(text) for name in _split(match["names"])]
        names = names or [name for match in _BEFORE.finditer(text) for name in _split(match["names"])]
        if names:
            return list(dict.fromkeys(names))
    return _visitors(source)


def _visitors(source: Source) -> list[str]:
    match = _VISIT.search(source.opening_text)
    named = _split(match["names"]) if match else []
    signed = {name for found in _SIGNED.finditer(source.text) for name in _split(found["names"])}
    return [name for name in named if name in signed] or named


def _split(names: str) -> list[str]:
    return list(dict.fromkeys(re.findall(NAME, names)))
