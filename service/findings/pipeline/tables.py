"""Tables of a report: header rows, and the column that names who an action is addressed to."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from findings.intake.document import Block, BlockKind

RESPONSIBLE = re.compile(
    r"\b(responsible|leaders?|partners?|bod(?:y|ies)|organisations?|agenc(?:y|ies)|owner|who)\b", re.I
)
GRADE = re.compile(
    r"(?:outstanding|(?:very )?good|requires improvement(?: to be good)?|inadequate|not judged"
    r"|excellent|adequate|weak|(?:un)?satisfactory)\s*",
    re.IGNORECASE,
)
RATED = re.compile(r"(?:rag\W*)?(red|amber|green)(?:[ -]?rated)?\W*", re.IGNORECASE)
RATINGS = {"red": "fault", "green": "strength"}  # amber rows hold either
TELLS = re.compile(r"\b(?:impact|evidence|progress|position|commentary|comments?|difference|where we are)\b", re.I)
HEADER_WORDS = 12


@dataclass
class Table:
    """The cells of one table by row and column, all there before it is first asked."""

    cells: dict[tuple[int, int], Block] = field(default_factory=dict)

    def header(self, block: Block) -> str | None:
        """The text at the head of the block's column."""
        head = self.cells.get((0, block.column or 0))
        return head.text if head and self._has_header else None

    def is_header(self, block: Block) -> bool:
        """Whether the cell stands in the header row."""
        return self._has_header and block.row == 0

    def names_body(self, block: Block) -> bool:
        """Whether the cell names who the row's action is addressed to."""
        return block.column == self._body_column

    def body(self, block: Block) -> str | None:
        """Who the action in the block's row is addressed to."""
        if self._body_column is None or block.column == self._body_column or self.is_header(block):
            return None
        cell = self.cells.get((block.row or 0, self._body_column))
        return cell.text if cell else None

    def grades(self, block: Block) -> bool:
        """Whether the cell's row prints a grade: the row of a table of judgements."""
        return block.row in self._graded

    def rated(self, block: Block) -> str | None:
        """What the colour in the block's row makes of it, where its column tells how things are."""
        header = self.header(block)
        if header is None or self.is_header(block) or not TELLS.search(header) or RATED.fullmatch(block.text):
            return None
        return RATINGS.get(self._colours.get(block.row, ""))

    @cached_property
    def _graded(self) -> set[int | None]:
        """The rows that print a grade."""
        return {row for (row, _), cell in self.cells.items() if GRADE.fullmatch(cell.text)}

    @cached_property
    def _colours(self) -> dict[int | None, str]:
        """The first colour of each row that has one."""
        found: dict[int | None, str] = {}
        for (row, _), cell in self.cells.items():
            if rated := RATED.fullmatch(cell.text):
                found.setdefault(row, rated[1].lower())
        return found

    @cached_property
    def _columns(self) -> int:
        return 1 + max(column for _, column in self.cells)

    @cached_property
    def _rows(self) -> int:
        return 1 + max(row for row, _ in self.cells)

    @cached_property
    def _has_header(self) -> bool:
        first = [block for (row, _), block in self.cells.items() if row == 0]
        return self._rows > 1 and all(len(block.text.split()) <= HEADER_WORDS for block in first)

    @cached_property
    def _body_column(self) -> int | None:
        head = self.cells.get((0, 0))
        if self._columns < 2 or head is None:
            return None
        return 0 if self._has_header and RESPONSIBLE.search(head.text) else None


def tables(blocks: tuple[Block, ...]) -> dict[int, Table]:
    """The table each table cell belongs to, by the index of its block."""
    by_number: dict[int, Table] = defaultdict(Table)
    found: dict[int, Table] = {}
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.TABLE_CELL and block.table is not None:
            table = by_number[block.table]
            table.cells[block.row or 0, block.column or 0] = block
            found[index] = table
    return found
