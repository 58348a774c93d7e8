"""How much of what a report says of itself is read right: authority, dates, lead inspectors and every grade.

The truth is `judgements.jsonl` of the gold folder, one graded report a row; a *cell* is one field of one report, and
a grade that is read where none is printed is a wrong cell. Reports without a row are counted apart by kind: their
kind is their folder's, their authority and publication date their path's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import srsly

from findings.errors import FindingsError
from findings.intake import read
from findings.intake.document import Document
from findings.pipeline.metadata import read_metadata
from findings.pipeline.metadata_text import Source
from findings.schemas import Area, Metadata
from findings.taxonomy.authorities import canonical

Row = dict[str, Any]
ReadDocument = Callable[[Path], Document]
_DATED_NAME = re.compile(r"- (\d{1,2} \w+ 20\d\d)$")


class Cell(NamedTuple):
    """One field of one report: what it should be and what was read."""

    group: str
    name: str
    pdf: str
    wanted: str | None
    read: str | None
    right: bool


@dataclass(slots=True)
class MetadataReport:
    """Cells by (group, field), and those that are wrong; groups are frameworks, and folders for what has no gold."""

    cells: Counter[tuple[str, str]] = field(default_factory=Counter)
    right: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[Cell] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    def add(self, cell: Cell) -> None:
        """Count one cell."""
        for name in (cell.name, "all"):
            self.cells[cell.group, name] += 1
            self.right[cell.group, name] += cell.right
        if not cell.right:
            self.wrong.append(cell)

    def share(self, group: str, name: str = "all") -> float:
        """The share of right cells, 1.0 where there are none."""
        return self.right[group, name] / self.cells[group, name] if self.cells[group, name] else 1.0

    def lines(self) -> Iterator[str]:
        """The report as text: a line a field, then the wrong cells."""
        for group, name in sorted(self.cells):
            counts = f"{self.right[group, name]:5d} of {self.cells[group, name]:5d}"
            yield f"{group:24s} {name:24s} {counts}  {self.share(group, name):.4f}"
        for cell in self.wrong:
            yield f"wrong: {cell.group} {cell.name}: wanted {cell.wanted}, read {cell.read} in {cell.pdf}"
        yield from (f"unreadable: {pdf}" for pdf in self.unreadable)


def evaluate_metadata(
    reports: Path, gold: Path, *, read_document: ReadDocument | None = None, graded_only: bool = False, every: int = 1
) -> MetadataReport:
    """Read every report under `reports` and compare it with `gold/judgements.jsonl`.

    `read_document` reads a file (default: the intake); `graded_only` leaves out reports that the gold has no row of,
    and of the rest one in `every` is read.
    """
    rows = {row["pdf"]: row for row in srsly.read_jsonl(gold / "judgements.jsonl")}
    report = MetadataReport()
    pdfs = [path.relative_to(reports).as_posix() for path in sorted(reports.rglob("*.pdf"))]
    for pdf in [pdf for pdf in pdfs if pdf in rows or not graded_only][::every]:
        try:
            read_as = read_metadata(Source((read_document or _read)(reports / pdf)))
        except FindingsError as error:
            report.unreadable.append(f"{pdf}: {error.message}")
            continue
        for cell in _cells(pdf, rows.get(pdf), read_as):
            report.add(cell)
    return report


def _read(path: Path) -> Document:
    return read(path.read_bytes(), path.name)


def _cells(pdf: str, row: Row | None, read_as: Metadata) -> Iterator[Cell]:
    kind = row["framework"] if row else pdf.partition("/")[0]
    if row:
        yield from _graded_cells(pdf, row, read_as)
    authority = _authority(pdf)
    group = f"by path: {kind}"
    yield Cell(group, "authority", pdf, authority, read_as.authority, authority == read_as.authority)
    yield Cell(group, "kind", pdf, kind, read_as.kind, kind == read_as.kind)
    dated = _DATED_NAME.search(Path(pdf).stem)
    if dated and read_as.published:
        wanted = dt.datetime.strptime(dated[1], "%d %B %Y").date()
        yield Cell(group, "published", pdf, str(wanted), str(read_as.published), wanted == read_as.published)


def _graded_cells(pdf: str, row: Row, read_as: Metadata) -> Iterator[Cell]:
    group = row["framework"]
    authority = _authority(pdf)
    yield Cell(group, "authority", pdf, authority, read_as.authority, authority == read_as.authority)
    for name in ("inspection_start", "inspection_end"):
        if row.get(name):
            day = str(getattr(read_as, name))
            yield Cell(group, name, pdf, row[name], day, row[name] == day)
    lead = row.get("lead_inspector")
    if lead:
        yield Cell(
            group, "lead_inspector", pdf, lead, ", ".join(read_as.lead_inspectors), lead in read_as.lead_inspectors
        )
    grades = {judgement.area: judgement.grade.replace("_", " ") for judgement in read_as.judgements}
    for area in Area:
        wanted, value = row["judgements"].get(area), grades.get(area)
        if wanted or value:
            yield Cell(group, area, pdf, wanted, value, wanted == value)


def _authority(pdf: str) -> str | None:
    """The authority of a path "kind/number_name/file"."""
    authority = canonical(pdf.split("/")[1].partition("_")[2])
    return authority.name if authority else None
