"""Findings as reviewers are shown them: with the words and the passages around, and what the machine says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.review.queue_values import Neighbour, QueueItem, Suggestion
from findings.schemas import Finding
from findings.store import tables as t
from findings.store.mapping import to_finding
from findings.store.queries import brief_of
from findings.store.reading import tags_of
from findings.store.values import ReportBrief

AROUND = 600  # characters of the report shown on either side
PLACES = 8  # passages looked at on either side


class Near(NamedTuple):
    """A passage that may be shown beside a finding."""

    report_id: str
    id: str
    text: str
    start: int
    end: int

    def inside(self, report: str, span: tuple[int, int]) -> bool:
        """Whether any of it stands within characters of a report."""
        return self.report_id == report and self.start < span[1] and self.end > span[0]

    def told(self) -> Neighbour:
        """The passage as reviewers are told of it."""
        return Neighbour(id=self.id, text=self.text, start=self.start, end=self.end)


def items_of(session: Session, rows: Sequence[t.Finding], holds: Sequence[t.Hold]) -> list[QueueItem]:
    """Findings with their holds, in order."""
    tags = tags_of(session, [row.pk for row in rows])
    reports = _reports(session, rows)
    near = _neighbours(session, rows)
    return [
        _item(session, row, to_finding(row, tags), hold, reports[row.report_id], near)
        for row, hold in zip(rows, holds, strict=True)
    ]


def _item(
    session: Session, row: t.Finding, value: Finding, hold: t.Hold, report: ReportBrief, near: Sequence[Near]
) -> QueueItem:
    before, source, after = _words(session, row)
    span = (row.start - len(before), row.end + len(after))
    return QueueItem(
        **value.model_dump(include=set(QueueItem.model_fields)),
        report=report,
        before=before,
        source=source,
        after=after,
        around=[each.told() for each in near if each.id != row.id and each.inside(row.report_id, span)],
        uncertainty=row.uncertainty,
        blind=hold.blind,
        until=hold.until,
        suggestion=None if hold.blind else Suggestion(**value.model_dump(include=set(Suggestion.model_fields))),
    )


def _words(session: Session, row: t.Finding) -> tuple[str, str, str]:
    """The report's words before a finding, in it, and after it."""
    words, first = col(t.ReportText.text), max(0, row.start - AROUND)
    wanted = select(func.substr(words, first + 1, row.end + AROUND - first))
    text = session.scalar(wanted.where(col(t.ReportText.report_id) == row.report_id)) or ""
    return text[: row.start - first], text[row.start - first : row.end - first], text[row.end - first :]


def _reports(session: Session, rows: Sequence[t.Finding]) -> dict[str, ReportBrief]:
    r = t.Report
    found = session.scalars(select(r).where(col(r.id).in_({row.report_id for row in rows})))
    return {report.id: brief_of(report) for report in found}


def _neighbours(session: Session, rows: Sequence[t.Finding]) -> list[Near]:
    """The passages near any of some findings."""
    f = t.Finding
    if not rows:
        return []
    places = [
        and_(col(f.report_id) == row.report_id, col(f.position).between(row.position - PLACES, row.position + PLACES))
        for row in rows
    ]
    found = session.execute(select(*(getattr(f, name) for name in Near._fields)).where(or_(*places)))
    return sorted((Near(*each) for each in found), key=lambda near: near.start)
