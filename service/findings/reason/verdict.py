"""What became of a point, by what a later inspection says of the same matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from findings.reason.points import FAULTS, SURE, listed
from findings.schemas import Finding, Label

NEAR = 0.3  # likeness from which two passages may be of one matter
MARGIN = 0.1  # by which a fault must be the nearer to be believed alone
PARTLY = re.compile(
    r"^some\b|\b(?:emerging(?! risk)|developing well|early signs?|improv(?:ing|ed|es)|stronger|better"
    r"|strengthen(?:ed|ing)|improvements? (?:in|to|from|since|ha[sv]e?|is|are)|reduc(?:e[sd]?|tions?)"
    r"|increas(?:ing(?:ly)?|ed)(?! risk)"
    r"|beg(?:inning|un) to|started to|more (?:consistent|recent|timely|robust|effective)(?:ly)?|not yet|becoming"
    r"|at times|although|but|however|while|despite|some progress"
    r"|progress (?:has been|in (?:improving|developing)|towards))\b",
    re.IGNORECASE,
)
EARLIER = re.compile(
    r"\b(?:identified|recommended|recommendations?|highlighted|areas? for improvement)\b[^.]*\b(?:last|previous|earlier"
    r"|the) (?:inspection|visit)",
    re.IGNORECASE,
)
STAYS = re.compile(r"\b(?:remain|still|continue|not yet|yet to|again|insufficient)", re.IGNORECASE)


class Outcome(StrEnum):
    """What became of a point in a later inspection."""

    REPEATED = "repeated"
    ESCALATED = "escalated"
    IMPROVING = "improving"
    RESOLVED = "resolved"
    UNCLEAR = "unclear"
    NOT_MENTIONED = "not_mentioned_again"
    NOT_LOOKED_AT = "not_looked_at"


class Evidence(NamedTuple):
    """A passage of a later report, and how like the point it is."""

    finding: Finding
    score: float


class Verdict(NamedTuple):
    """What became of a point, the passage that says so, and why it was read so."""

    outcome: Outcome
    evidence: Evidence | None
    reasons: tuple[str, ...]


NOT_OF_IT = Verdict(Outcome.NOT_LOOKED_AT, None, ("it inspects other services",))


def judge(point: Finding, found: Sequence[Evidence], *, looked_at: bool, near: bool = False) -> Verdict:
    """The verdict on `point` by the passages of one later inspection that are of its matter.

    `looked_at` says whether the inspection covers the point; `near` whether others come near that may be of it or not.
    """
    fault = _best([each for each in found if not _tells_of_earlier(each.finding)], FAULTS)
    praise = _best(found, (Label.STRENGTH,))
    if not looked_at:
        # What a visit itself lists, it has looked at, whatever it says of its scope.
        if fault is None or not listed(fault.finding):
            return Verdict(Outcome.NOT_LOOKED_AT, None, ("the inspection did not look at this area",))
        return _repeated(point, fault)
    if fault is None and praise is None:
        return _silence(near)
    if praise is None or (fault and (listed(fault.finding) or fault.score >= praise.score + MARGIN)):
        assert fault is not None
        return _repeated(point, fault)
    return _better(fault, praise)


def _silence(near: bool) -> Verdict:
    if near:
        return Verdict(Outcome.UNCLEAR, None, ("it says something near, but not surely of this",))
    return Verdict(Outcome.NOT_MENTIONED, None, ("it looked at this area and says nothing near enough",))


def _tells_of_earlier(finding: Finding) -> bool:
    """Whether a sentence only recalls what an earlier inspection found."""
    return bool(EARLIER.search(finding.text)) and not STAYS.search(finding.text)


def _best(found: Sequence[Evidence], labels: Sequence[Label]) -> Evidence | None:
    near = [each for each in found if each.finding.label in labels and _sure(each.finding)]
    # A printed item says what the whole report concludes, so it goes before prose that is a little nearer.
    return max(near, key=lambda each: each.score + MARGIN * listed(each.finding), default=None)


def _sure(finding: Finding) -> bool:
    return listed(finding) or finding.confidence >= SURE


def _repeated(point: Finding, fault: Evidence) -> Verdict:
    finding = fault.finding
    is_priority = finding.label is Label.PRIORITY_ACTION
    if is_priority and point.label is not Label.PRIORITY_ACTION and (listed(finding) or finding.confidence >= SURE):
        return Verdict(Outcome.ESCALATED, fault, ("it became a priority action",))
    told = "it is listed again" if listed(finding) else "it is described as a weakness again"
    eased = point.label is Label.PRIORITY_ACTION and not is_priority
    return Verdict(Outcome.REPEATED, fault, (told, *(["no longer as a priority action"] if eased else [])))


def _better(fault: Evidence | None, praise: Evidence) -> Verdict:
    if fault is not None:
        return Verdict(Outcome.IMPROVING, praise, (f"a strength, but a weakness too: “{fault.finding.text}”",))
    if partly := PARTLY.search(praise.finding.text):
        return Verdict(Outcome.IMPROVING, praise, (f"a strength that says “{partly[0]}”",))
    return Verdict(Outcome.RESOLVED, praise, ("it is described as a strength",))
