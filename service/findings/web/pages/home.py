"""The first page: send a report, see the latest ones."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from findings.api.deps import Actor, AppSettings, Pool, Reading, Store
from findings.api.posted import Posted, PostedFields, PostedQuery, read_posted
from findings.api.routes.classify import classified
from findings.api.workers import Content
from findings.errors import FindingsError
from findings.schemas import Kind
from findings.store.report_queries import ReportQuery, list_reports
from findings.web.templating import render

router = APIRouter(prefix="/ui")
LATEST = 8


@router.get("/")
def home(request: Request, session: Reading) -> Response:
    """The form to send a report, and the latest reports."""
    return _page(request, session)


@router.post("/")
async def send(request: Request, store: Store, pool: Pool, actor: Actor, settings: AppSettings) -> Response:
    """Classify the file of the form and lead to its report; say what is wrong where it cannot be read."""
    try:
        posted = await read_posted(request, PostedQuery(), settings.max_document_bytes)
        analysis, _ = await classified(posted, store, pool, actor)
    except FindingsError as error:
        return _refused(request, store, error)
    return RedirectResponse(f"/ui/reports/{analysis.report.id}", status_code=303)


@router.post("/text")
async def send_text(request: Request, text: Annotated[str, Form()], store: Store, pool: Pool, actor: Actor) -> Response:
    """Classify pasted text and lead to its report."""
    posted = Posted(content=Content(text), fields=PostedFields(), all=False)
    try:
        analysis, _ = await classified(posted, store, pool, actor)
    except FindingsError as error:
        return _refused(request, store, error)
    return RedirectResponse(f"/ui/reports/{analysis.report.id}", status_code=303)


def _refused(request: Request, store: Store, error: FindingsError) -> Response:
    with store.read() as session:
        return _page(request, session, error)


def _page(request: Request, session: Session, error: FindingsError | None = None) -> Response:
    latest = list_reports(session, ReportQuery(sort="-added", limit=LATEST))
    context = {"latest": latest, "kind_choices": list(Kind), "error": error and error.message}
    return render(request, "home.html", context, status=error.status if error else 200)
