"""What became of a point, by what a later inspection says of the same matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from findings.reason.pairs import Seen
from findings.reason.points import FAULTS, SURE, listed
from findings.reason.told import two_sided
from findings.schemas import Finding, Label

WORTH_A_LOOK = 0.4  # how sure a passage must be to be shown where nothing is claimed
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
    """A passage of a later report, how `sure` it is that it tells this `outcome` of the point, and what was `seen`.

    It is `claimed` where that is sure enough.
    """

    finding: Finding
    sure: float
    outcome: Outcome
    seen: Seen
    claimed: bool


class Verdict(NamedTuple):
    """What became of a point, the passage that says so, and why it was read so."""

    outcome: Outcome
    evidence: Evidence | None
    reasons: tuple[str, ...]


NOT_OF_IT = Verdict(Outcome.NOT_LOOKED_AT, None, ("it inspects other services",))


def may_decide(finding: Finding) -> bool:
    """Whether a passage can be believed: its label is sure, it does not only look back, and prose tells of one side."""
    if listed(finding):
        return True
    looks_back = finding.label in FAULTS and EARLIER.search(finding.text) and not STAYS.search(finding.text)
    return finding.confidence >= SURE and not looks_back and not two_sided(finding.text)


def judge(point: Finding, found: Sequence[Evidence], *, looked_at: bool, near: bool = False) -> Verdict:
    """The verdict on `point` by passages of one later inspection, of which those that are claimed decide.

    `looked_at` says whether the inspection covers the point; `near` whether any passage comes near that may be of it.
    """
    sure = [each for each in found if each.claimed]
    printed = [each for each in sure if each.finding.label in FAULTS and listed(each.finding)]
    if not looked_at and not printed:
        # What a visit itself lists, it has looked at, whatever it says of its scope.
        return Verdict(Outcome.NOT_LOOKED_AT, None, ("the inspection did not look at this area",))
    if not sure:
        return _silence(found, near=near)
    # A printed item says what the whole report concludes, so it goes before prose that is a little surer.
    best = max(printed or sure, key=lambda each: each.sure)
    if best.outcome is Outcome.REPEATED:
        return _repeated(point, best)
    return _better(best, [each for each in sure if each.outcome is Outcome.REPEATED])


def _silence(found: Sequence[Evidence], *, near: bool) -> Verdict:
    if near:
        told = "it says something near, but not surely of this"
        nearest = max(found, key=lambda each: each.sure, default=None)
        shown = f": “{nearest.finding.text}” ({nearest.sure:.0%})" if nearest and nearest.sure >= WORTH_A_LOOK else ""
        return Verdict(Outcome.UNCLEAR, None, (told + shown,))
    return Verdict(Outcome.NOT_MENTIONED, None, ("it looked at this area and says nothing near enough",))


def _repeated(point: Finding, fault: Evidence) -> Verdict:
    finding = fault.finding
    is_priority = finding.label is Label.PRIORITY_ACTION
    if is_priority and listed(finding) and point.label is not Label.PRIORITY_ACTION:
        return Verdict(Outcome.ESCALATED, fault, ("it became a priority action",))
    told = "it is listed again" if listed(finding) else "it is described as a weakness again"
    eased = point.label is Label.PRIORITY_ACTION and not is_priority
    return Verdict(Outcome.REPEATED, fault, (told, *(["no longer as a priority action"] if eased else [])))


def _better(best: Evidence, faults: Sequence[Evidence]) -> Verdict:
    if faults:
        told = f"it is told as better, but as a weakness too: “{faults[0].finding.text}”"
        return Verdict(Outcome.IMPROVING, best, (told,))
    told = (
        "it is described as a strength" if best.outcome is Outcome.RESOLVED else "it is told as better, not yet as good"
    )
    return Verdict(best.outcome, best, (told,))
