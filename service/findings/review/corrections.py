"""Decisions on findings: correct, split, merge, add, take back. Each is one transaction and leaves records behind."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.errors import Code, FindingsError
from findings.review.acts import (
    Act,
    Snapshot,
    entities_in,
    from_snapshot,
    mark,
    refuse_overlap,
    rewrite,
    row_of,
    snapshot,
    start_act,
    trimmed,
)
from findings.review.undo import undo
from findings.review.values import MAX_THEMES, Corrected, CorrectionIn, FindingIn
from findings.schemas import Finding
from findings.store import queries
from findings.store import tables as t
from findings.store.mapping import storable
from findings.store.rows import relocated, set_label, set_tags, value_of
from findings.store.session import Database


def correct(database: Database, finding: str, change: CorrectionIn, *, actor: str) -> Corrected:
    """Keep a decision on a finding; give back the finding as it now stands."""
    with database.write() as session:
        if done := _done(session, change.token):
            return done
        row = row_of(session, finding)
        act = start_act(session, row, actor, _action(session, row, change), **_facts(change))
        if change.undo:
            return _corrected(session, act.report, *undo(act, row, own=change.own))
        return _corrected(session, act.report, _decide(act, row, change))


def _facts(change: CorrectionIn | FindingIn) -> dict[str, Any]:
    """What is told of how a decision was come by; an act without a token draws one."""
    told = change.model_dump(include={"note", "seconds"})
    return told | ({"group": change.token} if change.token else {})


def _done(session: Session, token: str | None) -> Corrected | None:
    """What came of a decision that was sent before, else None."""
    c, f = t.Correction, t.Finding
    records = session.scalars(select(c).where(col(c.group_id) == token).order_by(col(c.id))).all() if token else []
    if not records:
        return None
    ids = {record.finding_id for record in records}
    rows = session.scalars(select(f).where(col(f.id).in_(ids)).order_by(col(f.position))).all()
    report = session.get_one(t.Report, records[0].report_id)
    return _corrected(session, report, rows, None if rows else from_snapshot(report.id, records[0].before))


def _action(session: Session, row: t.Finding, change: CorrectionIn) -> str:
    for name in ("undo", "split", "merge"):
        if getattr(change, name):
            return name
    if change.adjudicates:
        return "adjudicate"
    given = change.model_dump(exclude_none=True, include={"label", "themes", "entities", "start", "end"})
    if not given:
        return "note"
    stands: dict[str, Any] = {"label": row.label}
    if "themes" in given:
        stands |= {"themes": [tag.id for tag in value_of(session, row).themes]}
    return "accept" if given == stands else "edit"


def _decide(act: Act, row: t.Finding, change: CorrectionIn) -> list[t.Finding]:
    if change.split:
        return split(act, row, change.split)
    if change.merge:
        return merge(act, row, change.merge)
    return [_edit(act, row, change)]


def _corrected(session: Session, report: t.Report, rows: Sequence[t.Finding], gone: Finding | None = None) -> Corrected:
    session.flush()
    if not rows and gone is not None:
        told = queries.history(session, gone.id)
        return Corrected(**dict(gone), report=queries.brief_of(report), history=told, stands=False)
    first, *also = [queries.finding(session, row.id) for row in rows]
    return Corrected(**dict(first), also=also)


def _edit(act: Act, row: t.Finding, change: CorrectionIn) -> t.Finding:
    if change.start is not None or change.end is not None:
        return _edit_borders(act, row, change)
    names = [name for name in ("label", "themes", "entities") if getattr(change, name) is not None]
    before = value_of(act.session, row)
    _set(act, row, change)
    after = value_of(act.session, row)
    if names:
        mark(row, [*(row.human or []), *names])
    act.record(after, _part(before, names), _part(after, names))
    return row


def _part(value: Finding, names: Sequence[str]) -> Snapshot:
    more = ["confidence"] if "label" in names else []
    return value.model_dump(mode="json", include={*names, *more})


def _set(act: Act, row: t.Finding, change: CorrectionIn | FindingIn) -> None:
    """Write the decided fields onto a row."""
    if change.label is not None:
        set_label(row, change.label, act.actor)
    if change.themes is not None:
        set_tags(act.session, row, themes=_certain(change.themes))
    if change.entities is not None:
        set_tags(act.session, row, entities=entities_in(row.text, change.entities))


def _certain(themes: Sequence[str]) -> list[dict[str, Any]]:
    return [{"id": theme, "confidence": 1.0} for theme in themes]


def _edit_borders(act: Act, row: t.Finding, change: CorrectionIn) -> t.Finding:
    before = snapshot(act.session, row)
    wanted = (row.start if change.start is None else change.start, row.end if change.end is None else change.end)
    start, end, text = trimmed(act.text(), *wanted)
    refuse_overlap(act, start, end, [row])
    made = before | {"start": start, "end": end, "text": text, "entities": _fitting(before, text)}
    names = [name for name in ("label", "themes", "entities") if getattr(change, name) is not None]
    made["human"] = [*before["human"], *names, "start"]
    [new] = rewrite(act, [row], [made], row.position)
    _set(act, new, change)
    act.record(value_of(act.session, new), before, snapshot(act.session, new))
    return new


def _fitting(before: Snapshot, text: str) -> list[dict[str, Any]]:
    """The entities of a snapshot that another text holds as well."""
    known = from_snapshot("", before).entities
    return [each.model_dump() for each in relocated(known, before["text"], text)]


def split(act: Act, row: t.Finding, at: Sequence[int]) -> list[t.Finding]:
    """Make several findings of one, the later ones starting at those characters of the report's text."""
    if not all(row.start < each < row.end for each in at):
        told = f"A finding from {row.start} to {row.end} can only be split between; choose places inside it."
        raise FindingsError(Code.INVALID, told)
    before, text = snapshot(act.session, row), act.text()
    borders = [row.start, *sorted(set(at)), row.end]
    made = [_with_borders(before, *trimmed(text, *span)) for span in pairwise(borders)]
    rows = rewrite(act, [row], made, row.position)
    for new in rows:
        act.record(value_of(act.session, new), before, snapshot(act.session, new))
    return rows


def _with_borders(before: Snapshot, start: int, end: int, text: str) -> Snapshot:
    place = {"start": start, "end": end, "text": text, "entities": _fitting(before, text)}
    return before | place | {"human": [*before["human"], "start"]}


def merge(act: Act, row: t.Finding, others: Sequence[str]) -> list[t.Finding]:
    """Make one finding of neighbours; it is labelled as the one that was asked for."""
    found = {each.id: each for each in [row, *(row_of(act.session, name) for name in others)]}
    rows = sorted(found.values(), key=lambda each: each.start)
    if len(rows) < 2 or any(each.report_id != row.report_id for each in rows):
        raise FindingsError(Code.INVALID, "Only different findings of one report can be merged; name neighbours.")
    start, end, text = trimmed(act.text(), rows[0].start, rows[-1].end)
    refuse_overlap(act, start, end, rows)
    befores = [snapshot(act.session, each) for each in rows]
    themes = {tag["id"]: tag for kept in befores for tag in kept["themes"]}
    entities = [tag for kept in befores for tag in _fitting(kept, text)]
    made = befores[rows.index(row)] | {"start": start, "end": end, "text": text, "entities": entities}
    made["themes"] = list(themes.values())[:MAX_THEMES]
    made["human"] = [*made["human"], "start"]
    [new] = rewrite(act, rows, [made], min(each.position for each in rows))
    for before in befores:
        act.record(value_of(act.session, new), before, snapshot(act.session, new))
    return [new]


def add_finding(database: Database, report_id: str, missed: FindingIn, *, actor: str) -> Corrected:
    """Keep a finding that the machine missed."""
    with database.write() as session:
        if done := _done(session, missed.token):
            return done
        report = session.get(t.Report, report_id, with_for_update=True)
        if report is None:
            raise FindingsError(Code.NOT_FOUND, f"No report {report_id!r}; /reports lists those there are.")
        act = Act(session, report, actor, "add", **storable(_facts(missed)))
        start, end, text = trimmed(act.text(), missed.start, missed.end)
        refuse_overlap(act, start, end)
        made, position = _missed(act, start, end, text, missed)
        [row] = rewrite(act, [], [made], position)
        _set(act, row, missed)
        act.record(value_of(session, row), {}, snapshot(session, row))
        return _corrected(session, report, [row])


def _missed(act: Act, start: int, end: int, text: str, missed: FindingIn) -> tuple[Snapshot, int]:
    """A missed finding as a snapshot, on the page and in the section of what stands before it; and its position."""
    f = t.Finding
    own = select(f).where(col(f.report_id) == act.report.id)
    before = act.session.scalars(own.where(col(f.start) < start).order_by(col(f.start).desc()).limit(1)).first()
    near = before or act.session.scalars(own.order_by(col(f.start)).limit(1)).first()
    place = {"page": near.page if near else 1, "section": near.section if near else []}
    made = {"start": start, "end": end, "text": text, "unit": missed.unit, "label": missed.label, **place}
    made |= {"confidence": 1.0, "scores": {}, "human": ["label", "themes", "entities", "start"]}
    return made, before.position + 1 if before else 0
