"""A word query in the language of each database's full-text index."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, Integer, and_, cast, column, false, func, literal_column, or_, select, table, true
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import col

from findings.store import tables as t
from findings.store.words import Term, WordQuery

Match = Callable[[Sequence[Term], str], ColumnElement[bool]]

INDEX = table("finding_words", column("rowid", Integer), column("finding_words"))


def words_condition(query: WordQuery, dialect: str) -> ColumnElement[bool]:
    """What a finding's words must fulfil; a query without any word is fulfilled by none."""
    match = MATCH[dialect]
    return or_(false(), *(_group_condition(group, match) for group in query.groups))


def _group_condition(group: tuple[Term, ...], match: Match) -> ColumnElement[bool]:
    wanted = [term for term in group if not term.negated]
    unwanted = [term for term in group if term.negated]
    return and_(
        match(wanted, "AND") if wanted else true(),
        ~match(unwanted, "OR") if unwanted else true(),
    )


def _sqlite_match(terms: Sequence[Term], joined_by: str) -> ColumnElement[bool]:
    expression = f" {joined_by} ".join(_fts5(term) for term in terms)
    rows = select(INDEX.c.rowid).where(INDEX.c.finding_words.bool_op("MATCH")(expression))
    return col(t.Finding.pk).in_(rows)


def _postgresql_match(terms: Sequence[Term], joined_by: str) -> ColumnElement[bool]:
    sign = {"AND": " & ", "OR": " | "}[joined_by]
    expression = sign.join(_tsquery(term) for term in terms)
    # Written exactly as in the index, or PostgreSQL would not use it.
    vector = func.to_tsvector(literal_column("'simple'"), col(t.Finding.words))
    return vector.bool_op("@@")(cast(expression, TSQUERY))


def _fts5(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + (" *" if term.prefix else "")


def _tsquery(term: Term) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in term.words) + (":*)" if term.prefix else ")")


MATCH: dict[str, Match] = {"sqlite": _sqlite_match, "postgresql": _postgresql_match}
