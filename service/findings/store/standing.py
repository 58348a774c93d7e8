"""What a report stands for: whether a later version superseded it, whether it is internal, whether it was invented."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.errors import Code, FindingsError
from findings.schemas import Kind, Label
from findings.store import tables as t
from findings.store.audit import record
from findings.store.session import Database

SHARED = 0.5  # of the shorter version's findings, from which two documents are versions of one report
BY_MACHINE = "published anew"


class StandingPatch(BaseModel):
    """What a person says a report stands for; a field left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    internal: bool = Field(default=False, description="Keep it out of feeds and exports of what is public.")
    superseded_by: str | None = Field(
        default=None, max_length=64, description="Id of the report published in its stead; null where there is none."
    )
    note: str | None = Field(default=None, max_length=2_000)


def set_standing(database: Database, report_id: str, change: StandingPatch, *, actor: str) -> None:
    """Say what a report stands for; no later reading overwrites it. Raises FindingsError for reports there are not."""
    wanted = change.model_dump(exclude_unset=True, exclude={"note"})
    with database.write() as session:
        row = _row(session, report_id)
        newer = wanted.get("superseded_by")
        if newer is not None and (newer == report_id or _row(session, newer).superseded_by is not None):
            message = f"{newer!r} cannot supersede {report_id!r}: name another report that is not superseded itself."
            raise FindingsError(Code.INVALID, message)
        for name, value in wanted.items():
            _set(session, row, name, value, actor, change.note)
        row.stated = sorted({*row.stated, *wanted})


def settle_versions(session: Session, row: t.Report, actor: str) -> None:
    """Let the version published last supersede the others of the same inspection, unless a person said otherwise.

    Versions are reports of one kind on one authority whose inspection began on one day and who share their findings.
    """
    if row.authority is None or row.inspection_start is None or row.kind == Kind.OTHER:
        return
    r = t.Report
    same = (col(r.authority) == row.authority, col(r.kind) == row.kind)
    others = session.scalars(
        select(r).where(*same, col(r.inspection_start) == row.inspection_start, col(r.id) != row.id)
    ).all()
    own = _keys(session, row.id)
    versions = [row, *(other for other in others if _alike(own, _keys(session, other.id)))]
    if len(versions) == 1:
        return
    latest = max(versions, key=lambda each: (each.published or t.UNKNOWN_DAY, each.created_at))
    for each in versions:
        if "superseded_by" not in each.stated:
            _set(session, each, "superseded_by", None if each is latest else latest.id, actor, BY_MACHINE)


def versions_before(session: Session, report_id: str) -> list[str]:
    """The reports that a report supersedes, the latest first."""
    r = t.Report
    wanted = select(col(r.id)).where(col(r.superseded_by) == report_id).order_by(col(r.published).desc())
    return list(session.scalars(wanted))


def forget_version(session: Session, report_id: str) -> None:
    """Let nothing be superseded by a report that goes."""
    r = t.Report
    session.execute(update(r).where(col(r.superseded_by) == report_id).values(superseded_by=None))


def remove_demonstration(database: Database, *, actor: str) -> int:
    """Remove every report that was invented to show the product, and say how many there were."""
    with database.write() as session:
        ids = session.scalars(select(col(t.Report.id)).where(col(t.Report.demonstration))).all()
        session.execute(delete(t.Report).where(col(t.Report.id).in_(ids)))
        for each in ids:
            forget_version(session, each)
            record(session, actor, "report.removed", "report", each, demonstration=True)
    return len(ids)


def has_demonstration(session: Session) -> bool:
    """Whether any stored report was invented."""
    return session.scalar(select(col(t.Report.id)).where(col(t.Report.demonstration)).limit(1)) is not None


def mark_demonstration(database: Database, report_id: str, *, actor: str) -> None:
    """Say of a report that it was invented to show the product."""
    with database.write() as session:
        row = _row(session, report_id)
        if not row.demonstration:
            row.demonstration = True
            record(session, actor, "report.demonstration", "report", report_id)


def standing_conditions(*, superseded: bool, internal: bool | None, named: bool) -> list[ColumnElement[bool]]:
    """Conditions on findings: of superseded reports only where asked for or `named`, of internal ones as asked."""
    found = list[ColumnElement[bool]]()
    if not superseded and not named:
        found.append(~_of_reports(col(t.Report.superseded_by).is_not(None)))
    if internal is not None:
        marked = _of_reports(col(t.Report.internal).is_(True))
        found.append(marked if internal else ~marked)
    return found


def report_standing(*, superseded: bool, internal: bool | None, named: bool) -> list[ColumnElement[bool]]:
    """The same as conditions on reports."""
    found = list[ColumnElement[bool]]()
    if not superseded and not named:
        found.append(col(t.Report.superseded_by).is_(None))
    if internal is not None:
        found.append(col(t.Report.internal).is_(internal))
    return found


def _of_reports(chosen: ColumnElement[bool]) -> ColumnElement[bool]:
    # By row key, which every index holds: a list or count that is read from an index alone stays so.
    f, r = t.Finding, t.Report
    return col(f.pk).in_(select(col(f.pk)).join(r, col(r.id) == col(f.report_id)).where(chosen))


def _keys(session: Session, report_id: str) -> set[str]:
    f = t.Finding
    judged = (col(f.report_id) == report_id, col(f.label) != Label.NOT_A_FINDING)
    return set(session.scalars(select(col(f.key)).where(*judged)))


def _alike(one: set[str], other: set[str]) -> bool:
    fewer = min(len(one), len(other))
    return bool(fewer) and len(one & other) >= SHARED * fewer


def _set(session: Session, row: t.Report, name: str, value: Any, actor: str, note: str | None) -> None:
    before = getattr(row, name)
    if before == value:
        return
    setattr(row, name, value)
    row.updated_at = t.now()
    session.add(t.ReportHistory(report_id=row.id, actor=actor, field=name, before=before, after=value, note=note))
    record(session, actor, f"report.{name}", "report", row.id, after=value)


def _row(session: Session, report_id: str) -> t.Report:
    row = session.get(t.Report, report_id, with_for_update=True)
    if row is None:
        raise FindingsError(Code.NOT_FOUND, f"No report {report_id!r}; /reports lists those there are.")
    return row
