"""Reads the findings that reasoning has chosen out of the store."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.schemas import Kind
from findings.store import tables as t
from findings.store.mapping import to_finding_row
from findings.store.reading import tags_of
from findings.store.values import FindingRow, ReportBrief


def by_key(session: Session, keys: Sequence[int]) -> dict[int, FindingRow]:
    """Findings by row key, in the order given; keys that are gone are left out."""
    f, r = t.Finding, t.Report
    wanted = select(f, r).join(r, col(r.id) == col(f.report_id)).where(col(f.pk).in_(keys))
    tags = tags_of(session, list(keys))
    found = {finding.pk: to_finding_row(finding, _brief(report), tags) for finding, report in session.execute(wanted)}
    return {key: found[key] for key in keys if key in found}


def _brief(report: t.Report) -> ReportBrief:
    return ReportBrief(
        id=report.id,
        title=report.title,
        authority=report.authority,
        published=report.published,
        kind=Kind(report.kind),
    )
