"""The values of following: what was asked, and what later inspections say of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from findings.reason.verdict import Outcome
from findings.schemas import Finding, Judgement, Kind, Label


class Quoted(BaseModel):
    """A finding as a link shows it."""

    id: str
    report_id: str
    text: str
    label: Label
    page: int
    themes: list[str]


class Dated(BaseModel):
    """A report on the timeline; `looked_at` are the areas that an inspection covered."""

    id: str
    title: str | None
    kind: Kind
    day: dt.date | None
    published: dt.date | None
    judgements: list[Judgement]
    is_inspection: bool
    looked_at: list[str]
    superseded_by: str | None = None
    internal: bool = False
    demonstration: bool = False


class Link(BaseModel):
    """What became of a point in one later inspection; `score` is how sure that is, from 0 to 1.

    Where a reviewer decided, `decided_by` names who; `history` tells every decision and what it took the place of.
    """

    report_id: str
    outcome: Outcome
    finding: Quoted | None
    score: float | None
    reasons: list[str]
    decided_by: str | None = None
    history: list[dict[str, Any]] = []


class Point(BaseModel):
    """What an inspection asked for, and what became of it; `earlier` is a point of before that it repeats."""

    finding: Quoted
    origin: Outcome | None
    earlier: Quoted | None
    state: Outcome | None
    links: list[Link]


class Followed(BaseModel):
    """An authority's reports, oldest first, and the points of its inspections; `origin` None is a new point.

    `orphans` are points that reviewers decided on and that no reading holds any more.
    """

    name: str
    reports: list[Dated]
    points: list[Point]
    orphans: list[str] = []


def quoted(finding: Finding, report: str) -> Quoted:
    """A finding of a report as a link shows it."""
    return Quoted(
        id=finding.id,
        report_id=report,
        text=finding.text,
        label=finding.label,
        page=finding.page,
        themes=[tag.id for tag in finding.themes],
    )


def state_of(links: Sequence[Link]) -> Outcome | None:
    """How a point stands: by the latest inspection that says something of it, else by the latest one."""
    decided = [link.outcome for link in links if link.finding is not None]
    return decided[-1] if decided else links[-1].outcome if links else None
