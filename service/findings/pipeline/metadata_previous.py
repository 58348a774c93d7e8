"""Grades of earlier inspections that a report tells of ("The last inspection was in May 2011. It was judged good")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from findings.pipeline.metadata_calendar import MONTHS
from findings.pipeline.metadata_text import Source
from findings.schemas import Area, Grade, PreviousJudgement

# What speaks of an earlier inspection of the same services.
_EARLIER = re.compile(
    r"\b(?:previous|last|preceding|most recent)(?: (?:full|ofsted|local|ilacs|standard|single)){0,2} inspections?\b"
    r"|\blast inspected\b|\bsince the inspection in\b",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"\b(?:judged|graded|rated)(?: (?:to|be|as|also|overall|at|grade|\d)){0,4} ['\"]?"
    r"(requires? improvement|outstanding|inadequate|adequate|good)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\b(?:([A-Z][a-z]{2})[a-z]* )?(20\d\d)\b")
# Today's names of what was inspected; the first that is told of counts.
_AREAS = (
    (r"\boverall\b|\bservices (?:were|was) last inspected\b", Area.OVERALL_EFFECTIVENESS),
    (r"\bsafeguarding children board\b|\blscb\b", Area.LSCB),
    (r"\badoption\b", Area.ADOPTION),
    (r"\bcare leavers\b", Area.CARE_LEAVERS),
    (r"\blooked after\b|\bin care\b", Area.IN_CARE),
    (r"\bleaders(?:hip)?\b", Area.IMPACT_OF_LEADERS),
    (r"\bsafeguarding\b|\bprotection\b|\b(?:in|who) need\b", Area.HELP_AND_PROTECTION),
    (r"\bservices\b", Area.OVERALL_EFFECTIVENESS),
)
# Single services have inspections of their own, which are no area of these.
_OTHERS = re.compile(r"\bfostering\b|\bchildren's homes?\b|\bschools?\b|\bcolleges?\b|\bshort[- ]break", re.IGNORECASE)
_NEXT = re.compile(r"(?<=[\w)\"'])\. (?=[A-Z])")


def previous_judgements(source: Source) -> list[PreviousJudgement]:
    """The grades that the report says earlier inspections gave, in its order, each once."""
    telling = (passage.text for passage in source.body if _EARLIER.search(passage.text))
    found = [told for text in telling for told in _told(_NEXT.split(text))]
    return list({(each.area, each.grade, each.inspected): each for each in reversed(found)}.values())[::-1]


def _told(sentences: list[str]) -> Iterator[PreviousJudgement]:
    """What a passage tells: the grade stands in the sentence of the inspection, or in the one after it."""
    for sentence, following in zip(sentences, [*sentences[1:], ""], strict=True):
        earlier = _EARLIER.search(sentence)
        if not earlier or _OTHERS.search(sentence):
            continue
        judged = _JUDGED.search(sentence, earlier.end()) or (_WHEN.search(sentence) and _JUDGED.search(following))
        if judged:
            yield PreviousJudgement(area=_area(sentence), grade=_grade(judged[1]), inspected=_when(sentence))


def _area(sentence: str) -> Area | None:
    return next((area for words, area in _AREAS if re.search(words, sentence, re.IGNORECASE)), None)


def _grade(words: str) -> Grade | Literal["adequate"]:
    low = words.lower()
    if low == "adequate":
        return "adequate"
    return Grade.REQUIRES_IMPROVEMENT if low.startswith("require") else Grade(low)


def _when(sentence: str) -> str | None:
    """The month or year of the inspection, as "2012-09" or "2012"."""
    found = _WHEN.search(sentence)
    if not found:
        return None
    month = (found[1] or "").lower()
    return f"{found[2]}-{MONTHS.index(month) + 1:02d}" if month in MONTHS else found[2]
