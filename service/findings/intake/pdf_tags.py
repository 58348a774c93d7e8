"""Reads passages from a tagged page: the structure tree says what belongs together and what it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from findings.intake.document import BlockKind
from findings.intake.pdf_passage import Passage
from findings.intake.pdf_raw import Element, Run

HEADINGS = {"H": 1, "Title": 1, **{f"H{level}": level for level in range(1, 7)}}
INLINE = frozenset(("Span", "Link", "Quote", "Em", "Strong", "Reference", "Code", "Annot", "Sub", "Figure"))
FURNITURE = frozenset(("Note", "FENote", "TOCI", "Artifact"))


@dataclass(slots=True)
class Cell:
    """The passages of one table cell."""

    passages: list[Passage] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table being read: its rows of cells, and whether another table stands inside it."""

    rows: list[list[Cell]] = field(default_factory=list)
    nests: bool = False


class TagReader:
    """Walks one page's tree; `passages` are the result, in reading order."""

    def __init__(self, page: int, runs: list[Run], first_table: int) -> None:
        self.page = page
        self.marks: dict[int, list[Run]] = {}
        for run in runs:
            self.marks.setdefault(run.mark, []).append(run)
        self.passages: list[Passage] = []
        self.tables: list[Table] = []
        self.next_table = first_table
        self.depth = 0
        self.open: Passage | None = None

    def read(self, element: Element) -> None:
        """Read `element` and everything below it."""
        tag = element.tag
        if tag == "Table":
            self._table(element)
        elif tag == "TR" and self.tables:
            self.tables[-1].rows.append([])
            self._children(element)
        elif tag in ("TD", "TH") and self.tables and self.tables[-1].rows:
            self._cell(element)
        elif tag == "L":
            self._list(element)
        elif tag == "LI":
            self._item(element)
        elif tag == "Lbl":
            self._label(element)
        elif tag == "LBody" or tag in INLINE or not tag:
            self._children(element)
        else:
            self._block(element)

    def _children(self, element: Element) -> None:
        for child in element.children:
            if isinstance(child, Element):
                self.read(child)
            else:
                self._take(child)

    def _take(self, mark: int) -> None:
        runs = self.marks.pop(mark, None)
        if not runs:
            return
        if self.open is None:
            self._start(BlockKind.LIST_ITEM if self.depth else BlockKind.PARAGRAPH)
        assert self.open is not None
        self.open.runs.extend(runs)

    def _start(self, kind: BlockKind, tag: int = 0) -> None:
        self.open = Passage(self.page, kind, depth=self.depth, tag=tag)
        self.passages.append(self.open)

    def _block(self, element: Element) -> None:
        held = self.open
        if self.depth and held is not None and not held.runs and element.tag == "P":
            self._children(element)
            return
        if element.tag in FURNITURE:
            self._start(BlockKind.FURNITURE)
        elif element.tag in HEADINGS:
            self._start(BlockKind.HEADING, HEADINGS[element.tag])
        elif element.tag in ("P", "Caption", "BlockQuote"):
            self._start(BlockKind.LIST_ITEM if self.depth else BlockKind.PARAGRAPH)
        else:
            self.open = None
        self._children(element)
        self.open = held if element.tag in FURNITURE else None

    def _list(self, element: Element) -> None:
        self.open, held = None, self.open
        self.depth += 1
        self._children(element)
        self.depth -= 1
        self.open = None

    def _item(self, element: Element) -> None:
        self._start(BlockKind.LIST_ITEM)
        self._children(element)
        self.open = None

    def _label(self, element: Element) -> None:
        held = self.open
        self._children(element)
        if held is not None and held is self.open and held.runs:
            held.label = " ".join(run.text for run in held.runs).strip()

    def _table(self, element: Element) -> None:
        if self.tables:
            self.tables[-1].nests = True
        table = Table()
        self.tables.append(table)
        held, self.depth, self.open = self.depth, 0, None
        self._children(element)
        self.depth, self.open = held, None
        self.tables.pop()
        self._place(table)

    def _cell(self, element: Element) -> None:
        start = len(self.passages)
        self.open = None
        self._children(element)
        self.open = None
        self.tables[-1].rows[-1].append(Cell(self.passages[start:]))

    def _place(self, table: Table) -> None:
        rows = [[cell for cell in row] for row in table.rows if any(_words(cell) for cell in row)]
        if table.nests or not rows or is_layout(rows):
            return
        for row_number, row in enumerate(rows):
            for column, cell in enumerate(row):
                for passage in cell.passages:
                    passage.cell = (self.next_table, row_number, column)
                    if passage.kind is BlockKind.PARAGRAPH:
                        passage.kind = BlockKind.TABLE_CELL
        self.next_table += 1


def _words(cell: Cell) -> list[Passage]:
    return [passage for passage in cell.passages if passage.runs]


def is_layout(rows: list[list[Cell]]) -> bool:
    """Whether a table only places text on the page: one column with headings, lists or several paragraphs."""
    if max(sum(bool(_words(cell)) for cell in row) for row in rows) > 1:
        return False
    cells = [_words(cell) for row in rows for cell in row if _words(cell)]
    return len(cells) < 2 or any(
        len(cell) > 1 or any(passage.kind is not BlockKind.PARAGRAPH for passage in cell) for cell in cells
    )
