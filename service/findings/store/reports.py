"""Saves, changes and removes reports; every write names its actor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.errors import Code, FindingsError
from findings.schemas import Analysis, Judgement, Kind, Metadata, Stated
from findings.store import tables as t
from findings.store.audit import record
from findings.store.followed_tables import FollowedAuthority
from findings.store.human import settle
from findings.store.mapping import METADATA, finding_row, listing, storable, tag_rows
from findings.store.reading import metadata_of
from findings.store.session import Database
from findings.store.standing import forget_version, settle_versions
from findings.store.taxonomy_list import under_current
from findings.taxonomy.authorities import canonical_name

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class ReportPatch(BaseModel):
    """What a person corrects about a report; a field left out stays, null says that it is not known."""

    model_config = ConfigDict(extra="forbid")

    title: ShortText | None = None
    kind: Kind = Kind.OTHER
    authority: Annotated[ShortText, Field(max_length=200), AfterValidator(canonical_name)] | None = None
    published: dt.date | None = None
    inspection_start: dt.date | None = None
    inspection_end: dt.date | None = None
    lead_inspectors: list[ShortText] = []
    judgements: list[Judgement] = []
    note: str | None = Field(default=None, max_length=2_000)


def save(database: Database, analysis: Analysis, stated: Stated, *, actor: str) -> bool:
    """Keep an analysis; return whether the report is new.

    A known report takes over what is stated of it, with history, and the findings where a newer reading differs.
    """
    try:
        with database.write() as session:
            return _save(session, analysis, stated, actor)
    except IntegrityError:  # the same report was added elsewhere in the same moment: now it is known
        with database.write() as session:
            return _save(session, analysis, stated, actor)


def _save(session: Session, analysis: Analysis, stated: Stated, actor: str) -> bool:
    analysis = under_current(analysis)
    row = session.get(t.Report, analysis.report.id, with_for_update=True)
    if row is None:
        _add(session, analysis, stated, actor)
    else:
        _renew(session, row, analysis, stated, actor)
    return row is None


def _add(session: Session, analysis: Analysis, stated: Stated, actor: str) -> None:
    report = storable(analysis.report.model_dump(exclude={"judgements"}))
    row = t.Report(**report, stated=_stated_fields(stated))
    session.add(row)
    session.flush()
    session.add(t.ReportText(report_id=row.id, text=storable(analysis.text)))
    _set_judgements(session, row.id, analysis.report.judgements)
    _add_findings(session, row, analysis)
    settle_versions(session, row, actor)
    record(session, actor, "report.added", "report", row.id, model=row.model, findings=len(analysis.findings))


def _renew(session: Session, row: t.Report, analysis: Analysis, stated: Stated, actor: str) -> None:
    by_person = _stated_fields(stated)
    newer = not _same_reading(session, row, analysis)
    if newer:
        _replace_findings(session, row, analysis, actor)
        row.previous_judgements = [each.model_dump(mode="json") for each in analysis.report.previous_judgements]
    free = [name for name in METADATA if newer and name not in row.stated]
    wanted = analysis.report.model_dump(include={*by_person, *free})
    _change(session, row, wanted, actor, "stated by the sender" if by_person else f"read by {row.model}")
    row.stated = sorted({*row.stated, *by_person})
    settle_versions(session, row, actor)


def _stated_fields(stated: Stated) -> list[str]:
    return sorted(stated.model_dump(exclude_none=True))


def _same_reading(session: Session, row: t.Report, analysis: Analysis) -> bool:
    if (row.model, row.taxonomy) != (analysis.report.model, analysis.report.taxonomy):
        return False
    known = session.scalars(select(col(t.Finding.id)).where(col(t.Finding.report_id) == row.id))
    return set(known) == {finding.id for finding in analysis.findings}


def _replace_findings(session: Session, row: t.Report, analysis: Analysis, actor: str) -> None:
    before = row.model
    session.execute(delete(t.Finding).where(col(t.Finding.report_id) == row.id))
    row.model, row.taxonomy, row.pages = analysis.report.model, analysis.report.taxonomy, analysis.report.pages
    text = storable(analysis.text)
    session.execute(update(t.ReportText).where(col(t.ReportText.report_id) == row.id).values(text=text))
    _add_findings(session, row, analysis)
    settle(session, row)
    record(session, actor, "report.reread", "report", row.id, before=before, model=row.model)


def _add_findings(session: Session, row: t.Report, analysis: Analysis) -> None:
    if not analysis.findings:
        return
    listed = listing(row.authority, row.kind, row.published) | {"model": row.model, "taxonomy": row.taxonomy}
    rows = [finding_row(finding, row.id, at, listed) for at, finding in enumerate(analysis.findings)]
    session.execute(insert(t.Finding), rows)
    keys = session.execute(select(col(t.Finding.id), col(t.Finding.pk)).where(col(t.Finding.report_id) == row.id))
    for table, tags in tag_rows(analysis.findings, {name: pk or 0 for name, pk in keys}).items():
        if tags:
            session.execute(insert(table), tags)


def _set_judgements(session: Session, report_id: str, judgements: list[Judgement]) -> None:
    session.execute(delete(t.Judgement).where(col(t.Judgement.report_id) == report_id))
    for at, judgement in enumerate(judgements):
        session.add(t.Judgement(report_id=report_id, position=at, area=judgement.area, grade=judgement.grade))


def patch(database: Database, report_id: str, change: ReportPatch, *, actor: str) -> None:
    """Correct a report's metadata; what a person gave here is never overwritten by a later reading."""
    wanted = change.model_dump(exclude_unset=True, exclude={"note"})
    with database.write() as session:
        row = session.get(t.Report, report_id, with_for_update=True) or _missing(report_id)
        _change(session, row, wanted, actor, change.note)
        row.stated = sorted({*row.stated, *wanted})
        _check_dates(row)
        settle_versions(session, row, actor)


def _change(session: Session, row: t.Report, wanted: Mapping[str, Any], actor: str, note: str | None) -> None:
    """Set metadata fields that differ, keep what they were, and list the findings under what they are now."""
    before = metadata_of(session, row)
    after = before | storable(Metadata(**wanted).model_dump(mode="json", include=set(wanted)))
    changed = [name for name in METADATA if before[name] != after[name]]
    if not changed:
        return
    for name in changed:
        _set(session, row, name, after)
        history = {"before": before[name], "after": after[name], "note": note}
        session.add(t.ReportHistory(report_id=row.id, actor=actor, field=name, **history))
    row.updated_at = t.now()
    _relist(session, row)
    record(session, actor, "report.changed", "report", row.id, fields=changed)


def _set(session: Session, row: t.Report, name: str, after: Mapping[str, Any]) -> None:
    value = getattr(Metadata.model_validate(after), name)
    if name == "judgements":
        _set_judgements(session, row.id, value)
    else:
        setattr(row, name, value)


def _relist(session: Session, row: t.Report) -> None:
    values = listing(row.authority, row.kind, row.published)
    session.execute(update(t.Finding).where(col(t.Finding.report_id) == row.id).values(**values))


def _check_dates(row: t.Report) -> None:
    start, end = row.inspection_start, row.inspection_end
    if start and end and end < start:
        raise FindingsError(
            Code.INVALID, f"The inspection cannot end on {end} before it starts on {start}; correct one of the dates."
        )


def delete_report(database: Database, report_id: str, *, actor: str) -> None:
    """Remove a report and everything derived from it; the audit table keeps that it was removed, and by whom."""
    with database.write() as session:
        row = session.get(t.Report, report_id, with_for_update=True) or _missing(report_id)
        session.execute(delete(t.Report).where(col(t.Report.id) == row.id))
        session.execute(delete(FollowedAuthority).where(col(FollowedAuthority.authority) == row.authority))
        forget_version(session, report_id)
        record(session, actor, "report.removed", "report", report_id, sha256=row.sha256)


def _missing(report_id: str) -> t.Report:
    raise FindingsError(Code.NOT_FOUND, f"No report {report_id!r}; /reports lists those there are.")
