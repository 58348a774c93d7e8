"""What can be seen of how a passage tells of its matter: praise, fault, or something between, as numbers with names."""

from __future__ import annotations

import re
from functools import lru_cache

from findings.reason.pairs import CONCEDES, KEPT, Seen
from findings.reason.points import FAULTS, listed
from findings.schemas import Finding

CUES = {
    "most": r"most|mostly|majority|generally|usually|largely|many|typically|in the main|often|almost all|nearly all",
    "some": r"some|a few|few|small number|not all|a minority|in places|at times|sometimes|occasionally",
    "contrast": r"although|but|however|while|whilst|despite|except|yet|though|nevertheless",
    "improving": r"(?:is|are|been|be|continu\w+|steadily|still|now|to) (?:\w+ )?(?:improving|strengthening|developing)"
    r"|although improving|start(?:ing|ed) to|beg(?:inning|un) to|early signs?|gradually|emerging(?! risk)|becoming",
    "growing": r"improving|strengthening|developing|increasing|reducing|progress(?:ing)?|growing|helping to"
    r"|positive impact",
    "better": r"improved|improves|improvements?|strengthened|increased?|reduced|reductions?|enhanced|better|stronger"
    r"|more|fewer|higher",
    "further": r"further|not yet|yet to|still|remains?|continues? to|more (?:work|needs)|needs? to|work in progress"
    r"|area of ongoing|work is under ?way|too early|recognises?|aware",
    "now": r"now|since the last inspection",
    "good": r"good|effective(?:ly)?|strong|excellent|well|robust|comprehensive|thorough(?:ly)?|high[- ]quality"
    r"|strengths?|outstanding|exceptional|impressive|embedded|timely|purposeful|skilled|clear(?:ly)?"
    r"|appropriate(?:ly)?|quickly|prompt(?:ly)?",
    "bad": r"not|no|lack|poor|weak|inconsistent(?:ly)?|variab\w+|varie[sd]|insufficient(?:ly)?"
    r"|too (?:many|few|long|often|slow)|delay(?:s|ed)?|drift|limited|inadequate|never|rarely|unable|fail\w*|gaps?"
    r"|shortfalls?",
    "all": r"all|every|each|always|consistently|routinely|regularly|any",
}
OPENS_WITH_CONTRAST = re.compile(r"(?:however|but|yet|nevertheless)\b", re.IGNORECASE)
# Of lower case: to leave cases out takes twice as long.
PATTERNS = {name: re.compile(rf"\b(?:{cue})\b") for name, cue in CUES.items()}


def two_sided(text: str) -> bool:
    """Whether a sentence tells of two sides ("timely, but not thorough"), of which only one may be of a matter."""
    contrasts = len(PATTERNS["contrast"].findall(text.lower()))
    return contrasts > (OPENS_WITH_CONTRAST.match(text) is not None)


@lru_cache(maxsize=KEPT)
def _cues(text: str) -> Seen:
    lowered = text.lower()
    return {name: float(pattern.search(lowered) is not None) for name, pattern in PATTERNS.items()}


def told(passage: Finding) -> Seen:
    """What can be seen of how a passage tells, by name; each is 0 or 1."""
    found = _cues(passage.text)
    fault = float(passage.label in FAULTS)
    praise = 1 - fault
    return {
        **found,
        "fault": fault,
        "printed": float(listed(passage)),
        "fault, printed": fault * listed(passage),
        "fault, contrast": fault * found["contrast"],
        "fault, better": fault * max(found["better"], found["improving"], found["growing"]),
        "praise, contrast": praise * found["contrast"],
        "praise, most": praise * found["most"],
        "praise, improving": praise * found["improving"],
        "now good": found["now"] * found["good"],
        "better and good": found["better"] * found["good"],
        "two sides": float(two_sided(passage.text)),
        "concedes": float(CONCEDES.match(passage.text) is not None),
    }
