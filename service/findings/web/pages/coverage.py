"""Whether a plan answers every finding of a report: send the plan, read the answer."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from findings.api.deps import Pool, Store
from findings.api.workers import Content
from findings.errors import Code, FindingsError
from findings.reason.coverage import Coverage, coverage
from findings.reason.scope import INSPECTIONS
from findings.schemas import Analysis, Kind
from findings.store.report_queries import ReportQuery, analysis, list_reports, report
from findings.store.session import Database
from findings.web.templating import render

router = APIRouter(prefix="/ui/reports")

PAPERS = [kind for kind in Kind if kind not in INSPECTIONS]


@router.get("/{report_id}/coverage")
def ask_for_plan(request: Request, report_id: str, store: Store) -> Response:
    """A form that takes a plan."""
    return _page(request, store, report_id)


@router.post("/{report_id}/coverage")
async def show_coverage(request: Request, report_id: str, store: Store, pool: Pool) -> Response:
    """Which action answers which finding; where the plan cannot be read, the form comes back saying why."""
    async with request.form(max_files=1) as form:
        file, text, stored = form.get("file"), str(form.get("text") or ""), str(form.get("plan") or "")
        try:
            content = await _content(file, text, stored, store)
            plan = await pool.document(content)
        except FindingsError as error:
            return await run_in_threadpool(_page, request, store, report_id, text=text, error=error)
    findings = (await run_in_threadpool(_analysis, store, report_id)).findings
    found = await run_in_threadpool(coverage, findings, plan)
    return await run_in_threadpool(_page, request, store, report_id, text=text, found=found)


async def _content(file: object, text: str, stored: str, store: Database) -> Content:
    if isinstance(file, UploadFile) and file.filename:
        return Content(await file.read(), file.filename)
    if text.strip():
        return Content(text)
    if stored:
        return Content((await run_in_threadpool(_analysis, store, stored)).text)
    raise FindingsError(Code.INVALID, "There is no plan: choose a file, paste a text, or choose a stored paper.")


def _analysis(store: Database, report_id: str) -> Analysis:
    with store.read() as session:
        return analysis(session, report_id)


def _page(
    request: Request,
    store: Database,
    report_id: str,
    *,
    text: str = "",
    found: Coverage | None = None,
    error: FindingsError | None = None,
) -> Response:
    with store.read() as session:
        about = report(session, report_id)
        papers = list_reports(session, ReportQuery(kind=PAPERS, authority=[about.authority] if about.authority else []))
    context = {
        "report": about,
        "papers": [paper for paper in papers.items if paper.id != report_id],
        "text": text,
        "found": found,
        "by_id": {each.id: each for each in found.findings} if found else {},
        "error": error.message if error else None,
    }
    return render(request, "coverage.html", context, status=error.status if error else 200)
