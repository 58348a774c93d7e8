"""What a report is: correct it, see who changed what, delete it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from findings.api.deps import Actor, Reading, Store
from findings.errors import FindingsError
from findings.store.report_queries import report
from findings.store.reports import delete_report, patch
from findings.store.values import ReportDetail
from findings.taxonomy.authorities import authorities
from findings.web.facts_form import as_form, as_patch
from findings.web.templating import render
from findings.web.words import JUDGED

router = APIRouter(prefix="/ui/reports")


async def _fields(request: Request) -> dict[str, str]:
    async with request.form() as sent:
        return {name: value for name, value in sent.items() if isinstance(value, str)}


Fields = Annotated[dict[str, str], Depends(_fields)]


@router.get("/{report_id}/facts")
def facts(request: Request, report_id: str, session: Reading) -> Response:
    """The facts of a report in a form, and their history."""
    found = report(session, report_id)
    return _page(request, found, as_form(found))


@router.post("/{report_id}/facts")
def correct(request: Request, report_id: str, form: Fields, store: Store, actor: Actor) -> Response:
    """Correct what the report is; where that cannot be, the form comes back as it was filled in, saying why."""
    with store.read() as session:
        found = report(session, report_id)
    try:
        patch(store, report_id, as_patch(form, found), actor=actor)
    except FindingsError as error:
        return _page(request, found, {**as_form(found), **form}, error=error.message, status=error.status)
    return RedirectResponse(f"/ui/reports/{report_id}?note=saved", status_code=303)


@router.get("/{report_id}/delete")
def ask_to_delete(request: Request, report_id: str, session: Reading) -> Response:
    """Says what goes with the report, and asks."""
    found = report(session, report_id)
    findings = sum(found.labels.get(label, 0) for label in JUDGED)
    return render(request, "delete.html", {"report": found, "findings": findings})


@router.post("/{report_id}/delete")
def delete(report_id: str, store: Store, actor: Actor) -> Response:
    """Delete the report and everything derived from it."""
    delete_report(store, report_id, actor=actor)
    return RedirectResponse("/ui/reports?note=deleted", status_code=303)


def _page(
    request: Request, found: ReportDetail, form: dict[str, str], *, error: str | None = None, status: int = 200
) -> Response:
    names = [each.name for each in authorities()]
    context = {"report": found, "form": form, "error": error, "authority_names": names}
    return render(request, "facts.html", context, status=status)
