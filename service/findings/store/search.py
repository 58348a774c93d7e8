"""Search by words: the findings with their hits marked, and counts of all that were found."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.store import tables as t
from findings.store.cursor import AnySelect
from findings.store.filters import FindingFilters, FindingQuery, conditions
from findings.store.queries import dialect_of, find
from findings.store.values import Count, Facets, FindingRow, Hit, HitPage
from findings.store.words import WordQuery, hits, parse
from findings.taxonomy.loader import taxonomy

SNIPPET = 320
BEFORE_HIT = 120
MAX_FACET = 200

_F = t.Finding


def search(session: Session, query: FindingQuery) -> HitPage:
    """The part of the findings that `query` asks for, with hits marked, and the facets of all of them."""
    page = find(session, query)
    words = parse(query.q or "")
    return HitPage(
        items=[_hit(item, words) for item in page.items],
        next=page.next,
        total=page.total,
        facets=facets(session, query),
    )


def _hit(row: FindingRow, query: WordQuery) -> Hit:
    found = hits(row.text, query)
    return Hit(**dict(row), hits=found, snippet=snippet(row.text, found))


def snippet(text: str, marks: list[tuple[int, int]]) -> str:
    """Part of `text` around its first mark as escaped HTML, every mark within it inside `<mark>`."""
    start, end = _window(text, marks[0][0] if marks else 0)
    parts, at = ["… " if start else ""], start
    for left, right in marks:
        if left >= end:
            break
        parts += [html.escape(text[at:left]), "<mark>", html.escape(text[left : min(right, end)]), "</mark>"]
        at = min(right, end)
    return "".join([*parts, html.escape(text[at:end]), " …" if end < len(text) else ""])


def _window(text: str, first: int) -> tuple[int, int]:
    far = len(text) > SNIPPET and first > BEFORE_HIT
    start = (text.find(" ", first - BEFORE_HIT, first) + 1 or first) if far else 0
    end = len(text) if len(text) - start <= SNIPPET else start + SNIPPET
    return start, end if end == len(text) else max(text.rfind(" ", start + 1, end), first + 1)


def facets(session: Session, filters: FindingFilters) -> Facets:
    """Counts of the findings by theme, label, authority, kind, year and outcome."""
    names = taxonomy()
    theme_names = {theme.id: theme.name for theme in names.themes.values()}
    label_names = {label: info.name for label, info in names.labels.items()}
    year = extract("year", col(_F.listed_on))
    theme, outcome = t.FindingTheme, t.FindingFramework
    count = _counter(session, filters)
    return Facets(
        theme=_counts(count("theme", _tagged(col(theme.theme), theme)), theme_names),
        label=_counts(count("label", select(col(_F.label), func.count())), label_names),
        authority=_counts(count("authority", select(col(_F.authority), func.count())), {}),
        kind=_counts(count("kind", select(col(_F.kind), func.count())), {}),
        year=_counts(count("year", select(year, func.count()).where(col(_F.listed_on) > t.UNKNOWN_DAY)), {}),
        outcome=_counts(count("outcome", _tagged(col(outcome.outcome), outcome)), {}),
    )


def _tagged(value: Any, table: type[t.FindingTheme] | type[t.FindingFramework]) -> AnySelect:
    return select(value, func.count()).join(_F, col(_F.pk) == col(table.finding_pk))


def _counter(session: Session, filters: FindingFilters) -> Callable[[str, AnySelect], Iterable[Any]]:
    dialect = dialect_of(session)

    def count(facet: str, wanted: AnySelect) -> Iterable[Any]:
        """Rows of value and count, most first; the filter of the facet's own name does not narrow it."""
        own: dict[str, list[str]] = {facet: []} if facet in type(filters).model_fields else {}
        chosen = conditions(filters.model_copy(update=own), dialect)
        value = wanted.selected_columns[0]
        grouped = wanted.where(*chosen, value.is_not(None)).group_by(value)
        return session.execute(grouped.order_by(func.count().desc(), value).limit(MAX_FACET))

    return count


def _counts(rows: Iterable[Any], names: dict[str, str]) -> list[Count]:
    return [Count(value=str(value), name=names.get(str(value), str(value)), count=count) for value, count in rows]
