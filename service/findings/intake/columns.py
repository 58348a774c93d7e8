"""Reads tables that are set with spaces: two columns side by side become rows of cells."""

from __future__ import annotations

import re
from itertools import pairwise

from findings.intake.lines import Line
from findings.intake.mapped import Mapped, joined
from findings.intake.measure import Measure, is_closed, starts_small

_LETTER = re.compile(r"[^\W\d_]")
MIN_LINES = 3
DRIFT = 2  # columns by which the second column may wander
MAX_LONE = 4  # lines in a row with one column only


def read_columns(lines: list[Line]) -> list[Line]:
    """The lines, with those of each table drawn together to one line a row."""
    read: list[Line] = []
    at = 0
    while at < len(lines):
        end = _zone_end(lines, at)
        if end > at:
            read.extend(_rows(lines[at:end], lines[at].right_at))
        else:
            read.append(lines[at])
        at = max(end, at + 1)
    return read


def _zone_end(lines: list[Line], start: int) -> int:
    """Where the table that starts here ends; `start` where none does."""
    column = lines[start].right_at
    if not column:
        return start
    both = lone = 0
    end = start
    for index in range(start, len(lines)):
        line = lines[index]
        if abs(line.right_at - column) <= DRIFT and line.right and _LETTER.search(line.right.text):
            both, lone, end = both + 1, 0, index + 1
        elif not line.right and not line.cells and _in_one(line, column) and lone < MAX_LONE:
            lone += 1
            end = index + 1 if line.left >= column - DRIFT else end
        else:
            break
    return end if both >= MIN_LINES else start


def _in_one(line: Line, column: int) -> bool:
    within = line.left + len(line.text) < column and not line.blank
    return line.left >= column - DRIFT or within


def _halves(line: Line, column: int) -> tuple[Mapped | None, Mapped | None]:
    if line.right:
        return line.beside, line.right
    whole = line.unmarked or line.content
    return (None, whole) if line.left >= column - DRIFT else (whole, None)


def _rows(lines: list[Line], column: int) -> list[Line]:
    halves = [_halves(line, column) for line in lines]
    right_lines = [Line(right or Mapped("", ())) for _, right in halves]
    measure = Measure(right_lines)
    rows: list[list[int]] = [[0]]
    for above, index in pairwise(range(len(lines))):
        lefts = (halves[rows[-1][0]][0], halves[above][0], halves[index][0])
        if _begins(lefts, right_lines[above], right_lines[index], measure):
            rows.append([])
        rows[-1].append(index)
    return [_row([lines[index] for index in row], [halves[index] for index in row]) for row in rows]


def _begins(
    lefts: tuple[Mapped | None, Mapped | None, Mapped | None], above: Line, below: Line, measure: Measure
) -> bool:
    """Whether a row begins, from the first, last and next text on the left and the lines on the right."""
    first, last, left = lefts
    if left is None or not below.text or starts_small(left.text):
        return False
    if first is not None and first.text == left.text:
        return True
    if starts_small(below.text) or measure.slack(above, below) <= 0:
        return False
    return last is None or is_closed(above.text) or not _LETTER.search(above.text) or first is last


def _row(lines: list[Line], halves: list[tuple[Mapped | None, Mapped | None]]) -> Line:
    left = joined(part for part, _ in halves if part is not None)
    right = joined(part for _, part in halves if part is not None)
    whole = joined(line.unmarked or line.content for line in lines)
    first = lines[0]
    return Line(whole, first.page, first.left, blank=first.blank, apart=True, cells=(left, right))
