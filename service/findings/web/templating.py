"""Templates, and the few words and links that they share. Everything from a report is escaped by Jinja."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates

from findings.schemas import Grade, Kind, Label
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
    "overall_effectiveness": "Overall effectiveness",
    "impact_of_leaders": "Impact of leaders",
    "help_and_protection": "Help and protection",
    "in_care": "Children in care",
    "care_leavers": "Care leavers",
    "adoption": "Adoption",
    "lscb": "Safeguarding children board",
}
ENTITY_NAMES = {"BODY": "organisation", "LAW": "law", "COHORT": "group of children"}


def day(value: dt.date | None) -> str:
    """A date as people write it, or a dash."""
    return f"{value.day} {value:%B %Y}" if value else "–"


def percent(value: float) -> str:
    """A probability as a whole percentage, never rounded up to certainty."""
    return f"{min(99, round(100 * value))}%"


def query(params: dict[str, Any], **changes: Any) -> str:
    """A query string of `params` with `changes`; None, False and empty values are left out."""
    merged = {**params, **changes}
    return urlencode({name: value for name, value in merged.items() if value not in (None, "", [], False)}, doseq=True)


def grade_name(grade: Grade) -> str:
    """A grade as it is printed."""
    return "Requires improvement" if grade is Grade.REQUIRES_IMPROVEMENT else grade.value.replace("_", " ").capitalize()


@lru_cache
def templates() -> Jinja2Templates:
    """The page templates."""
    found = Jinja2Templates(Path(__file__).with_name("templates"))
    found.env.trim_blocks = found.env.lstrip_blocks = True
    found.env.filters.update(day=day, percent=percent, grade_name=grade_name)
    found.env.globals.update(
        query=query,
        labels=taxonomy().labels,
        themes=taxonomy().themes,
        kinds=KINDS,
        areas=AREAS,
        Label=Label,
        entity_names=ENTITY_NAMES,
    )
    return found


def render(request: Request, template: str, context: dict[str, Any], *, status: int = 200) -> Response:
    """The page of a template."""
    return templates().TemplateResponse(request, template, context, status_code=status)
