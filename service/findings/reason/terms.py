"""The terms that a text is compared by: stems of its words, and the concepts that it speaks of in any wording.

Concepts are lines of data: a new one is a line of `concepts.jsonl`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import srsly

from findings.identity import normalise
from findings.reason.listed_terms import ListedTerms

CONCEPTS = Path(__file__).with_name("concepts.jsonl")
STOP_WORDS = frozenset(Path(__file__).with_name("stop_words.txt").read_text().split())
MARK = "#"  # begins a concept's term, and no word's
# Words that nearly every sentence of a report holds and that tell none from another.
COMMON = frozenset(
    {"child", "children", "young", "people", "authority", "local", "service", "services", "social", "worker", "workers"}
    | {"practice", "improve", "improved", "improvement", "ensure", "need", "needs", "area", "areas", "council", "new"}
    | {"inspector", "inspectors", "number", "small", "majority", "case", "cases", "including", "include"}
    | {"action", "actions"}
)
SUFFIXES = ("ations", "ation", "ments", "ment", "ings", "ing", "ness", "ies", "ied", "ers", "es", "ed", "ly", "s")
MIN_STEM = 4
KEPT = 20_000  # texts whose terms are kept: a page compares the same ones again and again


@lru_cache(maxsize=KEPT)
def terms(text: str) -> tuple[str, ...]:
    """The terms of `text`, repeated as often as they occur."""
    stems = (_term(word) for word in normalised(text).split())
    return (*filter(None, stems), *(MARK + concept for concept in concepts(text)))


@lru_cache(maxsize=KEPT)
def normalised(text: str) -> str:
    """`text` normalised, once for all that is compared by its words."""
    return normalise(text)


@lru_cache(maxsize=KEPT)
def _term(word: str) -> str:
    """The term of a word, empty for one that tells nothing."""
    bare = word.removesuffix("'s").strip("'")
    return "" if len(bare) <= 2 or bare in STOP_WORDS or bare in COMMON else stem(bare)


def stem(word: str) -> str:
    """A word without its ending, so that forms of one word are one term."""
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= MIN_STEM:
            return word[: -len(suffix)]
    return word


@lru_cache(maxsize=KEPT)
def concepts(text: str) -> tuple[str, ...]:
    """The concepts that a text speaks of, each once."""
    found = (_named()[term] for term in _listed().found(normalised(text)))
    return tuple(sorted({concept for each in found for concept in each}))


@lru_cache
def _named() -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for row in srsly.read_jsonl(CONCEPTS):
        for term in row["terms"]:
            named.setdefault(normalise(term), []).append(row["id"])
    return named


@lru_cache
def _listed() -> ListedTerms:
    return ListedTerms(_named())
