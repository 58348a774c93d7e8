"""Reads what reasoning compares out of the store, and no more than it compares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import inspect, or_, select
from sqlalchemy.orm import Session

from findings.reason.scope import TELL_SCOPE
from findings.schemas import Analysis, Finding, Label, Report, ThemeTag, Unit
from findings.store import tables as t
from findings.store.report_queries import ReportQuery, list_reports
from findings.store.values import ReportRow

A_PAGE = 500  # reports that are read at once
LABELS, UNITS = {label.value: label for label in Label}, {unit.value: unit for unit in Unit}
# Copied, since to make a passage anew takes twice as long, and an authority has thousands.
PASSAGE = Finding.model_construct(national_framework=[], entities=[], responsible_body=None, reasons=[])


def reports_about(session: Session, authority: str) -> list[ReportRow]:
    """All the reports about an authority."""
    found, cursor = list[ReportRow](), None
    while True:
        page = list_reports(session, ReportQuery(authority=[authority], limit=A_PAGE, cursor=cursor))
        found += page.items
        if page.next is None:
            return found
        cursor = page.next


def analyses_of(session: Session, authority: str, rows: Iterable[ReportRow]) -> list[Analysis]:
    """The reports of `rows`, which are about an authority, with their passages in order, as they were stored.

    Of a passage there is its text and offsets, section, label, unit, page, confidence and themes; no reasons or scores.
    Passages that judge nothing are left out, but for inspections whose scope is read from them.
    """
    passages, fields = _passages(session, authority), set(Report.model_fields)
    return [
        Analysis.model_construct(
            report=Report.model_construct(**row.model_dump(include=fields) | {"judgements": row.judgements}),
            findings=passages.get(row.id, []),
            text="",
        )
        for row in rows
    ]


def _passages(session: Session, authority: str) -> dict[str, list[Finding]]:
    f, themes = inspect(t.Finding).columns, _themes(session, authority)
    columns = (f.pk, f.id, f.report_id, f.text, f.start, f.end, f.section, f.label, f.unit, f.page, f.confidence)
    compared = or_(f.label != Label.NOT_A_FINDING, f.kind.in_(TELL_SCOPE))
    wanted = select(*columns).where(f.authority == authority, compared).order_by(f.report_id, f.position)
    found: dict[str, list[Finding]] = {}
    read: Iterable[Any] = session.execute(wanted)
    for key, name, report, text, start, end, section, label, unit, page, confidence in read:
        told = {
            "id": name,
            "text": text,
            "start": start,
            "end": end,
            "section": section,
            "label": LABELS[label],
            "unit": UNITS[unit],
            "page": page,
            "confidence": confidence,
            "themes": themes.get(key, []),
        }
        found.setdefault(report, []).append(PASSAGE.model_copy(update=told))
    return found


def _themes(session: Session, authority: str) -> dict[int, list[ThemeTag]]:
    f, tag = (inspect(each).columns for each in (t.Finding, t.FindingTheme))
    wanted = select(tag.finding_pk, tag.theme, tag.confidence).join_from(t.FindingTheme, t.Finding)
    judged = wanted.where(f.authority == authority, f.label != Label.NOT_A_FINDING)
    found: dict[int, list[ThemeTag]] = {}
    for key, theme, confidence in session.execute(judged.order_by(tag.confidence.desc(), tag.theme)):
        found.setdefault(key, []).append(ThemeTag(id=theme, confidence=confidence))
    return found
