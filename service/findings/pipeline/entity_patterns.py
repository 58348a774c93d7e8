"""The entity ruler: patterns that are lines of data, and where a Doc matches them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import srsly
from spacy.attrs import IDX, LENGTH
from spacy.lang.en import English
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from findings import taxonomy
from findings.errors import Code, FindingsError
from findings.pipeline.documents import whole_text
from findings.pipeline.entity_tags import TYPES, Found
from findings.pipeline.expressions import Expressions
from findings.taxonomy.authorities import find

DATA = Path(taxonomy.__file__).with_name("entities.jsonl")
HINT = "?"
KINDS = {"pattern", "regex", "heads"}


class Matches(NamedTuple):
    """What the patterns say of a Doc, no two overlapping: `sure` ones alone, and all, those that only hint included."""

    sure: list[Found]
    all: list[Found]


@lru_cache
def patterns() -> tuple[dict[str, Any], ...]:
    """The lines of the data file. Raises FindingsError at one that is not a pattern.

    A line has a `label` and one of: `pattern`, a phrase in any case ("(s)" marks an optional plural; a word all in
    capitals matches only as printed); `regex`, a regular expression over the text that begins with "\\b"; `heads`,
    nouns that names of the type end in, which only inform the model. Lines with `hint` inform the model and decide
    nothing alone.
    """
    rows = tuple(srsly.read_jsonl(DATA))
    for row in rows:
        if row.get("label") not in TYPES or len(KINDS & row.keys()) != 1:
            message = f"{row} in {DATA.name}: give a known `label` and one of {', '.join(sorted(KINDS))}."
            raise FindingsError(Code.INVALID, message)
    return rows


@lru_cache
def heads() -> dict[str, str]:
    """The type whose names end in a noun, by lower-case noun."""
    return {head: row["label"] for row in patterns() for head in row.get("heads", ())}


def forms(phrase: str) -> list[str]:
    """A phrase as it may be written: without and with its optional plural; none for an empty one."""
    if not phrase:
        return []
    for plural in ("s", "es"):
        if f"({plural})" in phrase:
            return [phrase.replace(f"({plural})", ""), phrase.replace(f"({plural})", plural)]
    return [phrase]


def is_acronym(phrase: str) -> bool:
    """Whether a phrase is one word of capitals, a plural s aside."""
    return " " not in phrase and phrase.removesuffix("s").isupper()


class EntityPatterns:
    """The ruler over one vocabulary; `rows` are the lines of the data file unless given."""

    def __init__(self, vocab: Vocab, rows: Iterable[dict[str, Any]] | None = None) -> None:
        self.vocab = vocab
        self.phrases = PhraseMatcher(vocab, attr="NORM")
        self.acronyms = PhraseMatcher(vocab, attr="ORTH")
        self._add(patterns() if rows is None else rows)

    def _add(self, rows: Iterable[dict[str, Any]]) -> None:
        tokenizer = English(vocab=self.vocab).tokenizer
        groups: dict[tuple[PhraseMatcher, str], list[Doc]] = defaultdict(list)
        expressions: list[tuple[str, str]] = []
        for row in rows:
            name = row["label"] + (HINT if row.get("hint") else "")
            if "regex" in row:
                expressions.append((name, row["regex"]))
            for form in forms(row.get("pattern", "")):
                matcher = self.acronyms if is_acronym(form) else self.phrases
                groups[matcher, name].append(tokenizer(form))
        for (matcher, name), found in groups.items():
            matcher.add(name, found)
        self.expressions = Expressions(expressions)

    def __call__(self, doc: Doc) -> Matches:
        """What the patterns say of `doc`."""
        found = [*self._phrases(doc), *self._expressions(doc)]
        sure = [each for each in found if not each.type.endswith(HINT)]
        plain = [each._replace(type=each.type.removesuffix(HINT)) for each in found]
        return Matches(longest(sure), longest(plain))

    def _phrases(self, doc: Doc) -> Iterator[Found]:
        for matcher in (self.phrases, self.acronyms):
            for name, start, end in matcher(doc):
                yield Found(start, end, self.vocab.strings[name])

    def _expressions(self, doc: Doc) -> Iterator[Found]:
        """Matches in the text that begin and end where tokens do."""
        text = whole_text(doc)
        found = [("AUTHORITY", start, end) for start, end, _ in find(text)]
        found += self.expressions.finditer(text)
        at = doc.to_array([IDX, LENGTH]).astype(np.int64)
        starts, ends = at[:, 0], at.sum(axis=1)
        first = np.searchsorted(starts, [start for _, start, _ in found])
        last = np.searchsorted(ends, [end for _, _, end in found])
        for (name, start, end), one, other in zip(found, first.tolist(), last.tolist(), strict=True):
            if max(one, other) < len(doc) and starts[one] == start and ends[other] == end:
                yield Found(one, other + 1, name)


def longest(found: Iterable[Found]) -> list[Found]:
    """The longest of `found` at each place, the earlier of two as long, in order."""
    taken: set[int] = set()
    kept = []
    for each in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if taken.isdisjoint(range(each.start, each.end)):
            taken.update(range(each.start, each.end))
            kept.append(each)
    return sorted(kept)


def merge(read: Sequence[Found], sure: Iterable[Found]) -> list[Found]:
    """What the model read, with the `sure` matches that touch nothing it read, or hold all that they touch."""
    home = {token: each for each in read for token in range(each.start, each.end)}
    merged = set(read)
    for each in sure:
        touched = {home[token] for token in range(each.start, each.end) if token in home}
        if all(each.start <= other.start and other.end <= each.end for other in touched):
            merged -= touched
            merged.add(each)
    return sorted(merged)
