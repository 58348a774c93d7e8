"""What can be seen of a pair: a point of one inspection and a passage of a later one, as numbers with names.

Likeness of words and meaning tells whether both are of one topic. Whether they are of one *matter* is told by facets
(`facets.py`), as a strict reader tells it: the same step of practice, side of it, people and children. Of each facet we
see what is shared, what only the point names and what only the passage names (the contrast model of Tversky 1977), in
the order named, since what is named first is mostly what a phrase is about. Names that few passages bear count more.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from findings.reason.facets import FACETS, Facets, facets, rarity
from findings.reason.likeness import Likeness, compared
from findings.reason.matter import core, head
from findings.reason.meaning import Vectors
from findings.reason.pair_words import met, parts_met, rarest_met
from findings.reason.phrases import phrases_seen
from findings.reason.points import FAULTS, listed
from findings.reason.scope import areas_of
from findings.schemas import Finding

FEW = re.compile(
    r"\b(?:(?:an? )?(?:very )?(?:small|few|tiny) (?:number|minority|cohort|proportion)|a few|few|a minority|some|one"
    r"|two|three|occasional(?:ly)?|these|this group|those|certain|individual|isolated|specific(?:ally)?"
    r"|particular(?:ly)?)\b"
)  # of lower case: to leave cases out takes twice as long
SEVERAL_SENTENCES = re.compile(r"\.\s+[A-Z]")
# People whose doing is another matter than that of the authority's own staff.
OTHERS = frozenset(
    {"health", "police", "school", "carer", "adviser", "reviewing", "adopter", "board", "member", "early_help_worker"}
)
# Any of these says that a passage is of a narrower or another matter, or only by half of this one, however alike it is.
STRAYS = (
    "place said only",
    "place asked only",
    "points back",
    "only said to be so",
    "side differs",
    "cohort differs",
    "cohort said only",
    "heading of other children",
    "speaks of few",
    "others asked or said only",
    "several sentences asked",
)
CONCEDES = re.compile(r"(?:while|whilst|although|despite|though)\b", re.IGNORECASE)
MOST_DEMANDS = 4
KEPT = 20_000  # pairs of texts that are kept: a page weighs the same ones again and again

Seen = dict[str, float]


class Alike(NamedTuple):
    """How alike points are to texts, (points, texts) each: `whole` points, their `core`, and both in one score."""

    whole: Likeness
    core: Likeness
    scores: Vectors


def alike(points: Sequence[str], texts: Sequence[str]) -> Alike:
    """How alike each point is to each text."""
    return each_alike(points, [texts])[0]


def each_alike(points: Sequence[str], reports: Sequence[Sequence[str]]) -> list[Alike]:
    """How alike each point is to each text of each report: compared at once, since points are read only once then."""
    both, at = compared([*points, *map(core, points)], [text for texts in reports for text in texts]), len(points)
    scores, ends = both.scores, np.cumsum([0, *map(len, reports)]).tolist()
    mean = (scores[:at] + scores[at:]) * np.float32(0.5)
    of_report = (slice(*each) for each in itertools.pairwise(ends))
    return [
        Alike(_part(both, slice(at), each), _part(both, slice(at, None), each), mean[:, each]) for each in of_report
    ]


def _part(whole: Likeness, rows: slice, columns: slice) -> Likeness:
    return Likeness(whole.overlap[rows, columns], whole.nearness[rows, columns])


def seen(asked: Finding, passage: Finding, found: Alike, row: int, column: int) -> Seen:
    """What can be seen of a pair, by name; `row` and `column` are its place in `found`."""
    point, said = asked.text, passage.text
    return {
        **glimpsed(asked, passage, found, row, column),
        **_texts(point, said),
        **_headings(point, said, passage.section),
        **_shape(point, passage),
    }


def glimpsed(asked: Finding, passage: Finding, found: Alike, row: int, column: int) -> Seen:
    """The part of what can be seen of a pair that costs next to nothing."""
    return {
        "words shared with the core": float(found.core.overlap[row, column]),
        "words shared": float(found.whole.overlap[row, column]),
        "nearness of meaning": float(found.core.nearness[row, column]),
        **_themes(_by_weight(asked), _by_weight(passage)),
        "told as a fault": float(passage.label in FAULTS),
        "printed": float(listed(passage)),
        "length of the point": _length(asked.text),
        "length of the core": _length(core(asked.text)),
        "length of the passage": _length(passage.text),
    }


@lru_cache(maxsize=KEPT)
def _texts(point: str, said: str) -> Seen:
    return _words(point, said) | _facets(point, said) | phrases_seen(point, said)


def _words(point: str, said: str) -> Seen:
    asked, of_point = core(point), met(point, said)  # whole texts first: what their words meet is looked up from then
    of_asked = parts_met(asked, said)
    return {
        "rarest words of the core met": rarest_met(asked, said),
        "words of the point met": of_point,
        "rarest words of the passage asked for": rarest_met(said, point),
        "parts of the core met": of_asked.mean,
        "parts of the core not met": of_asked.unmet,
        "first part of the passage asked for": parts_met(said, point).first,
        "head of the passage asked for": met(head(said), point),
    }


def _facets(point: str, said: str) -> Seen:
    of_core, of_point, of_said = facets(core(point)), facets(point), facets(said)
    found: Seen = {}
    for name in FACETS:
        asked = getattr(of_core, name) or getattr(of_point, name)
        found |= _facet(name, asked, getattr(of_point, name), getattr(of_said, name))
    found["first step is the same"] = float(of_core.step[:1] == of_said.step[:1] != ())
    found["step of the heads is shared"] = float(bool({*facets(head(core(point))).step} & {*facets(head(said)).step}))
    found["facets met"] = _facets_met(of_core, of_point, of_said)
    found["same facets"] = float(all(not found[f"{name} asked only"] + found[f"{name} said only"] for name in FACETS))
    areas, others = areas_of(point), areas_of(said)
    found["another area"] = float(bool(areas and others and not areas & others))
    one_sided = ({*of_core.actor} - {*of_said.actor}) | ({*of_said.actor} - {*of_point.actor})
    found["others asked or said only"] = float(bool(one_sided & OTHERS))
    return found


def _headings(point: str, said: str, section: Sequence[str]) -> Seen:
    """What the heading above a passage tells of whom it is about, where the passage itself does not."""
    above = section[-1] if section else ""
    asked, told, headed = facets(point).cohort, facets(said).cohort, facets(above).cohort
    shared, silent = {*asked} & {*headed}, bool(asked and headed and not told)
    areas, others = areas_of(point), areas_of(above)
    return {
        "heading of the same children": float(silent and bool(shared)),
        "heading of other children": float(silent and not shared),
        "heading of another area": float(bool(areas and others and not areas & others)),
    }


def _facet(name: str, asked: Sequence[str], point: Sequence[str], said: Sequence[str]) -> Seen:
    shared = [each for each in asked if each in said]
    return {
        f"{name} shared": max((rarity(name, each) for each in shared), default=0.0),
        f"{name} first asked is met": float(bool(asked) and asked[0] in said),
        f"{name} differs": float(bool(asked and said and not shared)),
        f"{name} asked only": _share(name, asked, said),
        f"{name} said only": _share(name, said, point),
        f"{name} not asked": float(not asked),
        f"{name} not said": float(not said),
    }


def _share(name: str, these: Sequence[str], those: Sequence[str]) -> float:
    """Of what one text names of a facet, the share that the other does not, weighed by rarity."""
    whole = sum(rarity(name, each) for each in these)
    return sum(rarity(name, each) for each in these if each not in those) / whole if whole else 0.0


def _facets_met(of_core: Facets, of_point: Facets, of_said: Facets) -> float:
    asked = [(name, each) for name in FACETS for each in getattr(of_core, name) or getattr(of_point, name)]
    whole = sum(rarity(name, each) for name, each in asked)
    return sum(rarity(name, each) for name, each in asked if each in getattr(of_said, name)) / whole if whole else 0.0


def _by_weight(finding: Finding) -> dict[str, float]:
    return {tag.id: tag.confidence for tag in sorted(finding.themes, key=lambda tag: -tag.confidence)}


def _themes(asked: dict[str, float], said: dict[str, float]) -> Seen:
    shared = [theme for theme in asked if theme in said]
    lengths = math.hypot(*asked.values()) * math.hypot(*said.values())
    return {
        "themes shared": sum(asked[theme] * said[theme] for theme in shared) / lengths if shared else 0.0,
        "first theme is the same": float(bool(shared) and next(iter(asked)) == next(iter(said))),
        "first theme is shared": float(bool(shared) and next(iter(asked)) in said),
        "themes differ": float(bool(asked and said and not shared)),
    }


def _shape(point: str, passage: Finding) -> Seen:
    asked, said = core(point), passage.text
    return {
        "demands": float(min(MOST_DEMANDS, asked.count(" and ") + asked.count(","))),
        "speaks of few": float(_of_few(said) and not _of_few(point)),
        "concedes": float(CONCEDES.match(said) is not None),
        "several sentences asked": float(SEVERAL_SENTENCES.search(point) is not None),
    }


@lru_cache(maxsize=KEPT)
def _of_few(text: str) -> bool:
    return FEW.search(text.lower()) is not None


def strays(found: Seen) -> bool:
    """Whether something seen of a pair keeps it from being claimed, however alike both passages are."""
    return any(found[name] for name in STRAYS)


def _length(text: str) -> float:
    return math.log(1 + len(text.split()))
