"""What an inspection looked at, and what a finding is about: only where both meet can a later report decide.

Areas are lines of data: each is a set of concepts. A finding that is about none of them (supervision, recording,
audit) is looked at by every inspection.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

import srsly

from findings.reason.terms import concepts
from findings.schemas import Analysis, Finding, Kind

AREAS = Path(__file__).with_name("areas.jsonl")
INSPECTIONS = frozenset(
    {Kind.ILACS, Kind.SIF, Kind.FOCUSED_VISIT, Kind.MONITORING_VISIT, Kind.JTAI, Kind.SEND, Kind.UNANNOUNCED}
)
WHOLE = frozenset({Kind.ILACS, Kind.SIF, Kind.UNANNOUNCED})
BY_KIND = {Kind.JTAI: frozenset({"front_door", "protection"}), Kind.SEND: frozenset({"send"})}
TELL_SCOPE = sorted(INSPECTIONS - WHOLE - set(BY_KIND))  # inspections whose own words say what they looked at
SAYS_SCOPE = re.compile(
    r"\b(?:inspectors? (?:also )?(?:looked at|considered|evaluated|reviewed|focused on|examined)|"
    r"they (?:also )?(?:looked at|considered|evaluated)|(?:focus|theme|scope|subject) of (?:the|this) (?:focused )?"
    r"(?:visit|inspection)|areas? covered by the visit|visit (?:looked at|focused on|was about))"
)  # of lower case: to leave cases out takes thrice as long, and every passage is asked
OPENING = 25  # passages within which a report says what it looked at
BOARD = re.compile(r"\bLSCB\b|safeguarding children board", re.IGNORECASE)
HEADINGS = 2_000  # that are kept: every passage below one asks
OFTEN = 4  # passages that make an area one that was looked at, where a report does not say


def areas_of(text: str) -> frozenset[str]:
    """The areas that a text is about; empty where it is about none in particular."""
    return frozenset(_area_of()[each] for each in concepts(text) if each in _area_of())


def looked_at(analysis: Analysis) -> frozenset[str]:
    """The areas that an inspection looked at: all for a whole one, else what it says, else what it writes of."""
    kind = analysis.report.kind
    if kind in WHOLE:
        return frozenset(_area_of().values())
    if kind in BY_KIND:
        return BY_KIND[kind]
    opening = [finding.text for finding in analysis.findings[:OPENING]]
    told = [areas_of(text) for text in opening if says_scope(text)]
    if any(told):
        return frozenset().union(*told)
    counts = Counter(area for finding in analysis.findings for area in areas_of(finding.text))
    return frozenset(area for area, count in counts.items() if count >= OFTEN)


def says_scope(text: str) -> bool:
    """Whether a sentence says what an inspection looked at."""
    return SAYS_SCOPE.search(text.lower()) is not None


def is_of_authority(finding: Finding) -> bool:
    """Whether a finding judges the authority: not so under a heading of the safeguarding board."""
    return not any(map(_of_board, finding.section))


@lru_cache(maxsize=HEADINGS)
def _of_board(heading: str) -> bool:
    return BOARD.search(heading) is not None


def same_remit(one: Kind, other: Kind) -> bool:
    """Whether two inspections judge the same services: those of special needs judge others than the rest."""
    return (one is Kind.SEND) == (other is Kind.SEND)


@lru_cache
def _area_of() -> dict[str, str]:
    return {concept: row["id"] for row in srsly.read_jsonl(AREAS) for concept in row["concepts"]}
