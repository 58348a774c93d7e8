"""Reads passages from an untagged page by geometry: lines, columns, tables, paragraphs and list items."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from findings.intake.document import BlockKind
from findings.intake.pdf_columns import Region, regions_of
from findings.intake.pdf_order import Line, lines_of, ruled_off
from findings.intake.pdf_passage import Passage
from findings.intake.pdf_raw import Rule, Run
from findings.intake.pdf_text import BULLET_START, BULLETS

LABEL = re.compile(rf"\s*(?:[{BULLETS}o-]|\(?(?:\d{{1,3}}(?:\.\d{{1,2}})*|[a-z]|[ivx]+)[.)]?)\s*")
STARTS_ITEM = re.compile(r"\s*\(?(?:\d{1,3}(?:\.\d{1,2})*[.)]|\d{1,2}\.\d{1,2}|[a-z][.)])\s")
SPREAD = 1.3
SHORT = 0.8
WIDE_GAP = 1.8
COLUMN_GAP = 0.5
MARGIN = 0.1
APART = 1.4
CONTENTS = 4
WIDEST_LEADING = 40
USUAL_LEADING = 1.2


def read_lines(
    page: int, runs: list[Run], rules: list[Rule], height: float, first_table: int
) -> tuple[list[Passage], int]:
    """The passages of a page's runs in reading order, and the number of the next table.

    `rules` are the lines drawn on the page, `height` its height in points.
    """
    lines = lines_of(runs)
    leading = _leading(lines)
    head, lines, foot = _margins(lines, leading, height)
    passages = [Passage(page, runs=line.runs) for line in head]
    table = first_table
    for region in regions_of(_segments(lines), leading, rules):
        if region.rows:
            passages += _cells(page, region, table)
            table += 1
        for column in region.columns:
            passages += paragraphs(page, column, leading, rules)
    return [*passages, *(Passage(page, runs=line.runs) for line in foot)], table


def _margins(lines: list[Line], leading: float, height: float) -> tuple[list[Line], list[Line], list[Line]]:
    """The lines that stand apart in the top margin, the text, and those in the bottom margin."""
    far = [above.y - below.y > leading * APART for above, below in pairwise(lines)]
    top, bottom = height * (1 - MARGIN), height * MARGIN
    start = max((n + 1 for n, gap in enumerate(far) if gap and lines[n].y > top), default=0)
    end = min((n + 1 for n, gap in enumerate(far) if gap and lines[n + 1].y < bottom), default=len(lines))
    return lines[:start], lines[start:end], lines[end:]


def _segments(lines: list[Line]) -> list[Line]:
    """Lines parted at wide gaps, and at narrower ones where other lines have a column begin."""
    parted = [_part(line, frozenset()) for line in lines]
    lefts = Counter(round(part.left) for parts in parted for part in parts[1:])
    columns = frozenset(left for left, count in lefts.items() if count > 1)
    return [part for line in lines for part in _part(line, columns)]


def _part(line: Line, columns: frozenset[int]) -> list[Line]:
    parts = [Line([line.runs[0]])]
    for before, run in zip(line.runs, line.runs[1:], strict=False):
        labelled = len(parts[-1].runs) == 1 and LABEL.fullmatch(before.text)
        narrowest = (COLUMN_GAP if round(run.left) in columns else WIDE_GAP) * line.size
        if run.left - before.right > narrowest and not labelled:
            parts.append(Line([run]))
        else:
            parts[-1].add(run)
    return parts


def _leading(lines: list[Line]) -> float:
    """The commonest distance between lines that do not overlap."""
    gaps = Counter(round(above.y - below.y) for above, below in pairwise(lines) if above.y - below.y > below.size)
    usual = [(count, -gap) for gap, count in gaps.items() if gap < WIDEST_LEADING]
    return float(-max(usual)[1]) if usual else USUAL_LEADING * max((line.size for line in lines), default=12.0)


def _cells(page: int, region: Region, table: int) -> list[Passage]:
    """The cells of a table; a table of contents is furniture, a row a passage."""
    if _is_contents(region):
        rows = [[run for cell in cells for line in cell for run in line.runs] for cells in region.rows]
        return [Passage(page, BlockKind.FURNITURE, runs) for runs in rows]
    return [
        Passage(page, BlockKind.TABLE_CELL, [run for line in cell for run in line.runs], cell=(table, row, column))
        for row, cells in enumerate(region.rows)
        for column, cell in enumerate(cells)
        if cell
    ]


def _is_contents(region: Region) -> bool:
    """Whether a table ends every row with a page number."""
    last = [line.text for cells in region.rows for line in cells[-1]]
    return len(last) >= CONTENTS and all(text.strip(" .").isdigit() for text in last)


def paragraphs(page: int, lines: list[Line], leading: float, rules: list[Rule]) -> list[Passage]:
    """The paragraphs, headings and list items of one column of lines."""
    edge = max((line.right for line in lines), default=0.0)
    start = min((line.left for line in lines), default=0.0)
    full = start + (edge - start) * SHORT
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not _begins(groups[-1], line, leading, full) and not ruled_off(groups[-1][-1], line, rules):
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
