"""Grades told in sentences by papers that are not the inspectorate's: minutes, council reports, slides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from findings.pipeline.metadata_grades import GRADE, VERB, area_pattern, named
from findings.pipeline.metadata_text import Source
from findings.schemas import Area, Grade

# A sentence about another inspection, another place's, or what is hoped for.
_ANOTHER = re.compile(
    r"\b(?:previous(?:ly)?|last|earlier|prior|former(?:ly)?|had been|was (?:then|once)|would|could|should|might|may|if"
    r"|aims?|ambition|target|aspir\w+|next|future|schools?|settings?|homes?|providers?|other (?:local )?authorit\w+"
    r"|nationally)\b|20\d\d\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:in|from|since|at|of|by) (?:[\w']+ ){0,3}(?:20\d\d|previous|last)\b", re.IGNORECASE)
_JUDGED = re.compile(r"\b(?:judg(?:ed|ing|ement)s?|graded?|rated|rating)\b", re.IGNORECASE)
_OVERALL = re.compile(
    r"\b(?:judged|graded|rated)(?: (?:us|it|them|our|the|overall|effectiveness|local|council|authority|children's"
    rf"|social|care|services|that|is|are|was|were|to|be|as|at))* ['\"]?(?:{GRADE})(?![\w-])",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:council|authority|children's (?:social care |social work )?services|overall|ofsted|inspection)\b",
    re.IGNORECASE,
)


@lru_cache
def _area_told() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{area_pattern()})\b(?:{VERB})?[ :;,'\"-]*(?:{GRADE})(?![\w-])", re.IGNORECASE)


def told_grades(source: Source) -> dict[Area, Grade]:
    """The grades that sentences say this inspection gave, those of other inspections left out."""
    grades: dict[Area, Grade] = {}
    for sentence in _sentences(source):
        areas = [match for match in _area_told().finditer(sentence) if _of_this_inspection(match)]
        for area, grade in map(named, areas):
            if area and grade:
                grades.setdefault(area, grade)
        whole = _OVERALL.search(sentence, 0, areas[0].start() if areas else len(sentence))
        if whole and _WHOLE.search(sentence) and _of_this_inspection(whole) and (grade := named(whole).grade):
            grades.setdefault(Area.OVERALL_EFFECTIVENESS, grade)
    return grades


def _sentences(source: Source) -> Iterator[str]:
    """The sentences that speak of a judgement."""
    for passage in source.body:
        for sentence in re.split(r"(?<=[\w)\"'])[.;] (?=[A-Z])", passage.text):
            if _JUDGED.search(sentence):
                yield sentence


def _of_this_inspection(match: re.Match[str]) -> bool:
    """Whether neither the words before the grade nor a year after it speak of another."""
    after = match.string[match.end() : match.end() + 40]
    return not _ANOTHER.search(match.string, 0, match.end()) and not _YEAR.search(after)
