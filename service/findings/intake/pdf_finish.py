"""Turns passages into the final blocks: text, labels, furniture, headings, and what a page break has parted."""

from __future__ import annotations

from collections import defaultdict

from findings.intake.document import BlockKind
from findings.intake.pdf_furniture import demote_furniture
from findings.intake.pdf_headings import set_headings, set_list_levels
from findings.intake.pdf_order import ENDS, FULL, lines_of, runs_on
from findings.intake.pdf_passage import Passage, is_strong, joined, main_size, split_marks
from findings.intake.pdf_text import Hyphens, Labels, is_bullet, number_of, plain

HANG = 4.0
LONG = 100


def finish(passages: list[Passage]) -> list[Passage]:
    """The passages with their clean text, kind, level and number, joined over pages."""
    passages = [passage for passage in passages if passage.runs]
    passages = _with_marks(passages)
    demote_furniture(passages)
    _take_labels(passages)
    set_headings(passages)
    passages = _join(passages)
    set_list_levels(passages)
    hyphens = Hyphens([passage.text for passage in passages])
    for passage in passages:
        passage.text = hyphens.mend(passage.text)
    return passages


def _with_marks(passages: list[Passage]) -> list[Passage]:
    """Set the text of passages; the footnote marks taken out of one follow it as furniture."""
    result: list[Passage] = []
    for passage in passages:
        kept, marks = split_marks(passage.runs)
        if not kept:
            kept, marks = passage.runs, []
        passage.size, passage.strong = main_size(kept), is_strong(kept)
        passage.text = plain(joined(kept)).strip()
        passage.marked = bool(marks) and marks[0] is passage.runs[0]
        result.append(passage)
        if marks:
            text = " ".join(run.text for run in marks)
            result.append(Passage(passage.page, BlockKind.FURNITURE, marks, text=text))
    return result


def _take_labels(passages: list[Passage]) -> None:
    labels = Labels()
    for passage in passages:
        if passage.kind is BlockKind.FURNITURE:
            continue
        label, passage.text = labels.take(passage.text, in_list=passage.depth > 0, in_cell=passage.cell is not None)
        passage.label, passage.number = label, number_of(label)
        if passage.kind is BlockKind.LIST_ITEM and passage.number:
            passage.kind = BlockKind.PARAGRAPH
        elif passage.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and is_bullet(label):
            passage.kind = BlockKind.LIST_ITEM


def _join(passages: list[Passage]) -> list[Passage]:
    result: list[Passage] = []
    tables = TableJoiner(passages)
    last: Passage | None = None
    edges = _right_edges(passages)
    for passage in passages:
        if passage.kind is BlockKind.FURNITURE or not passage.text:
            result.append(passage)
            continue
        if passage.kind is BlockKind.HEADING:
            passage.cell = None
        if not tables.add(passage, last):
            if last is not None and continues(last, passage, edges[last.page]):
                last.text += "\n" + passage.text
                last.runs = [*last.runs, *passage.runs]
                continue
            result.append(passage)
        last = passage
    return [passage for passage in result if passage.text]


def _right_edges(passages: list[Passage]) -> dict[int, float]:
    edges: dict[int, float] = {}
    for passage in passages:
        right = max(run.right for run in passage.runs)
        edges[passage.page] = max(edges.get(passage.page, 0.0), right)
    return edges


class TableJoiner:
    """Joins the parts of a table that a page break has cut, and the row it has cut through."""

    def __init__(self, passages: list[Passage]) -> None:
        self.first_rows: dict[int, list[tuple[int, Passage]]] = defaultdict(list)
        for passage in passages:
            if passage.cell and passage.cell[1] == 0:
                self.first_rows[passage.cell[0]].append((passage.cell[2], passage))
        self.shifts: dict[int, tuple[int, int]] = {}
        self.cut: set[int] = set()
        self.cells: dict[tuple[int, int], Passage] = {}

    def add(self, passage: Passage, last: Passage | None) -> bool:
        """Give a cell its table and row over pages; true where it was joined to the cell it continues."""
        if passage.cell is None:
            return False
        table, row, column = passage.cell
        if table not in self.shifts:
            self._enter(table, passage, last)
        base, shift = self.shifts[table]
        above = self.cells.get((base, column))
        if row == 0 and table in self.cut and above is not None:
            above.text += "\n" + passage.text
            return True
        passage.cell = (base, row + shift, column)
        self.cells[base, column] = passage
        return False

    def _enter(self, table: int, passage: Passage, last: Passage | None) -> None:
        """Number a table anew, or after the rows of the table that ends the page before."""
        self.shifts[table] = (table, 0)
        if last is None or last.cell is None or passage.page != last.page + 1:
            return
        base, row = last.cell[0], last.cell[1]
        above = {column: cell for (owner, column), cell in self.cells.items() if owner == base}
        if any(column in above and _cut(above[column].text, part.text) for column, part in self.first_rows[table]):
            self.cut.add(table)
        self.shifts[table] = (base, row + (table not in self.cut))


def _cut(above: str, below: str) -> bool:
    return not above.endswith(ENDS) and (below[:1].islower() or above[-1:] == ",")


def continues(last: Passage, passage: Passage, edge: float) -> bool:
    """Whether a page or column break, or a false tag, has parted `passage` from `last`.

    `edge` is how far to the right the text of `last`'s page reaches.
    """
    if passage.label or BlockKind.HEADING in (passage.kind, last.kind):
        return False
    if passage.page == last.page:
        return passage.cell is None and last.cell is None and runs_on(last.runs, passage.runs, edge)
    if passage.page != last.page + 1 or last.cell:
        return False
    if passage.cell:
        return passage.cell[1] == 0 and _cut(last.text, passage.text)
    if last.kind is BlockKind.LIST_ITEM and passage.kind is BlockKind.LIST_ITEM and last.label:
        return True
    if last.label and (_hangs(last, passage) or (last.number and passage.depth and last.depth)):
        return True
    if last.text.endswith(ENDS):
        return False
    full = edge - last.runs[-1].right < FULL * edge and len(last.text) > LONG
    return full or not passage.text[:1].isupper()


def _hangs(item: Passage, passage: Passage) -> bool:
    """Whether `passage` starts where the lines of `item` do that follow its bullet or number."""
    lines = lines_of(item.runs)
    starts = [lines[1].left] if len(lines) > 1 else [run.left for run in item.runs[1:2]]
    left = passage.runs[0].left
    return any(abs(left - start) < HANG and start > lines[0].left + HANG for start in starts)
