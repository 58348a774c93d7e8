"""The grades a report prints for this inspection, area by area.

A cover is a sequence of passages that name an area, a grade, or both. Grades stand beside, below or above their
area, or in a column of their own; headings of the body repeat them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from findings.intake.document import BlockKind
from findings.pipeline.metadata_columns import without_earlier_columns
from findings.pipeline.metadata_grades import Token, longest_run, may_grade, scan, statement, untangled
from findings.pipeline.metadata_text import Passage, Source
from findings.pipeline.metadata_told import told_grades
from findings.schemas import Area, Grade, Judgement, Kind

# Inspections that grade nothing: a grade in their text is another inspection's.
UNGRADED = {Kind.FOCUSED_VISIT, Kind.MONITORING_VISIT, Kind.JTAI, Kind.SEND, Kind.UNANNOUNCED}
INSPECTORATE = {Kind.ILACS, Kind.SIF}

# So many areas and grades in a row, among other words, are a table that was run into prose.
LEAST_RUN = 4
# A passage so long that says nothing of grades parts what stands before it from what follows.
PROSE = 80
# Two broken cells that were read across are no longer than this.
TANGLED = 200
BREAK = Token(None, None)
# What may follow a heading in its passage: nothing, a footnote digit, a new sentence.
_NEW = re.compile(r"[.\d ]*(?:$|[A-Z])")


def read_judgements(source: Source, kind: Kind) -> list[Judgement]:
    """The grades of this inspection, in the order of the areas.

    ILACS reports print every grade in a table: their sentences ("services in Ayton are good") make no grade, least
    of all from April 2026, when there is no overall one.
    """
    if kind in UNGRADED:
        return []
    sentences = kind is not Kind.ILACS
    if kind in INSPECTORATE:
        grades = _headings(source, sentences) | _printed(_front(source), sentences)
    else:
        passages = without_earlier_columns(source.body)
        grades = told_grades(source) | _headings(source, sentences) | _printed(passages, sentences)
    return [Judgement(area=area, grade=grades[area]) for area in Area if area in grades]


def _printed(passages: list[Passage], sentences: bool) -> dict[Area, Grade]:
    grades: dict[Area, Grade] = {}
    for area, grade in _paired(list(_tokens(passages, sentences))):
        grades.setdefault(area, grade)
    return grades


def _front(source: Source) -> list[Passage]:
    """The opening, with any grade at the foot of a page that was taken for the page's furniture."""
    return without_earlier_columns(
        passage
        for passage in source.front
        if passage.kind is not BlockKind.FURNITURE or any(found.grade for found in _whole(passage.text))
    )


def _headings(source: Source, sentences: bool) -> dict[Area, Grade]:
    """The grades that headings of the body repeat, run on into prose or not: "Adoption performance: good"."""
    grades: dict[Area, Grade] = {}
    for passage in source.body:
        if not may_grade(passage.text):
            continue
        stated, rest = statement(passage.text) if sentences else (None, "")
        found, end = ([stated], 0) if stated else scan(passage.text)
        pair = _joined(found[:2])
        begins_anew = _NEW.match(rest if stated else passage.text[end:])
        if begins_anew and len(pair) == 1 and (area := found[0].area) and (grade := pair[0].grade):
            grades.setdefault(area, grade)
    return grades


def _tokens(passages: Sequence[Passage], sentences: bool) -> Iterator[Token]:
    """What each passage says of grades; a row of a table is read as one, a broken line is put together."""
    rows = [list(group) for _, group in groupby(enumerate(passages), key=lambda item: item[1].row or item[0])]
    texts = [" ".join(passage.text for _, passage in row) for row in rows]
    at = 0
    while at < len(texts):
        found, used = _read(texts, at, sentences)
        yield from found
        at += used


def _read(texts: list[str], at: int, sentences: bool) -> tuple[list[Token], int]:
    """The tokens that begin in `texts[at]`, and how many texts they take."""
    for used in (1, 2, 3):
        text = " ".join(texts[at : at + used])
        found, graded = _whole(text), may_grade(text)
        tangled = untangled(text) if graded and not found and len(text) < TANGLED else None
        if found or tangled:
            return found or [tangled or BREAK], used
        stated, rest = statement(text) if graded and sentences else (None, "")
        if stated:
            return [stated, *_joined(scan(rest)[0])], used
    found = longest_run(texts[at])
    if len(found) >= LEAST_RUN:
        return _joined(found), 1
    return ([BREAK] if len(texts[at]) > PROSE else []), 1


def _whole(text: str) -> list[Token]:
    """The tokens of a text that says nothing but areas and grades."""
    found, end = scan(text)
    return _joined(found) if end == len(text) else []


def _joined(tokens: list[Token]) -> list[Token]:
    """Tokens of one passage: areas and grades that take turns in it belong together."""
    pairs = list(zip(tokens[::2], tokens[1::2], strict=False))
    for first, second in (("area", "grade"), ("grade", "area")):
        if pairs and len(tokens) % 2 == 0 and all(getattr(a, first) and getattr(b, second) for a, b in pairs):
            return [Token(a.area or b.area, a.grade or b.grade) for a, b in pairs]
    return tokens


def _paired(tokens: list[Token]) -> Iterator[tuple[Area, Grade]]:
    """Areas with their grades; what stands apart is paired by how areas and grades take turns."""
    for whole, run in groupby(tokens, key=lambda found: BREAK if found == BREAK else bool(found.area and found.grade)):
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
