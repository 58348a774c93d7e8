"""Passages under construction: what the tree or the geometry of a page puts together, before it becomes blocks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from findings.intake.document import BlockKind
from findings.intake.pdf_raw import Run

MARK_CHARACTERS = frozenset("0123456789*†‡§,")


@dataclass(slots=True)
class Passage:
    """Runs that belong together, and what is known of them.

    `label` is the printed bullet or number, empty where there is none; `depth` the nesting of a list item;
    `tag` the heading tag's level, 0 for none; `cell` is table, row and column of a table cell; `marked` says that
    it starts with a raised footnote mark, `heads_table` that it is a cell which can head what is below it.
    """

    page: int
    kind: BlockKind = BlockKind.PARAGRAPH
    runs: list[Run] = field(default_factory=list)
    label: str = ""
    depth: int = 0
    tag: int = 0
    level: int = 0
    cell: tuple[int, int, int] | None = None
    number: str | None = None
    text: str = ""
    strong: bool = False
    size: float = 0.0
    marked: bool = False
    heads_table: bool = False


def main_size(runs: Iterable[Run]) -> float:
    """The size most characters are set in, to half a point; 0 where there are none."""
    counts: dict[float, int] = {}
    for run in runs:
        counts[round(run.size * 2) / 2] = counts.get(round(run.size * 2) / 2, 0) + len(run.text)
    return max(counts, key=lambda size: counts[size]) if counts else 0.0


def body_size(passages: Iterable[Passage]) -> float:
    """The size most of a document's text is set in."""
    return main_size(run for passage in passages if passage.kind is not BlockKind.FURNITURE for run in passage.runs)


def is_strong(runs: Iterable[Run]) -> bool:
    """Whether everything with a letter in it is bold."""
    worded = [run.bold for run in runs if any(character.isalpha() for character in run.text)]
    return bool(worded) and all(worded)


def split_marks(runs: list[Run]) -> tuple[list[Run], list[Run]]:
    """The runs without the raised footnote marks among them, and those marks."""
    size = main_size(runs)
    kept: list[Run] = []
    marks: list[Run] = []
    for index, run in enumerate(runs):
        (marks if _is_mark(run, runs[index - 1] if index else None, size) else kept).append(run)
    return kept, marks


def _is_mark(run: Run, before: Run | None, size: float) -> bool:
    if not MARK_CHARACTERS.issuperset(run.text.replace(" ", "")) or run.size > size * 0.85:
        return False
    return before is None or before.size > run.size * 1.1 or before.y != run.y


def joined(runs: list[Run]) -> str:
    """The text of runs in their order, with a space where the page has a gap and a line break where it has one."""
    parts: list[str] = []
    last: Run | None = None
    for run in runs:
        parts.append(run.gap_after(last) if last else "")
        parts.append(run.text)
        last = run
    return "".join(parts)
