"""Search by words, with marked snippets and facets."""

from __future__ import annotations

from fastapi import APIRouter

from findings.api.deps import Findings, Reading
from findings.store.search import search
from findings.store.values import HitPage

router = APIRouter(tags=["search"])


@router.get("/search")
def search_findings(session: Reading, query: Findings) -> HitPage:
    """Findings in which the words of `q` occur, marked, and how they spread over themes, labels and the rest."""
    return search(session, query)
