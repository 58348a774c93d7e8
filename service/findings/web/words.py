"""The words of the pages: what kinds, areas, grades and facts are called, and how days and figures are written."""

from __future__ import annotations

import datetime as dt
from typing import Any

from findings.schemas import Area, Grade, Kind, Label
from findings.taxonomy import taxonomy

KINDS = {
    Kind.ILACS: "Inspection of children’s services (ILACS)",
    Kind.SIF: "Single inspection (SIF)",
    Kind.FOCUSED_VISIT: "Focused visit",
    Kind.MONITORING_VISIT: "Monitoring visit",
    Kind.JTAI: "Joint targeted area inspection",
    Kind.SEND: "Area SEND inspection",
    Kind.UNANNOUNCED: "Unannounced inspection",
    Kind.COUNCIL_REPORT: "Council report",
    Kind.MINUTES: "Minutes",
    Kind.SLIDES: "Slides",
    Kind.OTHER: "Other document",
}
AREAS = {
    Area.OVERALL_EFFECTIVENESS: "Overall effectiveness",
    Area.IMPACT_OF_LEADERS: "Impact of leaders",
    Area.HELP_AND_PROTECTION: "Help and protection",
    Area.IN_CARE: "Children in care",
    Area.CARE_LEAVERS: "Care leavers",
    Area.ADOPTION: "Adoption",
    Area.LSCB: "Safeguarding children board",
}
OUTCOMES = {
    "outcome_1": "Outcome 1: families stay together and get help",
    "outcome_2": "Outcome 2: support by the family network",
    "outcome_3": "Outcome 3: safe in and outside of home",
    "outcome_4": "Outcome 4: stable, loving homes",
    "enabler_1": "Enabler 1: multi-agency working",
    "enabler_2": "Enabler 2: leadership",
    "enabler_3": "Enabler 3: workforce",
}
FACTS = {
    "title": "Title",
    "authority": "Authority",
    "kind": "Kind",
    "published": "Published",
    "inspection_start": "Inspection began",
    "inspection_end": "Inspection ended",
    "lead_inspectors": "Lead inspectors",
    "judgements": "Grades",
    "internal": "Internal",
    "superseded_by": "Superseded by",
}
REASONS = {"lead_in": "Lead-in", "model": "Model", "words": "Words", "table": "Table", "heading": "Heading"}
JOBS = {"train": "Retraining", "compare": "Comparison of two models", "reclassify": "Labelling what is stored"}
LEARNED_FROM = {
    "correction": "corrections",
    "named": "findings whose names were corrected",
    "joined": "published findings with known labels",
    "authored": "authored sentences",
    "unread": "stored findings that nobody has read",
}
JUDGED = (Label.PRIORITY_ACTION, Label.AREA_FOR_IMPROVEMENT, Label.STRENGTH)
SHORT_LABELS = {Label.PRIORITY_ACTION: "Priority", Label.AREA_FOR_IMPROVEMENT: "Improve", Label.STRENGTH: "Strengths"}
NOT_KNOWN = "not known"


def day(value: dt.date | None) -> str:
    """A date as people write it, or a dash."""
    return f"{value.day} {value:%B %Y}" if value else "–"


def moment(value: dt.datetime) -> str:
    """A day and time of day, in UTC."""
    return f"{day(value)}, {value:%H:%M} UTC"


def percent(value: float) -> str:
    """A probability as a whole percentage, never rounded up to certainty."""
    return f"{min(99, round(100 * value))}%"


def whole_percent(value: float) -> str:
    """A share that was counted, as a whole percentage."""
    return f"{value:.0%}"


def grade_name(grade: str) -> str:
    """A grade as it is printed."""
    return grade.replace("_", " ").capitalize()


def label_name(label: str) -> str:
    """A label's name; what is not a label stays as it is."""
    found = taxonomy().labels.get(label)
    return found.name if found else label


def fact(name: str, value: Any) -> str:
    """A value of a report's fact as a person reads it."""
    match name, value:
        case "superseded_by", None:
            return "none"
        case _, None | "" | []:
            return NOT_KNOWN
        case _, bool():
            return "yes" if value else "no"
        case "judgements", list():
            return "; ".join(f"{AREAS[Area(each['area'])]}: {grade_name(each['grade'])}" for each in value)
        case _, list():
            return ", ".join(map(str, value))
        case "kind", _:
            return KINDS[Kind(value)]
        case "published" | "inspection_start" | "inspection_end", _:
            return day(dt.date.fromisoformat(str(value)))
        case _:
            return str(value)


GRADES = {grade: grade_name(grade) for grade in Grade}
