"""What an entity is called: its authority's canonical name, or the words its acronym stands for in the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from spacy.tokens import Doc, Span

from findings.pipeline.documents import text_of
from findings.pipeline.entity_patterns import patterns
from findings.taxonomy.authorities import canonical

DEFINITION = re.compile(r"(?P<name>\w.*\w)\s*\((?P<acronym>(?=\S*[A-Z])[A-Za-z][A-Za-z&0-9]*[A-Z][A-Za-z&]*)\)")

if not Span.has_extension("canonical"):
    Span.set_extension("canonical", default=None)


def link(doc: Doc) -> None:
    """Set `_.canonical` of the entities of `doc` that name an authority, or are an acronym or what it stands for."""
    ents = doc.ents  # asked for once: spaCy walks the whole text each time
    for ent, name in zip(ents, canonical_names(ents), strict=True):
        if name is not None:
            ent._.canonical = name


def canonical_names(ents: Sequence[Span]) -> list[str | None]:
    """What each of `ents` is called; what the report itself says goes before what is generally known."""
    texts = [" ".join(text_of(ent).split()) for ent in ents]
    defined = definitions(texts)
    spelt = {name.casefold(): name for name in reversed(defined.values())}
    return [_name(ent.label_, text, defined, spelt) for ent, text in zip(ents, texts, strict=True)]


def definitions(texts: Iterable[str]) -> dict[str, str]:
    """Names by their acronym, from texts such as "Multi-Agency Safeguarding Hub (MASH)"; the first of two counts."""
    found: dict[str, str] = {}
    for text in texts:
        match = defining(" ".join(text.split()))
        if match and _may_stand_for(match["acronym"], match["name"]):
            found.setdefault(singular(match["acronym"]), singular(match["name"]))
    return found


def defining(text: str) -> re.Match[str] | None:
    """The name and acronym of a text that gives both."""
    return DEFINITION.fullmatch(text) if "(" in text else None


@lru_cache
def known() -> dict[str, str]:
    """Names by their acronym that the pattern data gives."""
    return definitions(row["pattern"] for row in patterns() if isinstance(row.get("pattern"), str))


def singular(text: str) -> str:
    """A name without its plural s: "IROs" is "IRO", "reviewing officers" is "reviewing officer"."""
    return text[:-1] if text.endswith("s") and not text.endswith(("ss", "'s", "’s", "services")) else text


def _may_stand_for(acronym: str, name: str) -> bool:
    """Whether a name of several words has one that begins as the acronym does."""
    words = name.replace("-", " ").split()
    return len(words) > 1 and any(word[0].casefold() == acronym[0].casefold() for word in words)


def _name(kind: str, text: str, defined: dict[str, str], spelt: dict[str, str]) -> str | None:
    if kind == "AUTHORITY":
        authority = canonical(text)
        return authority.name if authority else None
    match = defining(text)
    short = singular(match["acronym"]) if match else singular(text)
    return defined.get(short) or spelt.get(singular(text).casefold()) or known().get(short)
