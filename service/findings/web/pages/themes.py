"""The themes with how often each is found."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter, Request, Response

from findings.api.deps import Reading
from findings.store.filters import FindingFilters
from findings.store.queries import themes as counted
from findings.store.report_queries import authorities
from findings.web.asked import asked
from findings.web.templating import render

router = APIRouter(prefix="/ui/themes")


@router.get("")
def themes(request: Request, session: Reading) -> Response:
    """Every theme by National Framework outcome, with counts by label, of all reports or some."""
    filters, problems = asked(request, FindingFilters)
    rows = counted(session, filters)
    context = {
        "groups": [(name, list(group)) for name, group in groupby(rows, key=lambda row: row.national_framework)],
        "most": max((row.count for row in rows), default=0),
        "filters": filters,
        "problems": problems,
        "params": filters.model_dump(by_alias=True, exclude_defaults=True, mode="json"),
        "authorities": authorities(session),
    }
    return render(request, "themes.html", context)
