"""The authorities, and one through time: its reports, and what became of what each asked for."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict

from findings.api.deps import Reading
from findings.reason.follow import follow
from findings.reason.links import Followed, Point
from findings.reason.verdict import Outcome
from findings.store.report_queries import authorities
from findings.web.asked import asked
from findings.web.templating import render

router = APIRouter(prefix="/ui/authorities")

OUTCOMES = {
    Outcome.ESCALATED: "Escalated",
    Outcome.REPEATED: "Repeated",
    Outcome.IMPROVING: "Improving",
    Outcome.RESOLVED: "Resolved",
    Outcome.UNCLEAR: "Unclear",
    Outcome.NOT_MENTIONED: "Not mentioned again",
    Outcome.NOT_LOOKED_AT: "Not looked at",
}
AREAS = {
    "front_door": "the front door and early help",
    "protection": "help and protection",
    "in_care": "children in care",
    "care_leavers": "care leavers",
    "send": "special needs and disability",
}


class AuthorityView(BaseModel):
    """What of an authority is shown: the points whose last outcome is this one; `note` says what led here."""

    model_config = ConfigDict(extra="ignore")

    state: Outcome | None = None
    note: Literal["decided"] | None = None


@router.get("")
def all_authorities(request: Request, session: Reading) -> Response:
    """Every authority with how many reports and findings it has."""
    return render(request, "authorities.html", {"authorities": authorities(session)})


@router.get("/{name}")
def one_authority(request: Request, name: str, session: Reading) -> Response:
    """An authority's reports on a timeline, and what became of each point."""
    view, problems = asked(request, AuthorityView)
    found = follow(session, name)
    context = {
        "found": found,
        "view": view,
        "problems": problems,
        "states": Counter(point.state for point in found.points if point.state),
        "groups": _by_report(found, [p for p in found.points if view.state in (None, p.state)]),
        "by_id": {report.id: report for report in found.reports},
        "outcome_names": OUTCOMES,
        "area_names": AREAS,
    }
    return render(request, "authority.html", context)


def _by_report(found: Followed, points: list[Point]) -> list[tuple[str, list[Point]]]:
    """The points by the report that made them, latest report first."""
    groups = {report.id: list[Point]() for report in reversed(found.reports)}
    for point in points:
        groups[point.finding.report_id].append(point)
    return [(report, group) for report, group in groups.items() if group]
