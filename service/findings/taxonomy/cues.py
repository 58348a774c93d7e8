"""Heading and lead-in cues: what the words of a heading say about the passages printed under it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import srsly

DATA = Path(__file__).with_name("cues.jsonl")
NUMBERING = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.)]?\s+|[^\w\s(]+\s*)")
NO_GROUP = re.compile(r"\\.|\[[^\]]*\]")  # an escape, a class of characters
GROUP = re.compile(r"\([^()]*\)")
Find = Callable[[str], re.Match[str] | None]


@dataclass(frozen=True, slots=True)
class Cue:
    """What a heading or lead-in makes of what follows it.

    `effect` is a label id, `fault` (faults of unstated severity), `mixed` (findings of either kind), `prose`
    (judgements in prose) or `none` (no findings: method, plans, front and back matter).
    `role` is `heading`, `lead_in`, `nothing` (a passage that is never a finding; `why` says why not), `section` (a
    line that begins a section of prose), `own_words` (what a passage calls itself), `part` (a heading of a part of
    the report, below which others stand), `opening` or `closing` (of a letter). A `topic` takes on what the heading
    above it says; a `box` may interrupt a list that goes on below it. A cue for `papers` holds in council papers,
    minutes and slides only.
    """

    pattern: re.Pattern[str]
    effect: str
    role: str
    why: str = ""
    topic: bool = False
    box: bool = False
    papers: bool = False


@lru_cache
def cues() -> tuple[Cue, ...]:
    """Every cue of the data file, in the order it is tried."""
    return tuple(Cue(**{**row, "pattern": re.compile(row["pattern"], re.IGNORECASE)}) for row in srsly.read_jsonl(DATA))


@lru_cache
def _of_role(role: str, papers: bool) -> tuple[tuple[Cue, Find], ...]:
    """The cues of `role` in order, each with what finds it; one that is anchored is tried at the start alone."""
    tried = (cue for cue in cues() if cue.role == role and (papers or not cue.papers))
    return tuple((cue, cue.pattern.match if anchored(cue.pattern.pattern) else cue.pattern.search) for cue in tried)


@lru_cache
def _any_of_role(role: str, papers: bool) -> tuple[Find, ...]:
    """What finds whether any cue of `role` holds: the anchored ones tried together, the others sought together."""
    patterns = [cue.pattern.pattern for cue, _ in _of_role(role, papers)]
    start, anywhere = [each for each in patterns if anchored(each)], [each for each in patterns if not anchored(each)]
    return (*([_union(start).match] if start else []), *([_union(anywhere).search] if anywhere else []))


def _union(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in patterns), re.IGNORECASE)


def anchored(pattern: str) -> bool:
    """Whether a pattern matches at the start of a text only: it begins with "^" and has no choice outside groups."""
    bare, before = NO_GROUP.sub("", pattern), ""
    while bare != before:
        bare, before = GROUP.sub("", bare), bare
    return pattern.startswith("^") and "|" not in bare


@lru_cache(1024)
def plain_heading(text: str) -> str:
    """A heading without its numbering, surrounding marks and doubled spaces."""
    text = NUMBERING.sub("", text.replace("’", "'"))
    return " ".join(text.split()).strip(" :;.?!–-*#_")


def match(text: str, role: str, *, papers: bool = False) -> Cue | None:
    """The first cue of `role` whose pattern is found in `text`; those of council papers only where `papers`."""
    plain = plain_heading(text)
    if not any(find(plain) for find in _any_of_role(role, papers)):
        return None
    return next((cue for cue, find in _of_role(role, papers) if find(plain)), None)
