"""A word query in the language of each database's full-text index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    cast,
    column,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import col

from findings.store import tables as t
from findings.store.words import Term, WordQuery

Match = Callable[[Sequence[Term], str], ColumnElement[bool]]
PlaceOf = Callable[..., ColumnElement[int]]

# Where one text stands in another, from 1 on, or 0.
PLACE_OF: dict[str, PlaceOf] = {"sqlite": func.instr, "postgresql": func.strpos}

INDEX = table("finding_words", column("rowid", Integer), column("finding_words"))
# Written exactly as in PostgreSQL's index, or it would not use it.
VECTOR = func.to_tsvector(literal_column("'simple'"), col(t.Finding.words))


def words_condition(query: WordQuery, dialect: str) -> ColumnElement[bool]:
    """What a finding's words must fulfil, by the index; a query without any word is fulfilled by none."""
    return _condition(query, MATCH[dialect])


def words_stand(query: WordQuery, dialect: str) -> ColumnElement[bool]:
    """The same read from the words themselves: right for findings that are looked at one after the other."""
    return _condition(query, STAND[dialect])


def fts5_expression(query: WordQuery) -> str | None:
    """The whole query in FTS5's language, or None where it has no words or a part of it only says what must not be."""
    groups = [_fts5_group(group) for group in query.groups]
    return " OR ".join(f"({group})" for group in groups if group) if groups and all(groups) else None


def tsquery_rank(query: WordQuery) -> ColumnElement[Any]:
    """How well a finding's words fit those that are wanted, as PostgreSQL ranks them."""
    wanted = [_tsquery(term) for group in query.groups for term in group if not term.negated]
    return func.ts_rank(VECTOR, cast(" | ".join(wanted), TSQUERY)) if wanted else literal(0.0)


def _condition(query: WordQuery, match: Match) -> ColumnElement[bool]:
    return or_(false(), *(_group_condition(group, match) for group in query.groups))


def _group_condition(group: tuple[Term, ...], match: Match) -> ColumnElement[bool]:
    wanted, unwanted = _split(group)
    return and_(
        match(wanted, "AND") if wanted else true(),
        ~match(unwanted, "OR") if unwanted else true(),
    )


def _split(group: Sequence[Term]) -> tuple[list[Term], list[Term]]:
    return [term for term in group if not term.negated], [term for term in group if term.negated]


def _sqlite_match(terms: Sequence[Term], joined_by: str) -> ColumnElement[bool]:
    expression = f" {joined_by} ".join(_fts5(term) for term in terms)
    rows = select(INDEX.c.rowid).where(INDEX.c.finding_words.bool_op("MATCH")(expression))
    return col(t.Finding.pk).in_(rows)


def _postgresql_match(terms: Sequence[Term], joined_by: str) -> ColumnElement[bool]:
    stand = STAND["postgresql"]
    if joined_by == "OR":  # said of what must not be there, which no index finds
        return stand(terms, joined_by)
    # The index knows which words a finding holds; to ask it where they stand would have every finding split anew.
    every = (Term((word,), term.prefix and word is term.words[-1]) for term in terms for word in term.words)
    found = VECTOR.bool_op("@@")(cast(" & ".join(map(_tsquery, every)), TSQUERY))
    phrases = [term for term in terms if len(term.words) > 1]
    return and_(found, stand(phrases, joined_by)) if phrases else found


def _standing(place: PlaceOf) -> Match:
    text = literal(" ") + col(t.Finding.words) + literal(" ")

    def match(terms: Sequence[Term], joined_by: str) -> ColumnElement[bool]:
        found = (place(text, f" {' '.join(term.words)}{'' if term.prefix else ' '}") > 0 for term in terms)
        return (and_ if joined_by == "AND" else or_)(*found)

    return match


def _fts5_group(group: Sequence[Term]) -> str | None:
    wanted, unwanted = (list(map(_fts5, terms)) for terms in _split(group))
    if not wanted:
        return None
    return f"({' AND '.join(wanted)})" + (f" NOT ({' OR '.join(unwanted)})" if unwanted else "")


def _fts5(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + (" *" if term.prefix else "")


def _tsquery(term: Term) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in term.words) + (":*)" if term.prefix else ")")


MATCH: dict[str, Match] = {"sqlite": _sqlite_match, "postgresql": _postgresql_match}
STAND: dict[str, Match] = {dialect: _standing(place) for dialect, place in PLACE_OF.items()}
