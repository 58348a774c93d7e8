"""Tells tables of data from tables that only place text, and makes one passage of every cell of the former."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from findings.intake.document import BlockKind
from findings.intake.pdf_order import runs_on
from findings.intake.pdf_passage import Passage

Cell = list[Passage]
LONGEST_CELL = 3000
LONGEST_TITLE = 200


@dataclass(slots=True)
class Table:
    """A table being read: rows of cells, each a list of passages, and whether another table stands inside it."""

    rows: list[list[Cell]] = field(default_factory=list)
    nests: bool = False


def place(table: Table, number: int) -> bool:
    """Make the cells of a table of data its passages, numbered `number`; whether it is one."""
    rows = [row for row in table.rows if any(_filled(cell) for cell in row)]
    if table.nests or not rows:
        return False
    if max(len(row) for row in rows) == 1:
        _mend(rows)
    if is_layout(rows):
        return False
    lefts = _column_lefts(rows)
    for row_number, row in enumerate(rows):
        spans = len(lefts) > 1 and _spans(row, lefts)
        if spans and _is_prose(_filled(row[0])):
            continue
        for column, cell in enumerate(row):
            if filled := _filled(cell):
                column = _column(filled, lefts) if len(row) < len(lefts) else column
                _merge(filled, (number, row_number, column))
                filled[0].heads_table = spans or _heads(rows, row_number, column, lefts)
    return True


def _spans(row: list[Cell], lefts: list[float]) -> bool:
    """Whether a row is one cell that starts where the first column does."""
    return len(row) == 1 and bool(_filled(row[0])) and _column(_filled(row[0]), lefts) == 0


def _is_prose(cell: Cell) -> bool:
    return sum(len(run.text) for passage in cell for run in passage.runs) > LONGEST_TITLE


def _heads(rows: list[list[Cell]], row: int, column: int, lefts: list[float]) -> bool:
    """Whether a cell can be the heading of a table of one column, or of a box of prose under its first row."""
    below = rows[row + 1] if row + 1 < len(rows) else []
    boxes = _spans(below, lefts) and _is_prose(_filled(below[0]))
    return column == 0 and (boxes if len(lefts) > 1 else row == 0)


def _mend(rows: list[list[Cell]]) -> None:
    """Rejoin the paragraphs of one-column cells whose lines are tagged apart."""
    edge = max(run.right for row in rows for cell in row for passage in cell for run in passage.runs)
    for row in rows:
        for cell in row:
            filled = _filled(cell)
            for above, below in itertools.pairwise(filled):
                if runs_on(above.runs, below.runs, edge):
                    below.runs, above.runs = [*above.runs, *below.runs], []


def _column_lefts(rows: list[list[Cell]]) -> list[float]:
    """The left edges of the columns, by the rows that have them all."""
    width = max(len(row) for row in rows)
    lefts: list[list[float]] = [[] for _ in range(width)]
    for row in rows:
        if len(row) == width:
            for column, cell in enumerate(row):
                lefts[column] += [_left(_filled(cell))] if _filled(cell) else []
    return [min(column, default=-1.0) for column in lefts]


def _left(cell: Cell) -> float:
    return min(run.left for passage in cell for run in passage.runs)


def _column(cell: Cell, lefts: list[float]) -> int:
    """The column a cell of a row with fewer cells stands in."""
    return min(range(len(lefts)), key=lambda column: abs(lefts[column] - _left(cell)))


def _merge(cell: Cell, at: tuple[int, int, int]) -> None:
    for passage in cell[1:]:
        cell[0].runs += passage.runs
        passage.runs = []
    cell[0].kind, cell[0].cell, cell[0].depth = BlockKind.TABLE_CELL, at, 0


def _filled(cell: Cell) -> Cell:
    return [passage for passage in cell if passage.runs and passage.kind is not BlockKind.FURNITURE]


def is_layout(rows: list[list[Cell]]) -> bool:
    """Whether a table only places text: very long cells, or one column of more than a paragraph a row."""
    cells = [_filled(cell) for row in rows for cell in row if _filled(cell)]
    if any(sum(len(run.text) for passage in cell for run in passage.runs) > LONGEST_CELL for cell in cells):
        return True
    if max(sum(bool(_filled(cell)) for cell in row) for row in rows) > 1:
        return False
    return len(cells) < 2 or any(len(cell) > 1 or cell[0].kind is not BlockKind.PARAGRAPH for cell in cells)
