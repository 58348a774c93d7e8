"""Whether two passages are of one matter: the same subject, the same side of it, and near enough in words.

Words alone mislead: long recommendations share some with almost anything. So the core of a point, what it asks for
before it says to what end, must be met as well as the whole of it, and subjects and sides are data (`concepts.jsonl`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from findings.reason.scope import areas_of
from findings.reason.terms import aspects, is_narrow, is_rare, subjects

NARROW, BROAD = 0.52, 0.52  # likeness that is needed where a narrow subject is shared, and where not
NARROW_SIDED, RARE_SIDED = 0.45, 0.33  # and where a side of it is shared too
LIKE_ENOUGH = 0.65  # likeness that stands for a shared side where one of both names none
TIMING = {"drift"}  # says nothing alone: anything can be late
MIN_CORE = 4
LONG = 8  # words that a clause has at least
ASKS = re.compile(
    r"^(?:(?:take (?:action|steps) to|ensure(?: that)?|make sure(?: that)?|improve|strengthen|develop|review|the"
    r"|continue to|further|accelerate|increase)\s+)+",
    re.IGNORECASE,
)
TO_WHAT_END = re.compile(
    r",?\s+(?:so that|so as to|in order (?:to|that)|which|such as|including|particularly|especially|leading to"
    r"|(?:where|when) (?:necessary|appropriate)|(?:and|by) (?:that|ensuring)"
    r"|(?:and )?to (?:inform|support|improve|ensure|enable|help|reduce|address|meet|allow|promote|prevent|drive"
    r"|demonstrate|secure|strengthen|make|avoid|achieve|safeguard|protect|challenge|assist|increase))\b|;|\.\s",
    re.IGNORECASE,
)
OPENERS = (
    r"however|but|and|also|as a result|for example|in addition|consequently|therefore|furthermore|moreover|similarly"
    r"|overall|nevertheless|in (?:these|such|most) cases|(?:for|in|when|where) [^,]{1,80}"
)
LEANS = re.compile(
    rf"^(?:(?:{OPENERS})\b,?\s*)*(?:it|this|these|they|those|he|she|such|that|its|their)\b|^(?:but|for example)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def core(point: str) -> str:
    """What a point asks for, without the words of asking and without the end that it serves."""
    asked = ASKS.sub("", point.strip())
    for match in TO_WHAT_END.finditer(asked):
        if len(asked[: match.start()].split()) >= MIN_CORE:
            return asked[: match.start()]
    return asked


def leans(text: str) -> bool:
    """Whether a sentence takes its subject from the one before, so that alone it says nothing."""
    return LEANS.match(text) is not None


def of_one_matter(point: str, other: str, score: float) -> bool:
    """Whether `other` speaks of what `point` asks for; `score` is how alike it is to the point and to its core."""
    areas, others = areas_of(point), areas_of(other)
    if leans(other) or (areas and others and not areas & others):
        return False
    asked, about = subjects(core(point)) or subjects(point), subjects(other)
    shared = asked & about
    if (asked and not shared) or (about and not asked and score < LIKE_ENOUGH):
        return False
    if any(map(is_narrow, shared)):
        return score >= _needed(shared, _share_side(point, other)) and _same_side(point, other, score)
    if not shared:
        return score >= BROAD and bool(_sides(point) & aspects(other) - TIMING)
    return score >= BROAD and (_share_side(point, other) or (score >= LIKE_ENOUGH and _same_side(point, other, score)))


def _needed(shared: frozenset[str], sided: bool) -> float:
    """The likeness that passages with a narrow subject need; less where they share a side of it too."""
    if not sided:
        return NARROW
    return RARE_SIDED if any(map(is_rare, shared)) else NARROW_SIDED


def _first_clause(point: str) -> str:
    """The core as far as its first comma: what follows in a long point is asked for besides."""
    asked = core(point)
    clause = asked[: asked.find(",", len(" ".join(asked.split()[:LONG])))]
    return clause if "," in asked[len(clause) : len(clause) + 1] else asked


def _sides(point: str) -> frozenset[str]:
    return aspects(core(point)) or aspects(point)


def _share_side(point: str, other: str) -> bool:
    """Whether both name a side of the point: what is late only counts where the point says no more."""
    sides = _sides(point)
    return bool((sides - TIMING or sides) & aspects(other))


def _same_side(point: str, other: str, score: float) -> bool:
    """Whether no side of a shared subject parts two passages: a side that only one names needs more likeness."""
    sides, others = aspects(_first_clause(point)), aspects(other)
    if sides and others:
        return _share_side(point, other)
    return not sides or score >= LIKE_ENOUGH
