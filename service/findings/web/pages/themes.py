"""The themes with how often each is found."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter, Request, Response

from findings.api.deps import Reading
from findings.store.filters import FindingFilters
from findings.store.queries import themes as counted
from findings.web.templating import render

router = APIRouter(prefix="/ui/themes")


@router.get("")
def themes(request: Request, session: Reading) -> Response:
    """Every theme by National Framework outcome, with counts by label."""
    rows = sorted(counted(session, FindingFilters()), key=lambda row: row.national_framework)
    groups = [(name, list(group)) for name, group in groupby(rows, key=lambda row: row.national_framework)]
    return render(request, "themes.html", {"groups": groups})
