"""Puts runs into lines, and mends pages whose tags say something else than what is printed.

Files edited after tagging carry lines under the wrong element: the place on the page is what a reader sees, so
a line that stands among another passage's lines goes to that passage.
"""

from __future__ import annotations

from collections.abc import Iterable

from findings.intake.document import BlockKind
from findings.intake.pdf_passage import Passage, is_strong
from findings.intake.pdf_raw import Rule, Run
from findings.intake.pdf_text import BULLET_START

COLUMN_GAP = 40.0
LEADING = 1.5
FULL = 0.25
ENDS = (".", "?", "!", ":", ";", "”", "’")


class Line:
    """Runs on one baseline, from left to right; `y` and `size` are those of its largest run."""

    __slots__ = ("runs", "size", "y")

    def __init__(self, runs: list[Run]) -> None:
        largest = max(runs, key=lambda run: run.size)
        self.runs, self.y, self.size = runs, largest.y, largest.size

    def add(self, run: Run) -> None:
        """Append a run."""
        self.runs.append(run)
        if run.size > self.size:
            self.y, self.size = run.y, run.size

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.runs[0].left

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.runs[-1].right

    @property
    def bold(self) -> bool:
        """Whether every run with a letter in it is bold."""
        return is_strong(self.runs)

    @property
    def text(self) -> str:
        """Its words, roughly spaced."""
        return " ".join(run.text for run in self.runs)


def lines_of(runs: Iterable[Run]) -> list[Line]:
    """The lines runs stand on, from the top of the page down."""
    lines: list[Line] = []
    for run in sorted(runs, key=lambda run: (-run.y, run.left)):
        for line in lines[-3:]:
            if abs(line.y - run.y) < 0.5 * max(line.size, run.size):
                line.add(run)
                break
        else:
            lines.append(Line([run]))
    for line in lines:
        line.runs.sort(key=lambda run: run.left)
    return sorted(lines, key=lambda line: -line.y)


def settle(passages: list[Passage]) -> None:
    """Order every passage's runs as printed, after lines under the wrong element have gone where they stand."""
    flow = [passage for passage in passages if passage.runs and passage.kind is not BlockKind.FURNITURE]
    placed = [passage for passage in flow if passage.cell is None]
    _reclaim_items(placed)
    _reclaim([passage for passage in placed if passage.runs])
    for passage in flow:
        lines = lines_of(passage.runs)
        if len(lines) == 1 or not any(_has_gap(line) for line in lines):
            passage.runs = [run for line in lines for run in line.runs]


def _has_gap(line: Line) -> bool:
    pairs = zip(line.runs, line.runs[1:], strict=False)
    return any(right.left - left.right > COLUMN_GAP for left, right in pairs)


def _reclaim_items(passages: list[Passage]) -> None:
    """Give what is printed beside a bullet to the bullet's item."""
    owner = {id(run): passage for passage in passages for run in passage.runs}
    for line in lines_of(run for passage in passages for run in passage.runs):
        item = owner[id(line.runs[0])]
        if BULLET_START.match(line.runs[0].text) and not _has_gap(line):
            for run in line.runs[1:]:
                other = owner[id(run)]
                if other is not item:
                    other.runs = [kept for kept in other.runs if kept is not run]
                    item.runs.append(run)


def _reclaim(passages: list[Passage]) -> None:
    """Give lines that stand apart from their passage, among those of others, to the passage around them."""
    owned = [(line, passage) for passage in passages for line in lines_of(passage.runs)]
    owned.sort(key=lambda pair: -pair[0].y)
    clusters: dict[int, list[list[int]]] = {}
    for index, (_line, passage) in enumerate(owned):
        mine = clusters.setdefault(id(passage), [])
        if mine and not _parted(owned, mine[-1][-1], index):
            mine[-1].append(index)
        else:
            mine.append([index])
    for groups in clusters.values():
        if len(groups) > 1:
            largest = max(groups, key=lambda group: sum(len(owned[index][0].text) for index in group))
            for group in groups:
                if group is not largest:
                    _move(owned, group)


def _parted(owned: list[tuple[Line, Passage]], first: int, second: int) -> bool:
    """Whether another passage's line stands between two lines, in the same column."""
    above, below = owned[first][0], owned[second][0]
    return any(
        between.y < above.y - 2 and between.y > below.y + 2 and _overlap(between, below)
        for between, _ in owned[first + 1 : second]
    )


def _overlap(one: Line, other: Line) -> bool:
    return one.left < other.right and other.left < one.right


def _move(owned: list[tuple[Line, Passage]], group: list[int]) -> None:
    _line, passage = owned[group[0]]
    target = _neighbour(owned, group)
    if target is None or target is passage:
        return
    moved = {id(run) for index in group for run in owned[index][0].runs}
    target.runs = [*target.runs, *(run for index in group for run in owned[index][0].runs)]
    passage.runs = [run for run in passage.runs if id(run) not in moved]


def _neighbour(owned: list[tuple[Line, Passage]], group: list[int]) -> Passage | None:
    """The passage on the same line, else of the line below where that starts no item, else of the line above."""
    first, last = owned[group[0]][0], owned[group[-1]][0]
    mine = owned[group[0]][1]
    others = [(line, passage) for line, passage in owned if passage is not mine]
    for line, passage in others:
        if abs(line.y - first.y) < first.size * 0.4 or abs(line.y - last.y) < last.size * 0.4:
            return passage
    for line, passage in others:
        if 0 < last.y - line.y < last.size * LEADING and not BULLET_START.match(line.text):
            return passage
    for line, passage in reversed(others):
        if 0 < line.y - first.y < first.size * LEADING and not BULLET_START.match(first.text):
            return passage
    return None


def ruled_off(above: Line, below: Line, rules: list[Rule]) -> bool:
    """Whether a rule is drawn between two lines."""
    return any(
        below.y + below.size * 0.5 < rule.y < above.y and rule.left < below.right and rule.right > below.left
        for rule in rules
    )


def runs_on(above: list[Run], below: list[Run], edge: float) -> bool:
    """Whether `below` starts on the line under the last of `above`, which is full and ends no sentence.

    `edge` is how far to the right the text around them reaches.
    """
    last, first = above[-1], below[0]
    close = 0 < last.y - first.y < LEADING * max(last.size, first.size)
    open_end = not last.text.endswith(ENDS) and edge - last.right < FULL * edge
    return close and open_end and last.bold == first.bold and not BULLET_START.match(first.text)


def split_styles(passage: Passage) -> list[Passage]:
    """A passage parted where a bold heading is glued before or after it, else itself alone."""
    if passage.cell or passage.tag or passage.kind is BlockKind.FURNITURE or len(passage.runs) < 2:
        return [passage]
    lines = lines_of(passage.runs)
    bold = [line.bold for line in lines]
    if all(bold) or not any(bold):
        return [passage]
    head = bold.index(False)
    tail = len(bold) - bold[::-1].index(False)
    if tail < len(lines) and tail > 0 and not any(bold[:tail]) and lines[tail].text[:1].isupper():
        return [_part(passage, lines[:tail]), _part(passage, lines[tail:], BlockKind.PARAGRAPH)]
    starts = passage.kind is BlockKind.PARAGRAPH and head and not any(bold[head:])
    if starts and lines[head].text[:1].isupper() and lines[head - 1].text[-1:] not in ",;":
        return [_part(passage, lines[:head]), _part(passage, lines[head:])]
    return [passage]


def _part(passage: Passage, lines: list[Line], kind: BlockKind | None = None) -> Passage:
    runs = [run for line in lines for run in line.runs]
    depth = passage.depth if kind is None else 0
    return Passage(passage.page, kind or passage.kind, runs, depth=depth)
