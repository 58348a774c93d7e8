"""Weighs the passages of a later inspection that may tell what became of a point, and says what weighed most."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from findings.reason.facets import FACETS, facets
from findings.reason.matter import leans
from findings.reason.pairs import Alike, glimpsed, seen, strays
from findings.reason.sure import Model, kind_of
from findings.reason.told import told
from findings.reason.verdict import Evidence, Outcome, may_decide
from findings.schemas import Finding

ALIKE = 0.4  # likeness from which a passage is weighed: hardly any below is surely of the matter
CONSIDERED = 5  # passages of a report that are weighed, the most alike
REASONS = 3
WHOLE = 0.995  # rounds to all of it
PULLS = 0.1  # log-odds from which something weighed
SPEAKS_FOR = re.compile(r"\b(?:shared|met|same|asked for|nearness)\b")
TITLES = dict(zip(FACETS, ("step of practice", "side of it", "people", "children"), strict=True))


def weigh(model: Model, point: Finding, passages: Sequence[Finding], like: Alike, row: int) -> list[Evidence]:
    """The passages that may tell what became of `point`, weighed, the surest first; `row` is its place in `like`."""
    scores = like.scores[row]
    alike = np.flatnonzero(scores >= ALIKE)
    order = alike[np.argsort(-scores[alike], kind="stable")].tolist()
    may_tell = [at for at in order if may_decide(passages[at]) and not leans(passages[at].text)]
    looked = (at for at in may_tell[:CONSIDERED] if worth_a_look(model, point, passages[at], like, row, at))
    found = [weighed(model, point, passages[at], like, row, at) for at in looked]
    return sorted(found, key=lambda each: -each.sure)


def worth_a_look(model: Model, point: Finding, passage: Finding, like: Alike, row: int, column: int) -> bool:
    """Whether `passage` may be of the matter of `point`, at a glance; `row` and `column` are their places in `like`."""
    return model.worth_a_look(glimpsed(point, passage, like, row, column))


def weighed(model: Model, point: Finding, passage: Finding, like: Alike, row: int, column: int) -> Evidence:
    """How sure it is that `passage` tells what became of `point`; `row` and `column` are their places in `like`."""
    tells = told(passage)
    outcome, chance = model.outcome(tells)
    found = seen(point, passage, like, row, column)
    sure = chance * model.chance(found)
    claimed = sure >= model.enough[kind_of(tells)] and not strays(found)
    return Evidence(passage, sure, Outcome(outcome), found, claimed=claimed)


def why(model: Model, point: Finding, evidence: Evidence) -> list[str]:
    """What weighed most for the passage being of the matter of `point`."""
    return list(dict.fromkeys(_reasons(model, point, evidence)))[:REASONS]


def _reasons(model: Model, point: Finding, evidence: Evidence) -> Iterator[str]:
    pulls = model.matter.pulls(evidence.seen)
    one, other = facets(point.text), facets(evidence.finding.text)
    for name in sorted(pulls, key=lambda each: -pulls[each]):
        speaks_for = SPEAKS_FOR.search(name) and " not " not in name and evidence.seen[name]
        if not speaks_for or pulls[name] < PULLS:
            continue
        facet = name.partition(" ")[0]
        shared = [each.replace("_", " ") for each in getattr(one, facet, ()) if each in getattr(other, facet)]
        yield f"the same {TITLES[facet]}: {', '.join(shared)}" if shared else _told(name, evidence.seen[name])


def _told(name: str, value: float) -> str:
    return name if value >= WHOLE else f"{name}: {value:.0%}"
