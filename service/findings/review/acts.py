"""What every act of a reviewer is made of: the act's facts, its records, and rows that replace other rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.errors import Code, FindingsError
from findings.identity import finding_id, key
from findings.review.values import EntitySpan
from findings.schemas import EntityTag, Finding
from findings.store import audit
from findings.store import tables as t
from findings.store.human import follow, overlap
from findings.store.mapping import storable
from findings.store.rows import add, value_of
from findings.store.taxonomy_list import read_through
from findings.taxonomy import taxonomy

Snapshot = dict[str, Any]
EDGE = re.compile(r"^[\s•▪◦‣●*–—-]+|\s+$")


@dataclass(slots=True)
class Act:
    """One act: who, on which report, how it was come by."""

    session: Session
    report: t.Report
    actor: str
    action: str
    note: str | None = None
    seconds: float | None = None
    blind: bool = False
    undoes: str | None = None
    group: str = field(default_factory=lambda: uuid4().hex)

    def record(self, anchor: Finding, before: Snapshot, after: Snapshot, finding: str | None = None) -> None:
        """Write that `before` became `after`, at the finding as it now stands."""
        owner_id = finding or anchor.id
        row: dict[str, Any] = {
            "report_id": self.report.id,
            "finding_id": owner_id,
            "group_id": self.group,
            "key": key(anchor.text),
            "model": self.report.model,
            "taxonomy": taxonomy().version,  # that the decision's own themes are of
            **anchor.model_dump(include={"start", "end", "text"}),
            **{name: getattr(self, name) for name in ("actor", "action", "note", "seconds", "blind", "undoes")},
        }
        self.session.add(t.Correction(**row, before=before, after=after))
        self.session.flush()
        audit.record(self.session, self.actor, f"finding.{self.action}", "finding", owner_id, group=self.group)

    def text(self) -> str:
        """The report's text."""
        row = self.session.get(t.ReportText, self.report.id)
        return row.text if row else ""


def start_act(session: Session, row: t.Finding, actor: str, action: str, **facts: Any) -> Act:
    """An act on a finding: the report is locked, and the hold that showed the finding ends."""
    report = session.get_one(t.Report, row.report_id, with_for_update=True)
    hold = session.get(t.Hold, (row.pk, actor))
    blind = bool(hold and hold.blind)
    if hold:
        session.delete(hold)
    return Act(session, report, actor, action, blind=blind, **storable(facts))


def row_of(session: Session, finding: str) -> t.Finding:
    """The row of a finding. Raises FindingsError where there is none."""
    row = session.scalars(select(t.Finding).where(col(t.Finding.id) == finding)).one_or_none()
    if row is None:
        raise FindingsError(Code.NOT_FOUND, f"No finding {finding!r}; /findings lists those there are.")
    return row


def snapshot(session: Session, row: t.Finding) -> Snapshot:
    """A whole finding as it stands, and which of its fields people decided."""
    return {**value_of(session, row).model_dump(mode="json", exclude={"id"}), "human": row.human or []}


def from_snapshot(report_id: str, kept: Snapshot) -> Finding:
    """The finding that a snapshot holds."""
    plain = {name: value for name, value in kept.items() if name != "human"}
    plain["themes"] = read_through(kept.get("themes") or [])
    return Finding(id=finding_id(report_id, kept["start"], kept["end"], kept["text"]), **plain)


def rewrite(act: Act, old: Sequence[t.Finding], made: Sequence[Snapshot], position: int) -> list[t.Finding]:
    """Put findings in the place of others; every decision on the old ones follows to the one it overlaps most."""
    c = t.Correction
    records = act.session.scalars(select(c).where(col(c.finding_id).in_([row.id for row in old]))).all()
    act.session.execute(delete(t.Finding).where(col(t.Finding.pk).in_([row.pk for row in old])))
    values = [from_snapshot(act.report.id, kept) for kept in made]
    rows = [add(act.session, act.report, value, position + at) for at, value in enumerate(values)]
    for row, kept in zip(rows, made, strict=True):
        mark(row, kept["human"])
    for record in records if rows else ():
        span = (record.start, record.end)
        follow(act.session, [record], max(rows, key=lambda row, span=span: overlap(span, row)).id)  # type: ignore[misc]
    return rows


def mark(row: t.Finding, human: Sequence[str]) -> None:
    """Say which fields of a row people decided."""
    row.human = list(dict.fromkeys(human)) or None
    row.reviewed_at = t.now() if human else None


def trimmed(text: str, start: int, end: int) -> tuple[int, int, str]:
    """A span of a report's text without what surrounds its words, and those words. Raises where it has none."""
    if not start < end <= len(text):
        told = f"Characters {start} to {end} are no span of the report's {len(text)} characters; give start < end."
        raise FindingsError(Code.INVALID, told)
    inner = text[start:end]
    leading = EDGE.match(inner)
    start += leading.end() if leading else 0
    end -= len(inner) - len(inner.rstrip())
    words = " ".join(text[start:end].split())
    if not re.search(r"\w", words):
        raise FindingsError(Code.INVALID, f"There are no words from {start} to {end} of the report; choose others.")
    return start, end, words


def refuse_overlap(act: Act, start: int, end: int, own: Sequence[t.Finding] = ()) -> None:
    """Raise where a span would cover words of another finding."""
    f = t.Finding
    inside = (col(f.report_id) == act.report.id, col(f.start) < end, col(f.end) > start)
    others = act.session.scalars(select(f).where(*inside, col(f.pk).not_in([row.pk for row in own])))
    if other := others.first():
        told = f"Finding {other.id} holds characters {other.start} to {other.end}; merge with it, or end before it."
        raise FindingsError(Code.CONFLICT, told)


def entities_in(text: str, spans: Sequence[EntitySpan]) -> list[EntityTag]:
    """Entities of a finding's text. Raises FindingsError where a span is none."""
    for span in spans:
        if not span.start < span.end <= len(text):
            told = f"An entity cannot be from {span.start} to {span.end} of a text of {len(text)} characters; mend it."
            raise FindingsError(Code.INVALID, told)
    return [EntityTag(start=s.start, end=s.end, text=text[s.start : s.end], type=s.type) for s in spans]
