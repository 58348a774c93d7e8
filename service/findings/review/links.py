"""Reviewers' decisions on links between inspections: only ever added, with what stood before."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.errors import Code, FindingsError
from findings.reason.decided import Anchor, standing_of
from findings.reason.follow import follow
from findings.reason.links import Link, Point
from findings.reason.verdict import Outcome
from findings.store import tables as t
from findings.store.audit import record
from findings.store.link_tables import LinkDecision
from findings.store.session import Database

SPOKEN = {Outcome.REPEATED, Outcome.ESCALATED, Outcome.IMPROVING, Outcome.RESOLVED}


class LinkIn(BaseModel):
    """What a reviewer decides of a point in one later report: what became of it, and which passage says so."""

    model_config = ConfigDict(extra="forbid")

    point: str = Field(max_length=64, description="Id of the finding that asked for something.")
    report_id: str = Field(max_length=64, description="The later report.")
    outcome: Outcome | None = None
    finding_id: str | None = Field(default=None, max_length=64, description="The passage of it that decides.")
    note: str | None = Field(default=None, max_length=2_000)
    undo: bool = Field(default=False, description="Take the last decision on this link back instead.")

    @model_validator(mode="after")
    def _whole(self) -> LinkIn:
        if self.undo:
            if self.outcome or self.finding_id:
                raise ValueError("`undo` decides nothing: leave `outcome` and `finding_id` out")
        elif self.outcome is None:
            raise ValueError("`outcome` is missing")
        elif (self.outcome in SPOKEN) != (self.finding_id is not None):
            raise ValueError(
                f"`finding_id` names the passage that decides for {', '.join(sorted(SPOKEN))}, and only then"
            )
        return self


def decide(database: Database, authority: str, given: LinkIn, *, actor: str) -> Point:
    """Keep a decision on a link; return the point as it stands. Raises FindingsError where there is no such link."""
    with database.write() as session:
        asked = _finding(session, given.point)
        link = _link(session, authority, given)
        chosen = _undoing(session, asked, given) if given.undo else _decision(session, given)
        row = LinkDecision(
            **chosen,
            point_report=asked.report_id,
            point_key=asked.key,
            point_start=asked.start,
            point_end=asked.end,
            point_text=asked.text,
            later_report=given.report_id,
            before=link.model_dump(mode="json", include={"outcome", "score", "finding"}),
            actor=actor,
            note=given.note,
            model=session.get_one(t.Report, asked.report_id).model,
        )
        session.add(row)
        record(
            session, actor, "link.undone" if given.undo else "link.decided", "finding", asked.id, report=given.report_id
        )
    with database.read() as session:
        return _point(session, authority, given)


def _decision(session: Session, given: LinkIn) -> dict[str, Any]:
    assert given.outcome is not None
    passage = _finding(session, given.finding_id) if given.finding_id else None
    if passage is not None and passage.report_id != given.report_id:
        raise FindingsError(Code.INVALID, f"{given.finding_id!r} is no finding of report {given.report_id!r}.")
    anchor = Anchor.model_validate(passage, from_attributes=True).model_dump() if passage else None
    return {"outcome": given.outcome.value, "passage": anchor}


def _undoing(session: Session, asked: t.Finding, given: LinkIn) -> dict[str, Any]:
    d = LinkDecision
    same = (col(d.point_report) == asked.report_id, col(d.point_key) == asked.key)
    rows = session.scalars(select(d).where(*same, col(d.later_report) == given.report_id).order_by(col(d.id))).all()
    last = standing_of(rows)
    if last is None:
        raise FindingsError(Code.CONFLICT, "Nobody has decided on this link, so there is nothing to take back.")
    return {"outcome": last.outcome, "undoes": last.uid}


def _finding(session: Session, finding_id: str) -> t.Finding:
    row = session.scalars(select(t.Finding).where(col(t.Finding.id) == finding_id)).one_or_none()
    if row is None:
        raise FindingsError(Code.NOT_FOUND, f"No finding {finding_id!r}; /findings lists those there are.")
    return row


def _point(session: Session, authority: str, given: LinkIn) -> Point:
    points = follow(session, authority).points
    found = next((point for point in points if point.finding.id == given.point), None)
    if found is None:
        message = f"{given.point!r} is no point of {authority}; /authorities/{authority} lists its points."
        raise FindingsError(Code.NOT_FOUND, message)
    return found


def _link(session: Session, authority: str, given: LinkIn) -> Link:
    point = _point(session, authority, given)
    found = next((link for link in point.links if link.report_id == given.report_id), None)
    if found is None:
        raise FindingsError(Code.NOT_FOUND, f"{given.report_id!r} is no later inspection of {authority}.")
    return found
