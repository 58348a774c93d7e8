"""Puts what reviewers decided about links in the place of what the machine proposes, whatever reading is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.identity import key
from findings.reason.links import Followed, Link, Point, Quoted, quoted, state_of
from findings.reason.verdict import Outcome
from findings.schemas import Analysis, Finding
from findings.store.link_tables import LinkDecision


class Anchor(BaseModel):
    """A passage as it stood when somebody decided on it: enough to find it again in another reading."""

    id: str
    key: str
    start: int
    end: int
    text: str
    label: str
    page: int


def apply(session: Session, found: Followed, analyses: Sequence[Analysis]) -> Followed:
    """`found` with reviewers' decisions on its links; those whose point is in no reading any more are its `orphans`."""
    passages = {each.report.id: each.findings for each in analyses}
    points = {(point.finding.report_id, point.finding.id): point for point in found.points}
    orphans = []
    for rows in _by_link(_decisions(session, passages)).values():
        last = standing_of(rows)
        point = _point_of(rows[-1], passages, points)
        link = next((each for each in point.links if each.report_id == rows[-1].later_report), None) if point else None
        if point is None or link is None:
            orphans += [last.point_text] if last else []
        else:
            _put(link, rows, last, passages)
            point.state = state_of(point.links)
    return found.model_copy(update={"orphans": orphans})


def _decisions(session: Session, reports: Iterable[str]) -> list[LinkDecision]:
    d = LinkDecision
    return list(session.scalars(select(d).where(col(d.point_report).in_(list(reports))).order_by(col(d.id))))


def _by_link(rows: Iterable[LinkDecision]) -> dict[tuple[str, str, int, str], list[LinkDecision]]:
    found: dict[tuple[str, str, int, str], list[LinkDecision]] = {}
    for row in rows:
        found.setdefault((row.point_report, row.point_key, row.point_start, row.later_report), []).append(row)
    return found


def standing_of(rows: Sequence[LinkDecision]) -> LinkDecision | None:
    """The latest decision that was not taken back."""
    undone = {row.undoes for row in rows if row.undoes}
    return next((row for row in reversed(rows) if row.undoes is None and row.uid not in undone), None)


def _point_of(
    row: LinkDecision, passages: Mapping[str, list[Finding]], points: Mapping[tuple[str, str], Point]
) -> Point | None:
    anchor = (row.point_key, row.point_start, row.point_end)
    there = [each for each in passages.get(row.point_report, []) if (row.point_report, each.id) in points]
    match = nearest(there, *anchor)
    return points[row.point_report, match.id] if match else None


def nearest(passages: Iterable[Finding], wanted: str, start: int, end: int) -> Finding | None:
    """The passage with this key nearest to where it stood, else the one that shares most of its characters."""
    listed = list(passages)
    same = [each for each in listed if key(each.text) == wanted]
    if same:
        return min(same, key=lambda each: abs(each.start - start))
    shared = [(min(end, each.end) - max(start, each.start), each) for each in listed]
    size, best = max(shared, key=lambda pair: pair[0], default=(0, None))
    return best if size > 0 else None


def _put(
    link: Link, rows: Sequence[LinkDecision], last: LinkDecision | None, passages: Mapping[str, list[Finding]]
) -> None:
    link.history = [_told(row) for row in rows]
    if last is None:
        return
    link.outcome, link.decided_by = Outcome(last.outcome), last.actor
    link.finding = _passage(last.passage, last.later_report, passages)
    link.score = None
    link.reasons = [f"decided by {last.actor}", *([last.note] if last.note else [])]


def _told(row: LinkDecision) -> dict[str, Any]:
    return {
        "at": row.at.astimezone(dt.UTC).isoformat(),
        "actor": row.actor,
        "outcome": None if row.undoes else row.outcome,
        "before": row.before.get("outcome"),
        "note": row.note,
    }


def _passage(anchor: dict[str, Any] | None, report: str, passages: Mapping[str, list[Finding]]) -> Quoted | None:
    if anchor is None:
        return None
    stood = Anchor.model_validate(anchor)
    match = nearest(passages.get(report, []), stood.key, stood.start, stood.end)
    if match is not None:
        return quoted(match, report)
    return Quoted(report_id=report, themes=[], **stood.model_dump(include={"id", "text", "label", "page"}))
