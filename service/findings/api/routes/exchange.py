"""Decisions to take away, and to bring in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Query, UploadFile
from fastapi.responses import StreamingResponse

from findings.api.deps import Store
from findings.api.review_examples import IMPORT_EXAMPLES
from findings.api.routes.corrections import Reviewer
from findings.review import exchange, formats
from findings.review.exchange import Imported
from findings.review.formats import Form
from findings.review.tasks import Tool, to_tasks

router = APIRouter(tags=["review"])

MEDIA_TYPES = {
    Form.JSONL: "application/jsonl",
    Form.CSV: "text/csv; charset=utf-8",
    Form.SPACY: "application/octet-stream",
}


@router.get(
    "/export/corrections.{form}",
    response_class=StreamingResponse,
    responses={200: {"content": {kind.partition(";")[0]: {} for kind in MEDIA_TYPES.values()}}},
)
def export_corrections(
    store: Store,
    form: Form,
    task: Annotated[Tool | None, Query(description="With `jsonl`: as tasks of this tool instead of rows.")] = None,
) -> StreamingResponse:
    """Every decision with the report it came from, oldest first; the same can be imported elsewhere."""
    rows = exchange.rows(store)
    parts = to_tasks(rows, task) if task and form is Form.JSONL else formats.WRITERS[form](rows)
    headers = {"Content-Disposition": f'attachment; filename="corrections.{form}"'}
    return StreamingResponse(parts, media_type=MEDIA_TYPES[form], headers=headers)


@router.post("/import/corrections.{form}", openapi_extra=IMPORT_EXAMPLES)
def import_corrections(store: Store, reviewer: Reviewer, form: Form, file: Annotated[UploadFile, File()]) -> Imported:
    """Bring in decisions that were exported elsewhere, or annotated in a tool, on reports that are stored here.

    A decision that is known already is left as it is, so that the same file may be sent again.
    """
    return exchange.take_in(store, formats.read(file.file.read(), form), actor=reviewer)
