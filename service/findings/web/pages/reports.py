"""The list of reports."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from findings.api.deps import Reading
from findings.store.report_queries import ReportQuery, authorities, list_reports
from findings.web.asked import asked
from findings.web.templating import render

router = APIRouter(prefix="/ui/reports")
SORTS = {"-published": "Newest first", "published": "Oldest first", "-added": "Latest sent first"}


@router.get("")
def all_reports(request: Request, session: Reading) -> Response:
    """The reports by authority, kind, dates and words of the title."""
    filters, problems = asked(request, ReportQuery)
    params = filters.model_dump(by_alias=True, exclude_defaults=True, mode="json")
    context = {
        "page": list_reports(session, filters),
        "filters": filters,
        "problems": problems,
        "params": params,
        "narrowed": bool(params.keys() - {"sort", "cursor", "limit"}),
        "authorities": authorities(session),
        "sorts": SORTS,
    }
    return render(request, "reports.html", context)
