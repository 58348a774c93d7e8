"""Decisions whose finding no reading of the report holds any more: shown, never dropped."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.review.values import Orphan
from findings.store import tables as t
from findings.store.human import Thread, threads
from findings.store.queries import brief_of, history


def orphans(session: Session, limit: int = 500) -> list[Orphan]:
    """The decisions that lead to no finding, report by report."""
    c, f = t.Correction, t.Finding
    lost = ~select(col(f.pk)).where(col(f.id) == col(c.finding_id)).exists()
    records = session.scalars(select(c).where(lost).order_by(col(c.report_id), col(c.id))).all()
    return [_orphan(session, thread) for thread in threads(records) if thread.stands][:limit]


def _orphan(session: Session, thread: Thread) -> Orphan:
    last = thread.last
    return Orphan(
        finding_id=last.finding_id,
        report=brief_of(session.get_one(t.Report, last.report_id)),
        start=last.start,
        end=last.end,
        text=last.text,
        history=history(session, last.finding_id),
    )
