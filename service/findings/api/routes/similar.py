"""Findings like a stored one, or like a sentence."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from findings.api.deps import Filters, Reading
from findings.api.routes.findings import FindingId
from findings.reason.nearest import Neighbours
from findings.reason.similar import Similar, by_sentence, more_like

router = APIRouter(tags=["similar"])

Limit = Annotated[int, Query(ge=1, le=50, description="How many findings are returned at most.")]


class SimilarPage(BaseModel):
    """Findings that are alike, most alike first."""

    items: list[Similar]


def _neighbours(request: Request) -> Neighbours:
    """The vectors of this service's findings, made when they are first asked for."""
    state = request.app.state
    if not hasattr(state, "neighbours"):
        state.neighbours = Neighbours()
    found: Neighbours = state.neighbours
    return found


@router.get("/findings/{finding_id}/similar")
def similar_findings(
    request: Request, session: Reading, finding_id: FindingId, filters: Filters, limit: Limit = 10
) -> SimilarPage:
    """Findings that say what this one says, in whatever words; filters narrow where they are looked for."""
    return SimilarPage(items=more_like(session, _neighbours(request), finding_id, filters, limit))


@router.get("/similar")
def similar_to_sentence(request: Request, session: Reading, filters: Filters, limit: Limit = 10) -> SimilarPage:
    """Findings that say what the sentence `q` says, none without it; the other filters narrow where is looked."""
    sentence, others = filters.q or "", filters.model_copy(update={"q": None})
    found = by_sentence(session, _neighbours(request), sentence, others, limit) if sentence.strip() else []
    return SimilarPage(items=found)
