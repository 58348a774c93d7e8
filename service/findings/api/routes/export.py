"""Findings to take away, as many as there are, in the form that is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import IO

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask

from findings.api.deps import Filters, Store
from findings.store import export, queries
from findings.store.filters import FindingFilters
from findings.taxonomy.loader import taxonomy

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
def export_findings(store: Store, filters: Filters, form: Form) -> StreamingResponse:
    """All findings that the filters let through; those of internal reports only where `internal` asks for them."""
    filters = filters.public()
    rows = queries.every(store, filters)
    headers = {"Content-Disposition": f'attachment; filename="findings.{form}"'}
    if form is Form.XLSX:
        file = export.to_xlsx(rows, _how_made(filters))
        done = BackgroundTask(file.close)
        return StreamingResponse(_parts(file), media_type=MEDIA_TYPES[form], headers=headers, background=done)
    lines = export.to_csv(rows) if form is Form.CSV else export.to_jsonl(rows)
    return StreamingResponse(_chunks(lines), media_type=MEDIA_TYPES[form], headers=headers)


def _how_made(filters: FindingFilters) -> dict[str, object]:
    chosen = filters.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {
        "Made by": "Findings",
        "Made on": dt.date.today(),
        "Taxonomy": taxonomy().version,
        **{f"Filter: {name}": _told(value) for name, value in chosen.items()},
        "How to read it": (
            "One row a finding, as read and labelled by the software unless a reviewer decided otherwise. "
            "`confidence` is the probability that the label is right; `page` counts from the first page of the file."
        ),
    }


def _told(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


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
