"""Search findings by words and facets."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from findings.api.deps import Near, Reading
from findings.reason.search import search as find
from findings.store.filters import SearchQuery
from findings.web.asked import asked
from findings.web.chips import UNCHOSEN, chips
from findings.web.templating import render

router = APIRouter(prefix="/ui/search")
FACETS = {
    "label": "Label",
    "theme": "Theme",
    "outcome": "National Framework",
    "kind": "Kind of report",
    "region": "Region",
    "authority": "Authority",
    "grade": "Overall grade",
    "year": "Year published",
}
SORTS = {
    "relevance": "Best fit of the words",
    "-published": "Newest first",
    "published": "Oldest first",
    "-confidence": "Surest first",
    "confidence": "Least sure first",
    "position": "As in the reports",
}
CONFIDENCES = (0.5, 0.7, 0.8, 0.9)
REVIEWED = {"true": "Reviewed", "false": "Not reviewed"}
OWN_FIELDS = ("q", "from", "to", "min_confidence", "entity", "reviewed", "meaning", "sort", "cursor")
PAGE = 25


@router.get("")
def search(request: Request, session: Reading, neighbours: Near) -> Response:
    """Findings that hold the words and fulfil the choices, with counts of each facet."""
    query, problems = asked(request, SearchQuery)
    part = query if "limit" in query.model_fields_set else query.model_copy(update={"limit": PAGE})
    page = find(session, part, neighbours)
    params = query.model_dump(by_alias=True, exclude_defaults=True, mode="json")
    context = {
        "page": page,
        "query_": query,
        "params": params,
        "problems": problems,
        "meant": query.meaning and query.worded,
        "narrowed": bool(params.keys() - set(UNCHOSEN)),
        "chips": chips(params, list(page.items)),
        "kept": {name: values for name, values in params.items() if name not in OWN_FIELDS},
        "facet_names": FACETS,
        "sorts": SORTS,
        "confidences": CONFIDENCES,
        "reviewed": REVIEWED,
    }
    return render(request, "search.html", context)
