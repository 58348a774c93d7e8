"""Reads reports, and the authorities they are about, out of the store."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.errors import Code, FindingsError
from findings.schemas import Analysis, Kind, Label, Report
from findings.store import cursor as cursors
from findings.store import tables as t
from findings.store.cursor import Order
from findings.store.filters import Listed, Name
from findings.store.mapping import to_finding
from findings.store.reading import report_rows, tags_of
from findings.store.values import AuthorityCount, Change, ReportDetail, ReportPage, ReportRow

_R = t.Report
_DAY = func.coalesce(col(_R.published), t.UNKNOWN_DAY)


class ReportQuery(BaseModel):
    """Filters, order and part of a list of reports; several values of one filter are alternatives."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    authority: Annotated[list[Name], Listed] = []
    kind: Annotated[list[Kind], Listed] = []
    q: str | None = Field(default=None, max_length=200, pattern=r"^[^\x00]*$", description="Part of the title.")
    from_: dt.date | None = Field(default=None, alias="from", description="Published on this day or later.")
    to: dt.date | None = Field(default=None, description="Published on this day or earlier.")
    sort: Literal["-published", "published", "-added"] = "-published"
    limit: int = Field(default=50, ge=1, le=500)
    cursor: str | None = Field(default=None, max_length=500, description="`next` of the page before.")


ORDERS = {
    order.name: order
    for order in (
        Order("-published", _DAY, col(_R.id), dt.date.fromisoformat, descending=True),
        Order("published", _DAY, col(_R.id), dt.date.fromisoformat),
        Order("-added", col(_R.created_at), col(_R.id), dt.datetime.fromisoformat, descending=True),
    )
}


def list_reports(session: Session, query: ReportQuery) -> ReportPage:
    """The part of the reports that `query` asks for."""
    order = ORDERS[query.sort]
    chosen = _conditions(query)
    wanted = order.apply(select(_R).where(*chosen)).limit(query.limit + 1)
    if query.cursor is None:
        total = session.scalar(select(func.count()).select_from(_R).where(*chosen)) or 0
    else:
        cursor = cursors.decode(query.cursor, order.name)
        wanted, total = wanted.where(order.after(cursor)), cursor.total
    rows = session.scalars(wanted).all()
    here = rows[: query.limit]
    following = _cursor(query.sort, here[-1], total) if len(rows) > query.limit else None
    return ReportPage(items=report_rows(session, here), next=following, total=total)


def _conditions(query: ReportQuery) -> list[ColumnElement[bool]]:
    found = list[ColumnElement[bool]]()
    if query.authority:
        found.append(col(_R.authority).in_(query.authority))
    if query.kind:
        found.append(col(_R.kind).in_(query.kind))
    if query.q:
        found.append(func.lower(col(_R.title)).contains(query.q.lower(), autoescape=True))
    if query.from_ is not None:
        found.append(col(_R.published) >= query.from_)
    if query.to is not None:
        found.append(col(_R.published) <= query.to)
    return found


def _cursor(sort: str, row: t.Report, total: int) -> str:
    value: Any = row.created_at if sort == "-added" else row.published or t.UNKNOWN_DAY
    return cursors.encode(sort, value, row.id, total)


def _row(session: Session, report_id: str) -> t.Report:
    row = session.get(_R, report_id)
    if row is None:
        raise FindingsError(Code.NOT_FOUND, f"No report {report_id!r}; /reports lists those there are.")
    return row


def report(session: Session, report_id: str) -> ReportDetail:
    """One report with its text and history."""
    row = _row(session, report_id)
    [value] = report_rows(session, [row])
    return ReportDetail(
        **dict(value), text=_text(session, report_id), stated=row.stated, history=_history(session, report_id)
    )


def _text(session: Session, report_id: str) -> str:
    return session.scalar(select(col(t.ReportText.text)).where(col(t.ReportText.report_id) == report_id)) or ""


def _history(session: Session, report_id: str) -> list[Change]:
    h = t.ReportHistory
    rows = session.scalars(select(h).where(col(h.report_id) == report_id).order_by(col(h.id)))
    return [Change(**row.model_dump(include=set(Change.model_fields))) for row in rows]


def analysis(session: Session, report_id: str) -> Analysis:
    """A stored report as its analysis: metadata, every passage in order, and text."""
    row = _row(session, report_id)
    [value] = report_rows(session, [row])
    own = col(t.Finding.report_id) == report_id
    passages = session.scalars(select(t.Finding).where(own).order_by(col(t.Finding.position)))
    tags = tags_of(session, select(col(t.Finding.pk)).where(own))  # one report may hold more than a list of keys may
    return Analysis(
        report=Report(**value.model_dump(include=set(Report.model_fields))),
        findings=[to_finding(each, tags) for each in passages],
        text=_text(session, report_id),
    )


def known(session: Session, sha256: str) -> ReportRow | None:
    """The report whose content has this sha256, if it is stored."""
    row = session.scalars(select(_R).where(col(_R.sha256) == sha256)).one_or_none()
    return report_rows(session, [row])[0] if row else None


def authorities(session: Session) -> list[AuthorityCount]:
    """Every authority with a report, by name, with its counts."""
    r, f = _R, t.Finding
    reports = select(col(r.authority), func.count()).where(col(r.authority).is_not(None)).group_by(col(r.authority))
    labels = select(col(f.authority), col(f.label), func.count()).group_by(col(f.authority), col(f.label))
    counts: dict[str | None, dict[Label, int]] = {}
    for name, label, count in session.execute(labels):
        counts.setdefault(name, dict.fromkeys(Label, 0))[Label(label)] = count
    return [
        _authority(name or "", number, counts.get(name, dict.fromkeys(Label, 0)))
        for name, number in session.execute(reports.order_by(col(r.authority)))
    ]


def _authority(name: str, reports: int, labels: dict[Label, int]) -> AuthorityCount:
    findings = sum(count for label, count in labels.items() if label is not Label.NOT_A_FINDING)
    return AuthorityCount(name=name, reports=reports, findings=findings, labels=labels)
