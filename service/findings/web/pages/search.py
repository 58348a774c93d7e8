"""Search findings by words and facets."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from findings.api.deps import Findings, Reading
from findings.store.search import search as find
from findings.web.templating import render

router = APIRouter(prefix="/ui/search")
FACETS = (
    ("label", "Label"),
    ("theme", "Theme"),
    ("outcome", "National Framework"),
    ("kind", "Kind of report"),
    ("authority", "Authority"),
)


@router.get("")
def search(request: Request, session: Reading, query: Findings) -> Response:
    """Findings that hold the words and fulfil the facets, with counts of each facet."""
    page = find(session, query)
    params = query.model_dump(by_alias=True, exclude_defaults=True, mode="json")
    context = {"page": page, "query_": query, "params": params, "facet_names": FACETS}
    return render(request, "search.html", context)
