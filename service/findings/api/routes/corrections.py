"""Reviewers' decisions: correct a finding, add one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header

from findings.api.deps import LONGEST_NAME, NAME, Actor, Store
from findings.api.review_examples import ADD_EXAMPLES, CORRECT_EXAMPLES
from findings.api.routes.findings import FindingId
from findings.api.routes.reports import ReportId
from findings.review import corrections
from findings.review.values import Corrected, CorrectionIn, FindingIn

router = APIRouter(tags=["review"])


def _reviewer(
    actor: Actor,
    given: Annotated[
        str | None,
        Header(
            alias="Findings-Reviewer",
            description="Who reviews, where several people do; else the one the service is set to.",
            max_length=LONGEST_NAME,
            pattern=NAME,
        ),
    ] = None,
) -> str:
    return given or actor


Reviewer = Annotated[str, Depends(_reviewer)]


@router.post("/findings/{finding_id}/corrections", openapi_extra=CORRECT_EXAMPLES)
def correct_finding(store: Store, reviewer: Reviewer, finding_id: FindingId, change: CorrectionIn) -> Corrected:
    """Decide on a finding: correct any of its fields, split it, merge it, or take the last decision back.

    Decisions are only ever added, with what was before; no later reading overwrites them.
    """
    return corrections.correct(store, finding_id, change, actor=reviewer)


@router.post("/reports/{report_id}/findings", status_code=201, openapi_extra=ADD_EXAMPLES)
def add_finding(store: Store, reviewer: Reviewer, report_id: ReportId, missed: FindingIn) -> Corrected:
    """Add a finding that the machine missed, as characters of the report's text."""
    return corrections.add_finding(store, report_id, missed, actor=reviewer)
