"""Decisions that look like slips: worth a second look, never changed by themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.store import tables as t
from findings.store.queries import finding
from findings.store.values import FindingDetail

UNLIKELY = 0.05  # a label that the machine's calibrated scores give less than this


class Slip(BaseModel):
    """A decided finding and why its label is worth a second look; `score` is what the machine gives that label."""

    finding: FindingDetail
    score: float | None
    why: str


class Slips(BaseModel):
    """Those that look most like slips first."""

    items: list[Slip]


def slips(session: Session, limit: int = 50) -> list[Slip]:
    """Decided labels that the machine holds for next to impossible, or that the same words do not have elsewhere.

    One that was looked at again and settled is none.
    """
    wanted = select(t.Finding).where(col(t.Finding.reviewed_at).is_not(None)).order_by(col(t.Finding.pk))
    decided = [row for row in session.scalars(wanted) if "label" in (row.human or ())]
    settled = _settled(session)
    suspects = [each for each in _suspects(decided) if each[0].id not in settled]
    found = sorted(suspects, key=lambda each: each[1])[:limit]
    return [Slip(finding=finding(session, row.id), score=row.scores.get(row.label), why=why) for row, _, why in found]


def _settled(session: Session) -> set[str]:
    c = t.Correction
    undone = select(col(c.undoes)).where(col(c.undoes).is_not(None))
    wanted = select(col(c.finding_id)).where(col(c.action) == "adjudicate", col(c.group_id).not_in(undone))
    return set(session.scalars(wanted))


def _suspects(decided: Sequence[t.Finding]) -> Iterator[tuple[t.Finding, float, str]]:
    labels: dict[str, set[str]] = defaultdict(set)
    for row in decided:
        labels[row.key].add(row.label)
    for row in decided:
        score = row.scores.get(row.label, 1.0)
        others = sorted(labels[row.key] - {row.label})
        if others:
            yield row, 0.0, f"the same words are decided to be {', '.join(others)} elsewhere"
        elif score < UNLIKELY:
            yield row, score, f"the machine gives this label a chance of {score:.0%}"
