"""The facets of a passage: which step of practice it speaks of, which side of it, whose doing, and which children.

Facets are lines of data: a new wording is a term of a line in `facets.jsonl`, in any case and with or without hyphens.
The `rarity` of a line is how few passages name it, from 0 to 1.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import srsly

from findings.identity import normalise
from findings.reason.listed_terms import ListedTerms
from findings.reason.terms import normalised

LISTED = Path(__file__).with_name("facets.jsonl")
KEPT = 20_000  # texts whose facets are kept: a page compares the same ones again and again


class Facets(NamedTuple):
    """What a text names of each facet, in the order in which it first names it."""

    step: tuple[str, ...]
    side: tuple[str, ...]
    actor: tuple[str, ...]
    cohort: tuple[str, ...]


FACETS = Facets._fields


@lru_cache(maxsize=KEPT)
def facets(text: str) -> Facets:
    """The facets of `text`."""
    found: dict[str, dict[str, None]] = {name: {} for name in FACETS}
    words = normalised(text).replace("s' ", "s ")  # "managers' oversight"
    for term in _listed().found(words, within=True):
        for facet, name in _named()[term]:
            found[facet].setdefault(name)
    return Facets(*(tuple(found[name]) for name in FACETS))


def rarity(facet: str, name: str) -> float:
    """How few passages name this of a facet, from 0 to 1."""
    return _rarities()[facet, name]


@lru_cache
def _rarities() -> dict[tuple[str, str], float]:
    return {(row["facet"], row["id"]): row["rarity"] for row in srsly.read_jsonl(LISTED)}


@lru_cache
def _named() -> dict[str, list[tuple[str, str]]]:
    named: dict[str, list[tuple[str, str]]] = {}
    for row in srsly.read_jsonl(LISTED):
        for term in row["terms"]:
            named.setdefault(normalise(term), []).append((row["facet"], row["id"]))
    return named


@lru_cache
def _listed() -> ListedTerms:
    return ListedTerms(_named())
