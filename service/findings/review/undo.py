"""Takes back the last act on a finding, as often as is asked."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import col

from findings.errors import Code, FindingsError
from findings.review.acts import Act, from_snapshot, mark, rewrite
from findings.schemas import EntityTag, Finding
from findings.store import tables as t
from findings.store.human import QUIET, Thread, threads
from findings.store.rows import set_label, set_tags, value_of
from findings.store.taxonomy_list import read_through


def undo(act: Act, row: t.Finding, *, own: bool = False) -> tuple[list[t.Finding], Finding]:
    """Take the last act on a finding back; give the findings that stand in its place, and what stood before.

    `own` refuses to take back what another reviewer did.
    """
    gone = value_of(act.session, row)
    records = _last_act(act, row)
    if own and records[0].actor != act.actor:
        told = f"{records[0].actor} decided on finding {row.id} since; settle it among the disagreements."
        raise FindingsError(Code.CONFLICT, told)
    act.undoes = records[0].group_id
    if "human" in records[0].after:
        return _put_back(act, records), gone
    [record] = records
    _restore(act, row, record)
    act.record(value_of(act.session, row), record.after, record.before)
    return [row], gone


def _last_act(act: Act, row: t.Finding) -> list[t.Correction]:
    """The records of the last act on a finding. Raises where there is none, or later acts rest on it."""
    group = _last_group(act, row.id)
    if group is None:
        raise FindingsError(Code.CONFLICT, f"Nothing was decided on finding {row.id} that could be taken back.")
    c = t.Correction
    records = act.session.scalars(select(c).where(col(c.group_id) == group).order_by(col(c.id))).all()
    for record in records:
        if _last_group(act, record.finding_id) != group:
            told = f"Finding {record.finding_id}, of the same act, was decided on since; take that back first."
            raise FindingsError(Code.CONFLICT, told)
    return list(records)


def _last_group(act: Act, finding: str) -> str | None:
    return next((record.group_id for record in reversed(_effective(act, finding))), None)


def _effective(act: Act, finding: str) -> list[t.Correction]:
    records = _records(act, finding)
    undone = {record.undoes for record in records if record.undoes}
    return [record for record in records if record.action not in QUIET and record.group_id not in undone]


def _records(act: Act, finding: str) -> Sequence[t.Correction]:
    c = t.Correction
    return act.session.scalars(select(c).where(col(c.finding_id) == finding).order_by(col(c.id))).all()


def _put_back(act: Act, records: Sequence[t.Correction]) -> list[t.Finding]:
    """Undo an act that made whole findings of others."""
    f = t.Finding
    made = {record.finding_id for record in records}
    old = act.session.scalars(select(f).where(col(f.id).in_(made)).order_by(col(f.position))).all()
    before = {(kept["start"], kept["end"]): kept for record in records if (kept := record.before)}
    rows = rewrite(act, old, [before[place] for place in sorted(before)], min(row.position for row in old))
    for new in rows:
        act.record(value_of(act.session, new), records[0].after, before[new.start, new.end])
    if not rows:
        anchor = from_snapshot(act.report.id, records[0].after)
        act.record(anchor, records[0].after, {}, records[0].finding_id)
    return rows


def _restore(act: Act, row: t.Finding, record: t.Correction) -> None:
    """Undo an act that changed fields: what people decided earlier stands again, else what the machine said."""
    kept = [each for each in _records(act, row.id) if each.group_id != record.group_id]
    thread = threads(kept)[0] if kept else Thread([record])
    names = {name: record.before[name] for name in ("label", "themes", "entities") if name in record.before}
    values = names | {name: thread.decided[name] for name in names if name in thread.decided}
    if "label" in values:
        set_label(row, values["label"], thread.labelled_by if "label" in thread.decided else None)
    if "themes" in values:
        set_tags(act.session, row, themes=read_through(values["themes"]))
    if "entities" in values:
        set_tags(act.session, row, entities=[EntityTag(**each) for each in values["entities"]])
    mark(row, thread.human)
