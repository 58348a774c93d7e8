"""The passages of a report that could be meant as what became of a point."""

from __future__ import annotations

from sqlalchemy.orm import Session

from findings.reason.links import Quoted, quoted
from findings.reason.pairs import alike
from findings.schemas import Label
from findings.store.report_queries import analysis

SHOWN = 12


def candidates(session: Session, point: str, report_id: str) -> list[Quoted]:
    """The judged passages of a report that are most like a point, the nearest first."""
    judged = [each for each in analysis(session, report_id).findings if each.label is not Label.NOT_A_FINDING]
    scores = alike([point], [each.text for each in judged]).scores[0]
    order = sorted(range(len(judged)), key=lambda at: -scores[at])[:SHOWN]
    return [quoted(judged[at], report_id) for at in order]
