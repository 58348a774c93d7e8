"""Stored reports: list, read, correct, remove."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from findings.api.deps import Actor, Reading, Reports, Store
from findings.api.examples import PATCH_EXAMPLES, REPORT_ID
from findings.api.review_examples import STANDING_EXAMPLES
from findings.store import report_queries, reports, standing
from findings.store.reports import ReportPatch
from findings.store.standing import StandingPatch
from findings.store.values import ReportDetail, ReportPage

router = APIRouter(prefix="/reports", tags=["reports"])

ReportId = Annotated[str, Path(max_length=64, pattern=r"^[0-9a-zA-Z_-]+$", examples=[REPORT_ID])]


@router.get("")
def list_reports(session: Reading, query: Reports) -> ReportPage:
    """Stored reports with their judgements and how many findings of each label they have."""
    return report_queries.list_reports(session, query)


@router.get("/{report_id}")
def read_report(session: Reading, report_id: ReportId) -> ReportDetail:
    """One report with the text that offsets of its findings point into, and the history of its metadata."""
    return report_queries.report(session, report_id)


@router.patch("/{report_id}", openapi_extra=PATCH_EXAMPLES)
def correct_report(store: Store, actor: Actor, report_id: ReportId, change: ReportPatch) -> ReportDetail:
    """Correct what a report is; the history keeps what it was, and no later reading overwrites it."""
    reports.patch(store, report_id, change, actor=actor)
    with store.read() as session:
        return report_queries.report(session, report_id)


@router.patch("/{report_id}/standing", openapi_extra=STANDING_EXAMPLES)
def set_report_standing(store: Store, actor: Actor, report_id: ReportId, change: StandingPatch) -> ReportDetail:
    """Say that a report is internal or public, or which report was published in its stead; the history keeps it."""
    standing.set_standing(store, report_id, change, actor=actor)
    with store.read() as session:
        return report_queries.report(session, report_id)


@router.delete("/{report_id}", status_code=204)
def remove_report(store: Store, actor: Actor, report_id: ReportId) -> None:
    """Remove a report and everything derived from it."""
    reports.delete_report(store, report_id, actor=actor)
