"""Stored findings: list and read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from findings.api.deps import Findings, Reading
from findings.api.examples import FINDING_ID
from findings.store import queries
from findings.store.values import FindingDetail, FindingPage

router = APIRouter(prefix="/findings", tags=["findings"])

FindingId = Annotated[str, Path(max_length=64, pattern=r"^[0-9a-zA-Z_-]+$", examples=[FINDING_ID])]


@router.get("")
def list_findings(session: Reading, query: Findings) -> FindingPage:
    """Findings of all reports; repeat a filter for alternatives, `next` leads to the following page."""
    return queries.find(session, query)


@router.get("/{finding_id}")
def read_finding(session: Reading, finding_id: FindingId) -> FindingDetail:
    """One finding with every reviewer's decision on it."""
    return queries.finding(session, finding_id)
