"""The words of printed grades: which passages name an area, a grade, or both."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from findings.schemas import Area, Grade
from findings.taxonomy.report_kinds import area_wordings

GRADES = {
    Grade.REQUIRES_IMPROVEMENT: r"requires? improvement(?: to be good)?",
    Grade.NOT_JUDGED: r"not (?:judged|graded|inspected)",
    Grade.OUTSTANDING: "outstanding",
    Grade.INADEQUATE: "inadequate",
    Grade.GOOD: "good",
}
_GRADE = "|".join(f"(?P<g_{grade}>{words})" for grade, words in GRADES.items())
_NUMBER = r"(?:\d+(?:\.\d+)*[.)]? +|[a-z]\) |Judgement: )?"
_VERB = r"(?: (?:in|for|of) (?:the )?[\w'&, ]{3,60}?)?(?:,? (?:is|are|was|were)(?: (?:that|judged|graded|rated|to be|as|now|it|they|is|are|also))*)?"
_MARK = r" ?[:;,.-]* ?"


class Token(NamedTuple):
    """What a passage says of a grade: an area, a grade, or an area with its grade."""

    area: Area | None
    grade: Grade | None


@lru_cache
def _area() -> str:
    return "|".join(f"(?P<a{n}_{area}>{words})" for n, (area, words) in enumerate(area_wordings()))


@lru_cache
def _forms() -> tuple[re.Pattern[str], ...]:
    area, flags = _area(), re.IGNORECASE
    return (
        re.compile(rf"{_NUMBER}(?:{area})(?: judge?ment)?{_MARK}\d?", flags),
        re.compile(rf"(?:judge?ment|grade)?{_MARK}(?:{_GRADE})[.\d]?", flags),
        re.compile(rf"{_NUMBER}(?:{area}){_VERB}{_MARK}(?:{_GRADE})\.?\d?", flags),
        re.compile(rf"(?:{_GRADE}){_MARK}{_NUMBER}(?:{area})", flags),
    )


@lru_cache
def _glued() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w])(?:{_area()}){_MARK}(?:{_GRADE})(?![\w-])")


def token(text: str) -> Token | None:
    """What the whole of `text` says, or None where it says anything else too."""
    if len(text) > 160:
        return None
    for form in _forms():
        match = form.fullmatch(text.strip())
        if match:
            return Token(_named(match, "a"), _named(match, "g"))
    return None


def glued(text: str) -> list[Token]:
    """The areas with grades of a table whose cells run on in one passage."""
    pattern = re.compile(_glued().pattern, re.IGNORECASE)
    return [Token(_named(match, "a"), _named(match, "g")) for match in pattern.finditer(text)]


_SUBJECTS = {
    Area.OVERALL_EFFECTIVENESS: r"(?:the )?overall (?:effectiveness|judge?ment)|children's (?:social care |social work )?services(?: in (?:the )?[\w'&,. -]{3,60}?)?"
    r"|services for children(?: in [\w'&,. -]{3,60}?)?",
    Area.LSCB: r"(?:the )?(?:effectiveness of )?(?:the )?(?:[\w'&-]+ ){0,6}?(?:local )?safeguarding children(?:'s)? board(?: ?\([^)]{2,60}\))?|(?:the )?(?:effectiveness of )?(?:the )?[A-Z]{0,5}SCB",
}
_STATEMENT = {
    area: re.compile(
        rf"^(?:{_NUMBER})(?:{subject})(?: (?:is|are|was|were))?(?: (?:that|it|they|is|are|judged|rated|to be|now|overall|arrangements))* ?:? ?(?:{_GRADE})\b(?! (?:or|and|practice|progress|quality|at|in (?!\w+$)))",
        re.IGNORECASE,
    )
    for area, subject in _SUBJECTS.items()
}


def statement(text: str) -> Token | None:
    """What the first sentence of a cover says: "Children's services in Leeds are good"."""
    for area, pattern in _STATEMENT.items():
        match = pattern.match(text)
        if match:
            return Token(area, _named(match, "g"))
    return None


def _named(match: re.Match[str], prefix: str) -> Area | Grade | None:  # type: ignore[type-arg]
    name = next((name for name, text in match.groupdict().items() if text and name[0] == prefix), None)
    if name is None:
        return None
    value = name.split("_", 1)[1]
    return Area(value) if prefix == "a" else Grade(value)
