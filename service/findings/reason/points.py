"""The points of a report: what it asks to be put right."""

from __future__ import annotations

from findings.reason.matter import leans
from findings.schemas import Finding, Label, Unit

FAULTS = (Label.AREA_FOR_IMPROVEMENT, Label.PRIORITY_ACTION)
SURE = 0.8


def points(findings: list[Finding]) -> list[Finding]:
    """The areas for improvement and priority actions that a report lists; where it lists none, the surest prose."""
    faults = [finding for finding in findings if finding.label in FAULTS]
    printed = [finding for finding in faults if listed(finding)]
    return printed or [each for each in faults if each.confidence >= SURE and not leans(each.text)]


def listed(finding: Finding) -> bool:
    """Whether a finding is printed as an item of its own."""
    return finding.unit in (Unit.LIST_ITEM, Unit.TABLE_CELL)
