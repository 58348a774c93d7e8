"""The words of printed grades: what a passage says of areas and grades."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from findings.schemas import Area, Grade
from findings.taxonomy.report_kinds import area_wordings

GRADES = {
    Grade.REQUIRES_IMPROVEMENT: r"requires?[ -]improvement(?: to be good)?",
    Grade.NOT_JUDGED: r"not (?:judged|graded|inspected)",
    Grade.OUTSTANDING: "outstanding",
    Grade.INADEQUATE: "inadequate",
    Grade.GOOD: "good",
}
GRADE = "|".join(f"(?P<g_{grade}>{words})" for grade, words in GRADES.items())
# One of these stands in every grade.
_TELLING = ("improvement", "not ", "outstanding", "inadequate", "good")
# What stands between areas and grades on a cover: the end of a broken grade, column headings, numbers, marks.
_NOISE = r"(?:to be good|judge?ments?(?: on areas)?|grades?|\d+(?:\.\d+)*[.)]?|[-:;,.|()]|\s)+"
VERB = (
    r"(?: (?:in|for|of) (?:the )?[\w'&, ]{3,60}?)??(?: (?:is|are|was|were))?"
    r"(?: (?:that|it|they|now|overall(?! (?:effect|judge|grade))|also|(?:judged|graded|rated)(?: to be)?"
    r"|as|is|are))*(?=[ :;-])"
)
# Grades as they may be torn apart, the longest first.
_PHRASES = (
    (Grade.REQUIRES_IMPROVEMENT, "requires improvement to be good"),
    (Grade.REQUIRES_IMPROVEMENT, "requires improvement"),
    (Grade.NOT_JUDGED, "not judged"),
    (Grade.OUTSTANDING, "outstanding"),
    (Grade.INADEQUATE, "inadequate"),
    (Grade.GOOD, "good"),
)


class Token(NamedTuple):
    """An area, a grade, or an area with its grade."""

    area: Area | None
    grade: Grade | None


def may_grade(text: str) -> bool:
    """Whether `text` has any of the words that a grade is made of."""
    low = text.lower()
    return any(word in low for word in _TELLING)


def area_pattern() -> str:
    """Every wording of an area, each a group that `named` understands."""
    return "|".join(f"(?P<a_{n}_{area}>{words})" for n, (area, words) in enumerate(area_wordings()))


@lru_cache
def _scanner() -> re.Pattern[str]:
    return re.compile(rf"(?:{area_pattern()})\b(?:{VERB})?|(?:{GRADE})(?![\w'-])|{_NOISE}", re.IGNORECASE)


def scan(text: str, at: int = 0) -> tuple[list[Token], int]:
    """The areas and grades that `text` names from `at` on, and where it goes on to say something else."""
    tokens: list[Token] = []
    while (match := _scanner().match(text, at)) and match.end() > at:
        if match.lastgroup:
            tokens.append(named(match))
        at = match.end()
    return tokens, at


def untangled(text: str) -> Token | None:
    """The area and grade of two cells whose lines were read across: "Children Requires in care improvement"."""
    for grade, phrase in _PHRASES:
        rest = _without(text.split(), phrase.split())
        tokens, end = scan(rest) if rest else ([], 0)
        if rest and end == len(rest) and len(tokens) == 1 and tokens[0].area:
            return Token(tokens[0].area, grade)
    return None


def _without(words: list[str], phrase: list[str]) -> str:
    """`words` without those of `phrase`, which stand among them in order; empty where they do not."""
    kept = []
    for word in words:
        if phrase and word.lower() == phrase[0]:
            phrase = phrase[1:]
        else:
            kept.append(word)
    return "" if phrase else " ".join(kept)


def longest_run(text: str) -> list[Token]:
    """The longest stretch of areas and grades anywhere in `text`: a table that was run into prose."""
    starts = (match.start() for match in _scanner().finditer(text) if match.lastgroup)
    return max((scan(text, start)[0] for start in starts), key=len, default=[])


def named(match: re.Match[str]) -> Token:
    """The area and grade that the groups of a match name."""
    area: Area | None = None
    grade: Grade | None = None
    for group, text in match.groupdict().items():
        if text and group.startswith("g_"):
            grade = Grade(group[2:])
        elif text and group.startswith("a_"):
            area = Area(group.split("_", 2)[2])
    return Token(area, grade)


# A cover may also say the grade of the whole, or of the board, in a sentence.
_SUBJECTS = {
    Area.OVERALL_EFFECTIVENESS: (
        r"(?:the )?overall (?:effectiveness|judge?ment)(?: is that [\w']+ services)?"
        r"|(?:[\w-]+ )?(?:children's (?:social care |social work )?services|services for children)"
        r"(?: (?:in|provided by) (?:the )?[\w'&,. -]{3,60}?)?"
    ),
    Area.LSCB: (
        r"(?:the )?(?:effectiveness of )?(?:the )?(?:[\w'&-]+ ){0,7}?"
        r"(?:safeguarding children(?:'s)? board(?: ?\([^)]{2,60}\))?|[A-Z]{0,6}SCB)"
    ),
}
_STATEMENTS = {
    area: re.compile(
        rf"(?:{subject})(?: (?:is|are|that|it|they|judged|rated|to be|now|overall|arrangements))*"
        rf" ?:? ?(?:{GRADE})(?![\w'-])(?! (?:or|and|at|practice|progress|quality))",
        re.IGNORECASE,
    )
    for area, subject in _SUBJECTS.items()
}


def statement(text: str) -> tuple[Token | None, str]:
    """The grade that a cover's sentence states ("Children's services in Leeds are good"), and what follows it."""
    for area, pattern in _STATEMENTS.items():
        match = pattern.match(text)
        if match:
            return Token(area, named(match).grade), text[match.end() :]
    return None, text
