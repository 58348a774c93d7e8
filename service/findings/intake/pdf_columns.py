"""Finds where an untagged page stands in columns, and whether these are columns of prose or a table."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from findings.intake.pdf_order import Line, ruled_off
from findings.intake.pdf_raw import Rule

NEAR = 12.0
PROSE_LINES = 10
PROSE_WORDS = 4.0
ROW_GAP = 1.35
BESIDE = 0.75


@dataclass(slots=True)
class Region:
    """A stretch of a page: columns of lines to be read one after another, or the rows of a table."""

    columns: list[list[Line]] = field(default_factory=list)
    rows: list[list[list[Line]]] = field(default_factory=list)


def regions_of(lines: list[Line], leading: float, rules: list[Rule]) -> list[Region]:
    """The regions of a page from the top down; `lines` are segments, sorted by height and then from the left."""
    regions: list[Region] = []
    for wide, stretch in _stretches(_bands(lines, leading), leading):
        if not wide:
            regions.append(Region([[line for band in stretch for line in band]]))
            continue
        lefts = _lefts(stretch)
        columns = [[line for band in stretch for line in band if _column(line, lefts) == n] for n in range(len(lefts))]
        if _is_prose(columns):
            regions.append(Region(columns))
        else:
            regions.append(Region(rows=_rows(stretch, lefts, leading, rules)))
    return regions


def _bands(lines: list[Line], leading: float) -> list[list[Line]]:
    """Lines beside each other; a cell may stand half a line above or below its neighbour."""
    bands: list[list[Line]] = []
    for line in lines:
        if bands and bands[-1][0].y - line.y < leading * BESIDE and not any(_overlap(line, o) for o in bands[-1]):
            bands[-1].append(line)
        else:
            bands.append([line])
    for band in bands:
        band.sort(key=lambda line: line.left)
    return bands


def _overlap(one: Line, other: Line) -> bool:
    return one.left < other.right and other.left < one.right


def _stretches(bands: list[list[Line]], leading: float) -> list[tuple[bool, list[list[Line]]]]:
    """Runs of bands that are parted in columns, and runs of bands that are not.

    Single lines between or beside parted ones belong to them where they keep to one column.
    """
    wide = [len(band) > 1 for band in bands]
    for index, band in enumerate(bands):
        if len(band) > 1:
            _spread(bands, wide, index, 1, leading)
            _spread(bands, wide, index, -1, leading)
    result: list[tuple[bool, list[list[Line]]]] = []
    for flag, band in zip(wide, bands, strict=True):
        if result and result[-1][0] == flag:
            result[-1][1].append(band)
        else:
            result.append((flag, [band]))
    return result


def _spread(bands: list[list[Line]], wide: list[bool], index: int, step: int, leading: float) -> None:
    gutter = bands[index][1].left
    other = index + step
    while 0 <= other < len(bands) and not wide[other]:
        line = bands[other][0]
        near = abs(bands[other - step][0].y - line.y) < leading * (ROW_GAP if step < 0 else 1.2)
        in_column = line.right < gutter or line.left > gutter - NEAR
        if not near or not in_column or (step < 0 and line.left < gutter - NEAR):
            return
        wide[other] = True
        other += step


def _lefts(stretch: list[list[Line]]) -> list[float]:
    lefts: list[float] = []
    for line in sorted((line for band in stretch for line in band), key=lambda line: line.left):
        if not lefts or line.left > lefts[-1] + NEAR * 3:
            lefts.append(line.left)
    return lefts


def _column(line: Line, lefts: list[float]) -> int:
    return max((n for n, left in enumerate(lefts) if left <= line.left + 1), default=0)


def _is_prose(columns: list[list[Line]]) -> bool:
    """Whether columns hold running text: many lines of several words in each."""
    return all(
        len(column) >= PROSE_LINES and sum(len(line.text.split()) for line in column) / len(column) >= PROSE_WORDS
        for column in columns
    )


def _rows(stretch: list[list[Line]], lefts: list[float], leading: float, rules: list[Rule]) -> list[list[list[Line]]]:
    """The rows of a table: by its rules where it has them, else by gaps and by lines that fill every column."""
    ruled = [
        ruled_off(min(above, key=lambda line: line.y), below[0], rules) for above, below in itertools.pairwise(stretch)
    ]
    rows: list[list[list[Line]]] = []
    for index, band in enumerate(stretch):
        if not rows or (ruled[index - 1] if any(ruled) else _parts(stretch[index - 1], band, rows[-1], leading)):
            rows.append([[] for _ in lefts])
        for line in band:
            rows[-1][_column(line, lefts)].append(line)
    return rows


def _parts(above: list[Line], band: list[Line], row: list[list[Line]], leading: float) -> bool:
    far = above[0].y - band[0].y > leading * ROW_GAP
    return far or (len(band) == len(row) and not _open(row))


def _open(row: list[list[Line]]) -> bool:
    """Whether a row's last cell breaks off in mid-phrase, so that the next line belongs to it."""
    last = row[-1][-1].text if row[-1] else ""
    return len(last.split()) > 4 and not last.endswith((".", ":", ";", "?"))
