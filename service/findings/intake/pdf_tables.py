"""Tells tables of data from tables that only place text, and makes one passage of every cell of the former."""

from __future__ import annotations

from dataclasses import dataclass, field

from findings.intake.document import BlockKind
from findings.intake.pdf_passage import Passage

Cell = list[Passage]
LONGEST_CELL = 3000


@dataclass(slots=True)
class Table:
    """A table being read: rows of cells, each a list of passages, and whether another table stands inside it."""

    rows: list[list[Cell]] = field(default_factory=list)
    nests: bool = False


def place(table: Table, number: int) -> bool:
    """Make the cells of a table of data its passages, numbered `number`; whether it is one."""
    rows = [row for row in table.rows if any(_filled(cell) for cell in row)]
    if table.nests or not rows or is_layout(rows):
        return False
    for row_number, row in enumerate(rows):
        for column, cell in enumerate(row):
            _merge(_filled(cell), (number, row_number, column))
    return True


def _merge(cell: Cell, at: tuple[int, int, int]) -> None:
    for passage in cell[1:]:
        cell[0].runs += passage.runs
        passage.runs = []
    for passage in cell[:1]:
        passage.kind, passage.cell, passage.depth = BlockKind.TABLE_CELL, at, 0


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
