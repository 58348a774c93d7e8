"""Findings to take away, as many as there are, in the form that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import IO

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask

from findings.api.deps import Exported, Near, Store
from findings.reason.search import every
from findings.store import export

router = APIRouter(prefix="/export", tags=["export"])

CHUNK = 65_536


class Form(StrEnum):
    """A form that findings are exported in."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


MEDIA_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.JSONL: "application/jsonl",
}


@router.get(
    "/findings.{form}",
    response_class=StreamingResponse,
    responses={200: {"content": {kind.partition(";")[0]: {} for kind in MEDIA_TYPES.values()}}},
)
def export_findings(
    request: Request, store: Store, neighbours: Near, filters: Exported, form: Form
) -> StreamingResponse:
    """All findings that the filters let through; those of internal reports only where `internal` asks for them."""
    filters = filters.public()
    rows, site = every(store, filters, neighbours), str(request.base_url).rstrip("/")
    headers = {"Content-Disposition": f'attachment; filename="findings.{form}"'}
    if form is Form.XLSX:
        file = export.to_xlsx(rows, export.how_made(filters, site), site)
        done = BackgroundTask(file.close)
        return StreamingResponse(_parts(file), media_type=MEDIA_TYPES[form], headers=headers, background=done)
    lines = export.to_csv(rows, site) if form is Form.CSV else export.to_jsonl(rows)
    return StreamingResponse(_chunks(lines), media_type=MEDIA_TYPES[form], headers=headers)


def _chunks(lines: Iterable[str]) -> Iterator[bytes]:
    """Lines in pieces of some size, for each piece costs a change of threads."""
    waiting: list[str] = []
    size = 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= CHUNK:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield "".join(waiting).encode()


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    while part := file.read(CHUNK):
        yield part
