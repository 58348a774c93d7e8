"""Comparisons of findings, as data, as a table to take away and as a chart."""

from __future__ import annotations

import csv
import io
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from findings.api.deps import Reading
from findings.reason import charts
from findings.reason.compare import NOTE, Comparing, Comparison, compare
from findings.reason.shares import Share
from findings.store.export import harmless

router = APIRouter(tags=["compare"])

Asked = Annotated[Comparing, Query()]
FIGURES = tuple(Share.model_fields)
CHARTS = {"svg": "image/svg+xml", "png": "image/png"}


class Compared(Comparison):
    """A comparison, and what its counts do not mean."""

    note: str = NOTE


@router.get("/compare")
def compare_findings(session: Reading, asked: Asked) -> Compared:
    """Counts and shares of strengths and areas for improvement, by theme, kind, region, grade, year or authority."""
    return Compared(**dict(compare(session, asked)))


@router.get("/compare.csv", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
def compare_table(session: Reading, asked: Asked) -> Response:
    """The same as a table: one line for each row and column."""
    text = to_csv(compare(session, asked))
    headers = {"Content-Disposition": 'attachment; filename="compare.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/compare.svg", response_class=Response, responses={200: {"content": {CHARTS["svg"]: {}}}})
def compare_drawing(session: Reading, asked: Asked) -> Response:
    """The same as a chart."""
    return Response(charts.draw(compare(session, asked), title_of(asked), "svg"), media_type=CHARTS["svg"])


@router.get("/compare.png", response_class=Response, responses={200: {"content": {CHARTS["png"]: {}}}})
def compare_picture(session: Reading, asked: Asked) -> Response:
    """The chart as a picture."""
    return Response(charts.draw(compare(session, asked), title_of(asked), "png"), media_type=CHARTS["png"])


def title_of(asked: Comparing) -> str:
    """What a comparison shows, in few words."""
    beside = f", {asked.place} beside others" if asked.place else f" and {asked.columns}" if asked.columns else ""
    return f"Share of strengths by {asked.rows}{beside}"


def to_csv(found: Comparison) -> str:
    """A comparison as lines of CSV, marked as UTF-8 for spreadsheets."""
    file = io.StringIO()
    file.write("\ufeff")
    lines = csv.writer(file)
    lines.writerow([found.rows, "column", *FIGURES])
    for line in found.lines:
        lines.writerow(_cells(line.name, "all", line.whole))
        for column, share in zip(found.columns, line.cells, strict=True):
            lines.writerow(_cells(line.name, column.name, share))
    return file.getvalue()


def _cells(row: str, column: str, share: Share) -> list[Any]:
    return [harmless(row), harmless(column), *(getattr(share, name) for name in FIGURES)]
