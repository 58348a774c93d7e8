"""Reads passages from an untagged page by geometry: lines, columns, tables, paragraphs and list items."""

from __future__ import annotations

import itertools
import re
from collections import Counter

from findings.intake.document import BlockKind
from findings.intake.pdf_columns import Region, regions_of
from findings.intake.pdf_order import Line, lines_of
from findings.intake.pdf_passage import Passage
from findings.intake.pdf_raw import Run
from findings.intake.pdf_text import BULLET_START, BULLETS

LABEL = re.compile(rf"\s*(?:[{re.escape(BULLETS)}o-]|\(?(?:\d{{1,3}}(?:\.\d{{1,2}})*|[a-z]|[ivx]+)[.)]?)\s*")
STARTS_ITEM = re.compile(r"\s*\(?(?:\d{1,3}(?:\.\d{1,2})*[.)]|\d{1,2}\.\d{1,2}|[a-z][.)])\s")
SPREAD = 1.3
SHORT = 0.8
WIDEST_GAP = 1.8


def read_lines(page: int, runs: list[Run], first_table: int) -> tuple[list[Passage], int]:
    """The passages of a page's runs in reading order, and the number of the next table."""
    lines = [segment for line in lines_of(runs) for segment in segments(line)]
    leading = _leading(lines)
    passages: list[Passage] = []
    table = first_table
    for region in regions_of(lines, leading):
        if region.rows:
            passages += _cells(page, region, table)
            table += 1
        for column in region.columns:
            passages += paragraphs(page, column, leading)
    return passages, table


def segments(line: Line) -> list[Line]:
    """A line parted at gaps that are wider than any between words, but not after a bullet or number."""
    parts = [Line([line.runs[0]])]
    for before, run in zip(line.runs, line.runs[1:], strict=False):
        labelled = len(parts[-1].runs) == 1 and LABEL.fullmatch(before.text)
        if run.left - before.right > WIDEST_GAP * line.size and not labelled:
            parts.append(Line([run]))
        else:
            parts[-1].runs.append(run)
    return parts


def _leading(lines: list[Line]) -> float:
    """The commonest distance between lines."""
    gaps = Counter(
        round(above.y - below.y, 0) for above, below in itertools.pairwise(lines) if 4 < above.y - below.y < 40
    )
    return gaps.most_common(1)[0][0] if gaps else 14.0


def _cells(page: int, region: Region, table: int) -> list[Passage]:
    return [
        Passage(page, BlockKind.TABLE_CELL, [run for line in cell for run in line.runs], cell=(table, row, column))
        for row, cells in enumerate(region.rows)
        for column, cell in enumerate(cells)
        if cell
    ]


def paragraphs(page: int, lines: list[Line], leading: float) -> list[Passage]:
    """The paragraphs, headings and list items of one column of lines."""
    edge = max((line.right for line in lines), default=0.0)
    start = min((line.left for line in lines), default=0.0)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not _begins(groups[-1], line, leading, edge - (edge - start) * (1 - SHORT)):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Passage(page, runs=[run for line in group for run in line.runs]) for group in groups]


def _begins(group: list[Line], line: Line, leading: float, full: float) -> bool:
    """Whether `line` begins a new passage after `group`; a line that reaches `full` runs on."""
    above = group[-1]
    gap = above.y - line.y
    if gap > max(leading, line.size) * SPREAD or gap < 0 or starts_item(line):
        return True
    if abs(above.size - line.size) > 0.6 or above.bold != line.bold:
        return True
    if starts_item(group[0]) and line.left < group[0].left + 1 and BULLET_START.match(group[0].text):
        return True
    return above.right < full and above.text.endswith((".", "?", "!", ":")) and not line.text[:1].islower()


def starts_item(line: Line) -> bool:
    """Whether a line starts with a bullet, or with a number set as one."""
    return bool(BULLET_START.match(line.text) or STARTS_ITEM.match(line.text))
