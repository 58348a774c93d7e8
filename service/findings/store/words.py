"""How text and queries become words: one normalisation for both databases, so that both find the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MAX_WORD = 64
MAX_WORDS = 16_000  # PostgreSQL keeps no word positions beyond 16,383

RUN = re.compile(r"[^\W_]+(?:['\u2019\u00ad\u0300-\u036f]+[^\W_]+)*")
WORD = re.compile(r"[^\W_]+")
PIECE = re.compile(r'(-?)"([^"]*)"?(\*?)|(\S+)')
QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"'})


# A normalised word, and what it came from in the text.
Token = tuple[str, re.Match[str]]


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand side by side; the last is a beginning only if `prefix`; must be absent if `negated`."""

    words: tuple[str, ...]
    prefix: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class WordQuery:
    """Alternatives, each a list of terms that must all hold; no alternatives match nothing."""

    groups: tuple[tuple[Term, ...], ...]


def tokens(text: str) -> list[Token]:
    """The normalised words of `text` in order."""
    return [(word, run) for run in RUN.finditer(text) for word in _fold(run.group())][:MAX_WORDS]


def words(text: str) -> str:
    """The normalised words of `text`, joined by single spaces: a to z and 0 to 9 only."""
    return " ".join(word for word, _ in tokens(text))


@lru_cache(maxsize=20_000)
def _fold(run: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", run).casefold())
    bare = "".join(char for char in folded if unicodedata.category(char) not in ("Mn", "Cf"))
    bare = bare.replace("\u2019", "'").removesuffix("'s").replace("'", "")
    return tuple("".join(map(_ascii, word))[:MAX_WORD] for word in WORD.findall(bare))


def _ascii(char: str) -> str:
    # Neither database may have a say in what a letter is, so letters outside a-z become their code.
    return char if char.isascii() else f"u{ord(char):x}"


def parse(query: str) -> WordQuery:
    """What a person typed: words, "phrases", begin*, AND, OR, NOT and -word; anything at all can be read."""
    groups: list[list[Term]] = [[]]
    negate = False
    for dash, phrase, star, word in PIECE.findall(query.translate(QUOTES)):
        if word == "OR":
            groups.append([])
        elif word in ("AND", "NOT"):
            negate = word == "NOT"
        else:
            term = _term(phrase or word, bool(dash) or word.startswith("-"), bool(star) or word.endswith("*"))
            groups[-1] += [Term(term.words, term.prefix, term.negated or negate)] if term else []
            negate = False
    return WordQuery(tuple(tuple(group) for group in groups if group))


def _term(text: str, negated: bool, prefix: bool) -> Term | None:
    found = tuple(word for word, _ in tokens(text))
    return Term(found, prefix, negated) if found else None


def hits(text: str, query: WordQuery) -> list[tuple[int, int]]:
    """Where the wanted terms of `query` stand in `text`, in order, none overlapping."""
    here = tokens(text)
    said = [word for word, _ in here]
    wanted = [term for group in query.groups for term in group if not term.negated]
    spans = [span for term in wanted for span in _occurrences(here, said, term)]
    return _merge(sorted(spans))


def _occurrences(here: list[Token], said: list[str], term: Term) -> list[tuple[int, int]]:
    *head, last = term.words
    first = len(head)
    if term.prefix:
        ends = [at for at, word in enumerate(said) if word.startswith(last)]
    else:
        ends = [at for at, word in enumerate(said) if word == last]
    whole = (at for at in ends if at >= first and said[at - first : at] == head)
    return [(here[at - first][1].start(), here[at][1].end()) for at in whole]


def _merge(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
