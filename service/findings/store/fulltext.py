"""A word query in the language of each database's full-text index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    Integer,
    and_,
    cast,
    column,
    false,
    func,
    literal,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import col

from findings.store import tables as t
from findings.store.listed import LISTED
from findings.store.words import Term, WordQuery

Match = Callable[[Sequence[Term], str], ColumnElement[bool]]
PlaceOf = Callable[..., ColumnElement[int]]

# Where one text stands in another, from 1 on, or 0.
PLACE_OF: dict[str, PlaceOf] = {"sqlite": func.instr, "postgresql": func.strpos}

INDEX = table("finding_words", column("rowid", Integer), column("finding_words"))


def words_condition(query: WordQuery, dialect: str) -> ColumnElement[bool]:
    """What a finding's words must fulfil, by the index; a query without any word is fulfilled by none."""
    if dialect == "postgresql":
        return col(t.Finding.pk).in_(select(LISTED.pk).where(words_hold(query)))
    return _condition(query, _fts5_match)


def words_stand(query: WordQuery) -> ColumnElement[bool]:
    """The same read from SQLite's words themselves: right for findings that are looked at one after the other."""
    return _condition(query, _stand)


def fts5_expression(query: WordQuery) -> str | None:
    """The whole query in FTS5's language, or None where it has no words or a part of it only says what must not be."""
    groups = [_fts5_group(group) for group in query.groups]
    return " OR ".join(f"({group})" for group in groups if group) if groups and all(groups) else None


def words_hold(query: WordQuery) -> ColumnElement[bool]:
    """What the terms of PostgreSQL's narrow rows must fulfil, by their index."""
    return terms_hold(_ts_expression(query)) if query.groups else false()


def words_hold_here(query: WordQuery) -> ColumnElement[bool]:
    """The same for rows that are read one after the other: by a name that PostgreSQL knows no index for."""
    return func.ts_match_vq(LISTED.terms, cast(_ts_expression(query), TSQUERY)) if query.groups else false()


def terms_hold(expression: str) -> ColumnElement[bool]:
    """What they must fulfil by an expression in PostgreSQL's language."""
    return LISTED.terms.bool_op("@@")(cast(expression, TSQUERY))


def any_term(kind: str, values: Iterable[str]) -> str:
    """The expression for rows that have one of these values, of a `kind` that is told apart from words."""
    names = (f"={kind} {value}" for value in values)
    return " | ".join("'" + name.replace("\\", "\\\\").replace("'", "''") + "'" for name in names)


def tsquery_rank(query: WordQuery) -> ColumnElement[Any]:
    """How well a finding's words fit those that are wanted, as PostgreSQL ranks them."""
    wanted = [_tsquery(term) for group in query.groups for term in group if not term.negated]
    rank = func.ts_rank(LISTED.terms, cast(" | ".join(wanted), TSQUERY))
    return cast(rank, Double) if wanted else literal(0.0)


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


def _fts5_match(terms: Sequence[Term], joined_by: str) -> ColumnElement[bool]:
    expression = f" {joined_by} ".join(_fts5(term) for term in terms)
    rows = select(INDEX.c.rowid).where(INDEX.c.finding_words.bool_op("MATCH")(expression))
    return col(t.Finding.pk).in_(rows)


def _stand(terms: Sequence[Term], joined_by: str) -> ColumnElement[bool]:
    text = literal(" ") + col(t.Finding.words) + literal(" ")
    found = (func.instr(text, f" {' '.join(term.words)}{'' if term.prefix else ' '}") > 0 for term in terms)
    return (and_ if joined_by == "AND" else or_)(*found)


def _fts5_group(group: Sequence[Term]) -> str | None:
    wanted, unwanted = (list(map(_fts5, terms)) for terms in _split(group))
    if not wanted:
        return None
    return f"({' AND '.join(wanted)})" + (f" NOT ({' OR '.join(unwanted)})" if unwanted else "")


def _fts5(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + (" *" if term.prefix else "")


def _ts_expression(query: WordQuery) -> str:
    return " | ".join(map(_ts_group, query.groups))


def _ts_group(group: Sequence[Term]) -> str:
    wanted, unwanted = (list(map(_tsquery, terms)) for terms in _split(group))
    return "(" + " & ".join([*wanted, *(f"!{each}" for each in unwanted)]) + ")"


def _tsquery(term: Term) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in term.words) + (":*)" if term.prefix else ")")
