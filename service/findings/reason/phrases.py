"""How far the phrases of one text are asked for by another, whatever both say of how good it is.

A passage that is narrower than the point mostly says so in a phrase of its own: "in the assessment service", "of these
decisions", "for personal advisers". Words that only judge ("effective", "varies") are left out of what is compared.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from findings.reason.matter import core, head
from findings.reason.pair_words import KEPT, MET, Words, telling, words_of
from findings.reason.senses import shipped

JUDGING = frozenset(Path(__file__).with_name("judging_words.txt").read_text().split())
MOST_PHRASES, MOST_UNMET, MOST_RARITY = 8, 4, 6.0
LITTLE_WORDS = (
    r"and|or|of|for|to|in|within|by|with|from|at|across|so|including|which|who|that|is|are|was|were|have|has|had|be"
    r"|been|being|when|where|because|on|through|during|into|about|as|between|under|among|following|while|but|if|than"
    r"|after|before"
)
BREAKS = re.compile(rf"[,;:]|\s[–-]\s|\b(?:{LITTLE_WORDS})\b", re.IGNORECASE)
NARROWING = re.compile(
    r"\b(?:in|within|for|at|across|among|when|where|who|during|under|from|by|between|before|after|following|regarding"
    rf"|of)\b(.*?)(?=\b(?:{LITTLE_WORDS})\b|[,;.]|$)",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"\b(?:in|within|at|across|by|from) (?:[\w’'-]+ ){0,5}?(?:teams?|services?|hub|mash|ehash|units?|areas?|partnership"
    r"|front door|systems?|process|stage|panels?|boards?|courts?|schools?|homes?|directorate|localit(?:y|ies))\b"
)  # this and the next two of lower case: to leave cases out takes twice as long
POINTS_BACK = re.compile(
    r"\b(?:of|in|for|by|with|to|within|on) (?:these|this|those|that|such|it|them)\b|\bthis (?:area|group|cohort)\b"
)
ONLY_SAID = re.compile(
    r"\b(?:report(?:ed)? (?:by|that)|staff (?:report|told|said|say|speak|describe)|told inspectors|recognis|acknowledg"
    r"|aware|priorit|plans? to|working (?:towards|to)|aims?|intend|are being|ha(?:s|ve) been (?:commissioned|introduced"
    r"|implemented))"
)


class Asked(NamedTuple):
    """How far the words of a text are met by another: the mean by rarity, the worst word, and the rarity of unmet."""

    mean: float
    worst: float
    unmet: float


class Phrases(NamedTuple):
    """How far the phrases of a text are met: the worst, the first, the last, and how many are not."""

    worst: float
    first: float
    last: float
    unmet: float


@lru_cache(maxsize=KEPT)
def phrases_seen(point: str, said: str) -> dict[str, float]:
    """What can be seen of the phrases of a point and a passage, by name; shares from 0 to 1, else small counts."""
    asked, told, lowered = core(point), core(said), said.lower()
    return {
        **_words(point, asked, said, told),
        **_phrases(point, asked, said, told),
        "heads met": share(head(asked), head(said)).mean,
        "heads met back": share(head(said), head(asked)).mean,
        "place said only": float(PLACE.search(lowered) is not None and PLACE.search(point.lower()) is None),
        "place asked only": float(PLACE.search(asked.lower()) is not None and PLACE.search(lowered) is None),
        "points back": float(POINTS_BACK.search(lowered) is not None),
        "only said to be so": float(ONLY_SAID.search(lowered) is not None),
    }


def _words(point: str, asked: str, said: str, told: str) -> dict[str, float]:
    of_said, of_core = share(told, point), share(asked, said)
    return {
        "matter of the passage asked for": of_said.mean,
        "worst word of the passage asked for": of_said.worst,
        "words not asked for": of_said.unmet,
        "matter of the core met": of_core.mean,
        "worst word of the core met": of_core.worst,
        "words not met": of_core.unmet,
        "matter met both ways": min(of_said.mean, of_core.mean),
        "words of the matter said": math.log1p(len(matter(told).rows)),
        "words of the matter asked": math.log1p(len(matter(asked).rows)),
    }


def _phrases(point: str, asked: str, said: str, told: str) -> dict[str, float]:
    of_said, of_core = phrases_met(phrases(told), point), phrases_met(phrases(asked), said)
    narrows, narrowed = phrases_met(narrowing(told), point), phrases_met(narrowing(asked), said)
    return {
        **{f"{name} phrase of the passage asked for": getattr(of_said, name) for name in ("worst", "first", "last")},
        **{f"{name} phrase of the core met": getattr(of_core, name) for name in ("worst", "first", "last")},
        "phrases not asked for": of_said.unmet,
        "phrases not met": of_core.unmet,
        "every phrase met both ways": float(of_said.unmet == 0 == of_core.unmet),
        "worst narrowing asked for": narrows.worst,
        "narrowings not asked for": narrows.unmet,
        "worst narrowing met": narrowed.worst,
        "narrowings not met": narrowed.unmet,
    }


@lru_cache(maxsize=KEPT)
def matter(text: str) -> Words:
    """The telling words of `text` without those that only judge."""
    return words_of(row for row in telling(text).rows if row not in _judging())


@lru_cache(maxsize=1)
def _judging() -> frozenset[int]:
    index = shipped().index
    return frozenset(index[word] for word in JUDGING if word in index)


def share(one: str, other: str) -> Asked:
    """How far `other` meets the words of `one`; half where it has none."""
    asked = matter(one)
    if not asked.rows:
        return Asked(0.5, 0.5, 0.0)
    near = matter(other).nearest(asked)
    pairs = list(zip(near, asked.rarity, strict=True))
    unmet = sum(rarity for each, rarity in pairs if each < MET)
    mean = sum(each * rarity for each, rarity in pairs) / asked.total
    return Asked(mean, min(near), min(MOST_RARITY, unmet))


def phrases_met(these: tuple[str, ...], other: str) -> Phrases:
    """How far `other` meets each of these phrases; fully where there are none."""
    met = [share(each, other).mean for each in these] or [1.0]
    return Phrases(min(met), met[0], met[-1], float(min(MOST_UNMET, sum(each < MET for each in met))))


@lru_cache(maxsize=KEPT)
def phrases(text: str) -> tuple[str, ...]:
    """The phrases of `text` that say something of a matter, at most eight."""
    return tuple(_telling(BREAKS.split(text)))[:MOST_PHRASES]


@lru_cache(maxsize=KEPT)
def narrowing(text: str) -> tuple[str, ...]:
    """The phrases of `text` that say where, when or for whom, at most eight."""
    return tuple(_telling(NARROWING.findall(text)))[:MOST_PHRASES]


def _telling(found: list[str]) -> Iterator[str]:
    return (each for each in found if each and matter(each).rows)
