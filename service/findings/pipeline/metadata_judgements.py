"""The grades a report prints for this inspection, area by area.

A cover is a sequence of passages that name an area, a grade, or both. Grades stand beside, below or above their
area, or in a column of their own; headings of the body repeat them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from findings.pipeline.metadata_grades import Token, glued, statement, token
from findings.pipeline.metadata_text import Passage, Source
from findings.schemas import Area, Grade, Judgement, Kind

# Inspections that grade nothing: a grade in their text is another inspection's.
UNGRADED = {Kind.FOCUSED_VISIT, Kind.MONITORING_VISIT, Kind.JTAI, Kind.SEND, Kind.UNANNOUNCED}


def read_judgements(source: Source, kind: Kind) -> list[Judgement]:
    """The grades of this inspection, in the order of the areas."""
    if kind in UNGRADED:
        return []
    grades = _headings(source) | _cover(source)
    return [Judgement(area=area, grade=grades[area]) for area in Area if area in grades]


def _cover(source: Source) -> dict[Area, Grade]:
    grades: dict[Area, Grade] = {}
    for area, grade in _paired(list(_tokens(source.opening))):
        grades.setdefault(area, grade)
    return grades


def _headings(source: Source) -> dict[Area, Grade]:
    """The grades that headings of the body repeat: "Adoption performance: good"."""
    grades: dict[Area, Grade] = {}
    for passage in source.body:
        found = token(passage.text)
        if found and found.area and found.grade:
            grades.setdefault(found.area, found.grade)
    return grades


def _tokens(passages: Sequence[Passage]) -> Iterator[Token]:
    """What each passage says of grades; one row of a table is one passage, a broken one is put together."""
    rows = [list(group) for _, group in groupby(enumerate(passages), key=lambda item: item[1].row or -item[0] - 1)]
    texts = [[passage.text for _, passage in row] for row in rows]
    at = 0
    while at < len(texts):
        found, used = _read(texts, at)
        yield from found
        at += used


def _read(rows: list[list[str]], at: int) -> tuple[list[Token], int]:
    """The tokens that begin in row `at`, and how many rows they take."""
    cells = [found for text in rows[at] for found in [token(text)] if found]
    if cells:
        return cells, 1
    for used in (1, 2, 3):
        joined = token(" ".join(text for row in rows[at : at + used] for text in row))
        if joined:
            return [joined], used
    text = " ".join(rows[at])
    stated = statement(text)
    return ([stated] if stated else glued(text)), 1


def _paired(tokens: list[Token]) -> Iterator[tuple[Area, Grade]]:
    """Areas with their grades; what stands apart is paired by how areas and grades take turns."""
    for whole, run in groupby(tokens, key=lambda found: bool(found.area and found.grade)):
        found = list(run)
        yield from [(one.area, one.grade) for one in found if one.area and one.grade] if whole else _matched(found)


def _matched(tokens: list[Token]) -> Iterator[tuple[Area, Grade]]:
    areas = [found.area for found in tokens if found.area]
    grades = [found.grade for found in tokens if found.grade]
    if len(areas) == len(grades):
        yield from zip(areas, grades, strict=True)
        return
    waiting: Area | None = None
    for found in tokens:
        if found.grade and waiting:
            yield waiting, found.grade
        waiting = found.area
