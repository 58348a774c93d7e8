"""Search by words, with marked snippets and facets."""

from __future__ import annotations

from fastapi import APIRouter

from findings.api.deps import Near, Reading, Searching
from findings.reason.search import search
from findings.store.values import HitPage

router = APIRouter(tags=["search"])


@router.get("/search")
def search_findings(session: Reading, neighbours: Near, query: Searching) -> HitPage:
    """Findings in which the words of `q` occur, marked, and how they spread over themes, labels and the rest.

    With `meaning=true`, findings that say what the sentence `q` says, whatever their words.
    """
    return search(session, query, neighbours)
