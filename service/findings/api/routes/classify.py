"""Classify a report: read it in a worker, keep it, give back its findings."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from findings.api.deps import Actor, AppSettings, Pool, Store
from findings.api.examples import CLASSIFY_BODIES
from findings.api.posted import Posted, PostedQuery, read_posted
from findings.api.workers import Content, Readers
from findings.schemas import Analysis, Finding, Label, Report
from findings.store.report_queries import analysis as stored_analysis
from findings.store.report_queries import known
from findings.store.reports import save
from findings.store.session import Database

router = APIRouter(tags=["classify"])


class Classified(BaseModel):
    """A report and its findings in reading order."""

    report: Report
    findings: list[Finding]


@router.post(
    "/classify",
    status_code=201,
    responses={200: {"model": Classified, "description": "The report was known, or is not to be kept."}},
    openapi_extra={"requestBody": CLASSIFY_BODIES},
)
async def classify(
    request: Request,
    response: Response,
    query: Annotated[PostedQuery, Query()],
    store: Store,
    pool: Pool,
    actor: Actor,
    settings: AppSettings,
) -> Classified:
    """Classify a report given as JSON, plain text, or a file; it is stored unless `store` is false.

    The same content again is the same report: what is stated of it is taken over.
    """
    posted = await read_posted(request, query, settings.max_document_bytes)
    analysis, new = await classified(posted, store, pool, actor)
    response.status_code = 201 if new else 200
    if new:
        response.headers["Location"] = f"/reports/{analysis.report.id}"
    shown = [each for each in analysis.findings if posted.all or each.label is not Label.NOT_A_FINDING]
    return Classified(report=analysis.report, findings=shown)


async def classified(posted: Posted, store: Database, pool: Readers, actor: str) -> tuple[Analysis, bool]:
    """The analysis of what was posted, and whether it is a new report."""
    known_already = await run_in_threadpool(_as_known, store, posted, pool.reading)
    if known_already is not None:
        return known_already, False
    analysis = await pool.read(posted.content, posted.fields.stated())
    if not posted.fields.store:
        return analysis, False
    return await run_in_threadpool(_keep, store, analysis, posted, actor)


def _as_known(store: Database, posted: Posted, reading: Any) -> Analysis | None:
    """The stored analysis, where nothing new could come of reading the same content again."""
    if not posted.fields.store or posted.fields.stated().model_dump(exclude_none=True):
        return None
    with store.read() as session:
        report = known(session, _sha256(posted.content))
        if report is None or (report.model, report.taxonomy) != reading:
            return None
        return stored_analysis(session, report.id)


def _sha256(content: Content) -> str:
    data = content.data.encode() if isinstance(content.data, str) else content.data
    return hashlib.sha256(data).hexdigest()


def _keep(store: Database, analysis: Analysis, posted: Posted, actor: str) -> tuple[Analysis, bool]:
    new = save(store, analysis, posted.fields.stated(), actor=actor)
    with store.read() as session:
        return stored_analysis(session, analysis.report.id), new
