"""The first page: send reports, see the latest ones."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from findings.api.deps import Actor, AppSettings, Pool, Store
from findings.api.examples import TEXT
from findings.api.routes.classify import classified
from findings.api.workers import Readers
from findings.errors import FindingsError
from findings.schemas import Label
from findings.settings import Settings
from findings.store.report_queries import ReportQuery, list_reports
from findings.store.session import Database
from findings.store.standing import has_demonstration
from findings.taxonomy.authorities import authorities
from findings.web.sending import Outcome, Sent, read_sent
from findings.web.templating import render

router = APIRouter(prefix="/ui")
LATEST = 8


@router.get("/")
def home(request: Request, store: Store, settings: AppSettings, example: bool = False, note: str = "") -> Response:
    """The form to send reports, and the latest ones; `example` fills the form with a short text to try."""
    return _page(request, store, settings, text=TEXT if example else "", note=note)


@router.post("/")
async def send(request: Request, store: Store, pool: Pool, actor: Actor, settings: AppSettings) -> Response:
    """Classify what the form sends; one report is shown at once, of several it is said what came of each."""
    try:
        sent = await read_sent(request, settings.max_document_bytes)
    except FindingsError as error:
        outcomes = [Outcome(error=error.message, status=error.status)]
    else:
        outcomes = [await _read(each, store, pool, actor) for each in sent]
    return await run_in_threadpool(_told, request, store, settings, outcomes)


def _told(request: Request, store: Database, settings: Settings, outcomes: list[Outcome]) -> Response:
    [first, *others] = outcomes
    if others:
        return _page(request, store, settings, outcomes=outcomes)
    if first.report is None:
        return _page(request, store, settings, refused=first, status=first.status)
    return RedirectResponse(f"/ui/reports/{first.report}{'' if first.new else '?note=known'}", status_code=303)


async def _read(sent: Sent, store: Database, pool: Readers, actor: str) -> Outcome:
    try:
        analysis, new = await classified(sent.posted, store, pool, actor)
    except FindingsError as error:
        return Outcome(name=sent.name, error=error.message, status=error.status)
    found = sum(finding.label is not Label.NOT_A_FINDING for finding in analysis.findings)
    return Outcome(name=sent.name, report=analysis.report.id, findings=found, new=new)


def _page(request: Request, store: Database, settings: Settings, *, status: int = 200, **context: Any) -> Response:
    with store.read() as session:
        latest = list_reports(session, ReportQuery(sort="-added", limit=LATEST))
        demonstration = has_demonstration(session)
    known = {
        "latest": latest,
        "demonstration": demonstration,
        "max_bytes": settings.max_document_bytes,
        "authority_names": [each.name for each in authorities()],
    }
    return render(request, "home.html", {**known, **context}, status=status)
