"""Carries what people decided about findings over to whatever reading of the report is stored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.identity import key
from findings.schemas import EntityTag
from findings.store import tables as t
from findings.store.rows import add, finding_at, relocated, set_label, set_tags
from findings.store.taxonomy_list import read_through

QUIET = ("note", "undo")
BORDERS = "start"


@dataclass(slots=True)
class Thread:
    """All decisions on one finding, and what they come to.

    `decided` holds the values of the fields that a person decided, `labelled_by` who decided the label; `bordered`
    where a person set the borders.
    """

    records: list[t.Correction]
    decided: dict[str, Any] = field(default_factory=dict)
    bordered: bool = False
    labelled_by: str = ""

    @property
    def last(self) -> t.Correction:
        """The latest record: its anchor is the finding as people left it."""
        return self.records[-1]

    @property
    def stands(self) -> bool:
        """Whether any of it is a decision that was not taken back."""
        return bool(self.decided) or self.bordered

    @property
    def human(self) -> list[str]:
        """The fields that people decided, as `finding.human` names them."""
        return [*self.decided, *([BORDERS] if self.bordered else [])]

    def span(self) -> tuple[int, int]:
        """The characters of the report's text that it was last about."""
        return self.last.start, self.last.end


def threads(records: Iterable[t.Correction]) -> list[Thread]:
    """Decisions by the finding that they are on, in the order of their first one."""
    listed = sorted(records, key=lambda record: (record.at, record.id or 0))
    undone = {record.undoes for record in listed if record.undoes}
    found: dict[str, Thread] = {}
    for record in listed:
        thread = found.setdefault(record.finding_id, Thread([]))
        thread.records.append(record)
        if record.action not in QUIET and record.group_id not in undone:
            _fold(thread, record)
    return list(found.values())


def _fold(thread: Thread, record: t.Correction) -> None:
    after = record.after
    if "human" in after:  # a whole finding as it stood, not a change of some fields
        thread.decided, thread.bordered = {}, False
    names = after.get("human", list(after))
    if "label" in names and (thread.labelled_by == "" or "human" not in after):
        thread.labelled_by = record.actor
    thread.decided |= {name: after[name] for name in ("label", "themes", "entities") if name in names}
    if "themes" in names:
        thread.decided["themes"] = read_through(after["themes"])
    thread.bordered |= BORDERS in names


def settle(session: Session, report: t.Report) -> None:
    """Make the stored findings of a report agree with every decision that people took on it.

    A decision goes to the finding with its key, else to the one that it overlaps most, else to none: its record stays
    and is listed as an orphan. Where people set borders, these replace those of the reading.
    """
    records = session.scalars(select(t.Correction).where(col(t.Correction.report_id) == report.id)).all()
    if not records:
        return
    known = threads(records)
    rows = _rows(session, report.id)
    for thread, row in _matches([each for each in known if each.stands and not each.bordered], rows):
        _apply(session, thread, row)
    _set_borders(session, report, [each for each in known if each.bordered])
    for thread, row in _matches([each for each in known if not each.stands], rows):
        follow(session, thread.records, row.id)


def _rows(session: Session, report_id: str) -> list[t.Finding]:
    f = t.Finding
    return list(session.scalars(select(f).where(col(f.report_id) == report_id).order_by(col(f.position))))


def _matches(known: Sequence[Thread], rows: Sequence[t.Finding]) -> list[tuple[Thread, t.Finding]]:
    """Pairs of a thread and the row that it goes to; no row is taken twice."""
    found, taken, waiting = list[tuple[Thread, t.Finding]](), set[int | None](), list[Thread]()
    by_key: dict[str, list[t.Finding]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    for thread in known:
        same = [row for row in by_key.get(thread.last.key, []) if row.pk not in taken]
        if same:
            _take(thread, min(same, key=lambda row: abs(row.start - thread.last.start)), found, taken)
        else:
            waiting.append(thread)
    pairs = [(overlap(thread.span(), row), at, row) for at, thread in enumerate(waiting) for row in rows]
    done = set[int]()
    for size, at, row in sorted(pairs, key=lambda pair: -pair[0]):
        if size and at not in done and row.pk not in taken:
            done.add(at)
            _take(waiting[at], row, found, taken)
    return found


def _take(thread: Thread, row: t.Finding, found: list[tuple[Thread, t.Finding]], taken: set[int | None]) -> None:
    taken.add(row.pk)
    found.append((thread, row))


def overlap(span: tuple[int, int], row: t.Finding) -> int:
    """How many characters a span and a finding share."""
    return max(0, min(span[1], row.end) - max(span[0], row.start))


def _apply(session: Session, thread: Thread, row: t.Finding) -> None:
    """Put what people decided onto a row, and their records behind it."""
    if "label" in thread.decided:
        set_label(row, thread.decided["label"], thread.labelled_by)
    entities = thread.decided.get("entities")
    if entities is not None:
        tags = [EntityTag(**each) for each in entities]
        set_tags(session, row, entities=relocated(tags, thread.last.text, row.text))
    if "themes" in thread.decided:
        set_tags(session, row, themes=thread.decided["themes"])
    row.human = thread.human if thread.stands else None
    row.reviewed_at = thread.last.at if thread.stands else None
    follow(session, thread.records, row.id)


def follow(session: Session, records: Iterable[t.Correction], finding_id: str) -> None:
    """Let records lead to the finding that they are about now; nothing else of a record ever changes."""
    ids = [record.id for record in records if record.finding_id != finding_id]
    if ids:
        session.execute(update(t.Correction).where(col(t.Correction.id).in_(ids)).values(finding_id=finding_id))


def _set_borders(session: Session, report: t.Report, bordered: Sequence[Thread]) -> None:
    if not bordered:
        return
    text = session.get(t.ReportText, report.id)
    placed = [(thread, _placed(thread, text.text if text else "")) for thread in bordered]
    rows = _rows(session, report.id)
    fitting = [(thread, span, _source(span, rows)) for thread, span in placed if span is not None and rows]
    made = [(thread, finding_at(session, row, span, thread.last.text), row.position) for thread, span, row in fitting]
    gone = [row.pk for row in rows if row.human is None and any(_covers(span, row) for _, span, _ in fitting)]
    kept = {row.id: row for row in rows if row.pk not in gone}
    session.execute(delete(t.Finding).where(col(t.Finding.pk).in_(gone)))
    # From the last on, so that those added do not move the places of the others.
    for thread, value, position in sorted(made, key=lambda each: -each[1].start):
        _apply(session, thread, kept.get(value.id) or add(session, report, value, position))


def _source(span: tuple[int, int], rows: Sequence[t.Finding]) -> t.Finding:
    """The finding of the reading that a person's finding is most like."""
    return max(rows, key=lambda row: (overlap(span, row), -abs(row.start - span[0])))


def _covers(span: tuple[int, int], row: t.Finding) -> bool:
    return overlap(span, row) * 2 >= min(span[1] - span[0], row.end - row.start)


def _placed(thread: Thread, text: str) -> tuple[int, int] | None:
    """Where the words of a thread's anchor stand in the report's text now, nearest to where they stood."""
    start, end = thread.span()
    if key(text[start:end]) == thread.last.key:
        return start, end
    words = r"\s+".join(map(re.escape, thread.last.text.split()))
    found = [match.span() for match in re.finditer(words, text)] if words else []
    return min(found, key=lambda span: abs(span[0] - start), default=None)
