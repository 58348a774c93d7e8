"""How an improvement plan or council report answers a report."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from findings.api.deps import AppSettings, Pool, Store
from findings.api.examples import REPORT_ID
from findings.api.posted import PostedQuery, read_posted
from findings.api.routes.reports import ReportId
from findings.api.workers import Content
from findings.errors import Code, FindingsError
from findings.intake.document import Document
from findings.reason.coverage import Coverage, coverage
from findings.schemas import Finding
from findings.store.report_queries import analysis, report
from findings.store.session import Database

router = APIRouter(tags=["coverage"])

Text = Annotated[str, Field(min_length=1, description="The text of the plan, as extracted or pasted.")]
PlanId = Annotated[str, Field(max_length=64, pattern=r"^[0-9a-zA-Z_-]+$", description="A stored report: the plan.")]


class PlanGiven(BaseModel):
    """A plan as JSON: its text, or the id of a stored report that it is."""

    model_config = ConfigDict(extra="forbid")

    text: Text | None = None
    report_id: PlanId | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> PlanGiven:
        if (self.text is None) == (self.report_id is None):
            raise ValueError("give either `text` or `report_id`")
        return self


PLAN = """Improvement plan

- Book a paediatrician each week, so that initial health assessments are timely. Owner: Designated nurse. By: June 2020.
- Resurface the car park.
"""
BODIES: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": PlanGiven.model_json_schema() | {"minProperties": 1, "maxProperties": 1},
            "examples": {
                "text": {"summary": "A pasted plan", "value": {"text": PLAN}},
                "stored": {"summary": "A plan that is stored", "value": {"report_id": REPORT_ID}},
            },
        },
        "text/plain": {
            "schema": {"type": "string", "minLength": 1},
            "examples": {"text": {"summary": "A pasted plan", "value": PLAN}},
        },
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "additionalProperties": False,
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "format": "binary", "description": "PDF, DOCX, PPTX, HTML, mail, text"}
                },
            },
            "examples": {"file": {"summary": "A file", "value": {"file": PLAN}}},
        },
    },
}


@router.post("/reports/{report_id}/coverage", openapi_extra={"requestBody": BODIES})
async def cover_report(
    request: Request, report_id: ReportId, store: Store, pool: Pool, settings: AppSettings
) -> Coverage:
    """Which action of a plan answers which finding of the report; the plan is read and not kept."""
    findings = await run_in_threadpool(_findings, store, report_id)
    plan = await read_plan(request, store, pool, settings.max_document_bytes)
    return await run_in_threadpool(coverage, findings, plan)


async def read_plan(request: Request, store: Store, pool: Pool, limit: int) -> Document:
    """The plan that a request carries, in any of the shapes that a report may be posted in, or names by its id."""
    shape = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if shape == "application/json":
        given = _given(await request.body())
        if given.report_id is not None:
            return await pool.document(Content(await run_in_threadpool(_text, store, given.report_id)))
    posted = await read_posted(request, PostedQuery(), limit)
    return await pool.document(posted.content)


def _given(body: bytes) -> PlanGiven:
    try:
        return PlanGiven.model_validate_json(body)
    except ValidationError as error:
        told = "; ".join(each["msg"] for each in error.errors(include_url=False)[:3])
        message = f'The plan cannot be read ({told}). Send {{"text"}}, {{"report_id"}} or a file.'
        raise FindingsError(Code.INVALID, message) from error


def _findings(store: Database, report_id: str) -> list[Finding]:
    with store.read() as session:
        return analysis(session, report_id).findings


def _text(store: Database, report_id: str) -> str:
    with store.read() as session:
        return report(session, report_id).text
