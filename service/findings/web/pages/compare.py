"""Compare what inspectors wrote: a table of shares, and the chart of the same."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from findings.api.deps import Reading
from findings.api.routes.compare import title_of
from findings.errors import FindingsError
from findings.reason.compare import NOTE, Column, Comparing, Comparison, compare
from findings.reason.shares import FEW
from findings.store.report_queries import authorities
from findings.web.asked import asked
from findings.web.chips import chips
from findings.web.templating import link, query, render

router = APIRouter(prefix="/ui/compare")

BY = {
    "theme": "Theme",
    "authority": "Authority",
    "region": "Region",
    "kind": "Kind of report",
    "grade": "Overall grade",
    "year": "Year",
}
BESIDE = {"region": "Others of its region", "neighbours": "Statistical neighbours", "all": "All others"}
OWN = ("rows", "columns", "place", "beside", "group")


@router.get("")
def compare_page(request: Request, session: Reading) -> Response:
    """What is compared, as a form, a chart and a table."""
    wanted, problems = asked(request, Comparing)
    try:
        found = compare(session, wanted)
    except FindingsError as error:
        found, problems = None, [*problems, error.message]
    params = wanted.model_dump(by_alias=True, exclude_defaults=True, mode="json")
    kept = {name: value for name, value in params.items() if name not in OWN}
    context = {
        "found": found,
        "wanted": wanted,
        "problems": problems,
        "params": params,
        "kept": kept,
        "chips": chips(kept, [], path="/ui/compare", others={n: v for n, v in params.items() if n in OWN}),
        "title": title_of(wanted),
        "by": BY,
        "beside": BESIDE,
        "few": FEW,
        "note": NOTE,
        "authority_names": [each.name for each in authorities(session)],
        "leads": _leads(wanted, found, kept) if found else {},
    }
    return render(request, "compare.html", context)


def _leads(wanted: Comparing, found: Comparison, kept: dict[str, Any]) -> dict[tuple[int, int], str]:
    """The addresses of the findings behind each row, and behind each of its cells, by row and column; -1 is the row."""
    columns = [_column(wanted, column) for column in found.columns]
    added = [f"&{query(each)}" if each else "" for each in columns]
    leads: dict[tuple[int, int], str] = {}
    for at, line in enumerate(found.lines):
        row = {**kept, wanted.rows: [line.value]}
        leads[at, -1] = link("/ui/search", row)
        for place, column in enumerate(columns):
            # Put together of parts: there are thousands of cells, and few rows and columns.
            apart = not row.keys() & column.keys()
            leads[at, place] = leads[at, -1] + added[place] if apart else link("/ui/search", row, **column)
    return leads


def _column(wanted: Comparing, column: Column) -> dict[str, Any]:
    """The filters of a column."""
    return {"authority": column.authorities} if wanted.place else {str(wanted.columns): [column.value]}
