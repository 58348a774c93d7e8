"""Findings like a stored one, or like a sentence."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from findings.api.deps import Filters, Near, Reading
from findings.api.routes.findings import FindingId
from findings.reason.similar import Similar, by_sentence, more_like

router = APIRouter(tags=["similar"])

Limit = Annotated[int, Query(ge=1, le=50, description="How many findings are returned at most.")]


class SimilarPage(BaseModel):
    """Findings that are alike, most alike first."""

    items: list[Similar]


@router.get("/findings/{finding_id}/similar")
def similar_findings(
    session: Reading, neighbours: Near, finding_id: FindingId, filters: Filters, limit: Limit = 10
) -> SimilarPage:
    """Findings that say what this one says, in whatever words; filters narrow where they are looked for."""
    return SimilarPage(items=more_like(session, neighbours, finding_id, filters, limit))


@router.get("/similar")
def similar_to_sentence(session: Reading, neighbours: Near, filters: Filters, limit: Limit = 10) -> SimilarPage:
    """Findings that say what the sentence `q` says, none without it; the other filters narrow where is looked."""
    sentence, others = filters.q or "", filters.model_copy(update={"q": None})
    found = by_sentence(session, neighbours, sentence, others, limit) if sentence.strip() else []
    return SimilarPage(items=found)
