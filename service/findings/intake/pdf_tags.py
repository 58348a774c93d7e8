"""Reads passages from a tagged page: the structure tree says what belongs together and what it is."""

from __future__ import annotations

from findings.intake.document import BlockKind
from findings.intake.pdf_passage import Passage
from findings.intake.pdf_raw import Element, Run
from findings.intake.pdf_tables import Table, place

HEADINGS = {"H": 1, "Title": 1, **{f"H{level}": level for level in range(1, 7)}}
INLINE = frozenset(
    ("", "Span", "Link", "Quote", "Em", "Strong", "Reference", "Code", "Annot", "Sub", "Figure", "Lbl", "LBody")
)
BLOCKS = frozenset(("P", "Caption", "BlockQuote"))
FURNITURE = frozenset(("Note", "FENote", "TOCI", "Artifact"))


class TagReader:
    """Walks one page's tree; `passages` are the result, in reading order, `marks` what no element claimed."""

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
        elif tag in INLINE or self._is_inside_furniture():
            self._children(element)
        else:
            self._block(element)

    def _is_inside_furniture(self) -> bool:
        return self.open is not None and self.open.kind is BlockKind.FURNITURE

    def _children(self, element: Element) -> None:
        for child in element.children:
            if isinstance(child, Element):
                self.read(child)
            else:
                self._take(child)

    def _take(self, mark: int) -> None:
        runs = self.marks.pop(mark, None)
        if runs:
            (self.open or self._start(self._kind())).runs.extend(runs)

    def _kind(self) -> BlockKind:
        return BlockKind.LIST_ITEM if self.depth else BlockKind.PARAGRAPH

    def _start(self, kind: BlockKind, tag: int = 0) -> Passage:
        self.open = Passage(self.page, kind, depth=self.depth, tag=tag)
        self.passages.append(self.open)
        return self.open

    def _block(self, element: Element) -> None:
        held = self.open
        if element.tag in FURNITURE:
            self._start(BlockKind.FURNITURE)
            self._children(element)
            self.open = held
            return
        if element.tag in HEADINGS:
            self._start(BlockKind.HEADING, HEADINGS[element.tag])
        elif element.tag == "LI" or (element.tag in BLOCKS and not self._is_fresh_item()):
            self._start(self._kind())
        elif element.tag not in BLOCKS and not self._is_fresh_item():
            self.open = None
        self._children(element)
        self.open = None

    def _is_fresh_item(self) -> bool:
        """Whether a list item is open that holds nothing yet but its bullet."""
        return self.open is not None and self.depth > 0 and sum(len(run.text) for run in self.open.runs) < 6

    def _list(self, element: Element) -> None:
        self.open = None
        self.depth += 1
        self._children(element)
        self.depth -= 1
        self.open = None

    def _table(self, element: Element) -> None:
        if self.tables:
            self.tables[-1].nests = True
        table = Table()
        self.tables.append(table)
        held, self.depth, self.open = self.depth, 0, None
        self._children(element)
        self.depth, self.open = held, None
        self.tables.pop()
        if place(table, self.next_table):
            self.next_table += 1

    def _cell(self, element: Element) -> None:
        start = len(self.passages)
        self.open = None
        self._children(element)
        self.open = None
        self.tables[-1].rows[-1].append(self.passages[start:])
