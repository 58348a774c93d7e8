"""What filters ask of narrow rows, in the way that each database looks it up or reads it row by row."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Float,
    Subquery,
    any_,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.store import tables as t
from findings.store.blocks import RARELY_SURE
from findings.store.cursor import AnySelect
from findings.store.filters import (
    FindingFilters,
    entity_condition,
    entity_conditions,
    label_condition,
    regions,
    within_days,
)
from findings.store.fulltext import (
    INDEX,
    PLACE_OF,
    PlaceOf,
    any_term,
    fts5_expression,
    terms_hold,
    tsquery_rank,
    words_condition,
    words_hold,
    words_hold_here,
    words_stand,
)
from findings.store.listed import LISTED, MARK
from findings.store.of_reports import standing_of
from findings.store.words import parse

NO_RANK = literal(0.0)

_L = LISTED


def rows_of_words(q: str, dialect: str) -> tuple[AnySelect, ColumnElement[float]]:
    """Narrow rows in which the words are found, and how well they fit."""
    query = parse(q)
    if dialect == "postgresql":
        return select(_L.pk).where(words_hold(query)), tsquery_rank(query)
    expression = fts5_expression(query)
    if expression is None:
        f = t.Finding
        return select(_L.pk).join(f, col(f.pk) == _L.pk).where(words_condition(query, dialect)), NO_RANK
    # The sum keeps SQLite from looking every row up in the index instead of the other way round.
    both = INDEX.join(_L.pk.table, _L.pk == INDEX.c.rowid + 0)
    found = select(_L.pk).select_from(both).where(INDEX.c.finding_words.bool_op("MATCH")(expression))
    return found, 0.0 - literal_column("bm25(finding_words)", Float)


def rows_of_words_standing(q: str, dialect: str) -> AnySelect:
    """Narrow rows in which the words are found, to be read one after the other."""
    if dialect == "postgresql":
        return select(_L.pk).where(words_hold_here(parse(q)))
    f = t.Finding
    return select(_L.pk).join(f, col(f.pk) == _L.pk).where(words_stand(parse(q)))


def plain(filters: FindingFilters) -> list[ColumnElement[bool]]:
    """What is asked of a row's own fields."""
    found = [label_condition(filters.label, _L.label)]
    if filters.min_confidence is not None:
        sure = _L.confidence
        # Most findings are sure: to look them up one by one in the index takes longer than to read them all.
        found.append((sure if filters.min_confidence > RARELY_SURE else sure + 0.0) >= filters.min_confidence)
    if filters.reviewed is not None:
        f = t.Finding
        decided = _L.pk.in_(select(col(f.pk)).where(col(f.reviewed_at).is_not(None)))
        found.append(decided if filters.reviewed else ~decided)
    return found


def tags_hold(filters: FindingFilters, dialect: str) -> list[ColumnElement[bool]]:
    """What is asked of themes, outcomes and entities, read row by row."""
    found = [_holds(tags, PLACE_OF[dialect]) for tags in (filters.theme, filters.outcome) if tags]
    if filters.entity:
        e = t.FindingEntity
        found.append(exists().where(col(e.finding_pk) == _L.pk, entity_condition(filters.entity)))
    return found


def _holds(tags: Sequence[str], place: PlaceOf) -> ColumnElement[bool]:
    return or_(*(place(_L.tags, f"{MARK}{tag}{MARK}") > 0 for tag in tags))


def only_tag(filters: FindingFilters) -> Subquery | None:
    """The keys of the findings of a theme or outcome, where one is chosen and no other tag."""
    if len(filters.theme) + len(filters.outcome) != 1 or filters.entity:
        return None
    theme, outcome = t.FindingTheme, t.FindingFramework
    if filters.theme:
        return select(col(theme.finding_pk)).where(col(theme.theme) == filters.theme[0]).subquery()
    return select(col(outcome.finding_pk)).where(col(outcome.outcome) == filters.outcome[0]).subquery()


def tags_listed(filters: FindingFilters) -> list[ColumnElement[bool]]:
    """What is asked of themes, outcomes and entities, by SQLite's index of each."""
    theme, outcome = t.FindingTheme, t.FindingFramework
    found = entities_listed(filters, "sqlite")
    if filters.theme:
        keys = select(col(theme.finding_pk)).where(col(theme.theme).in_(filters.theme))
        found.append(_L.pk.in_(keys))
    if filters.outcome:
        keys = select(col(outcome.finding_pk)).where(col(outcome.outcome).in_(filters.outcome))
        found.append(_L.pk.in_(keys))
    return found


def entities_listed(filters: FindingFilters, dialect: str) -> list[ColumnElement[bool]]:
    """What is asked of entities, by their index."""
    if not filters.entity:
        return []
    keys = select(col(t.FindingEntity.finding_pk))
    if dialect == "sqlite":
        return [_L.pk.in_(keys.where(entity_condition(filters.entity)))]
    # As an array, for PostgreSQL would read all narrow rows to join them to a few thousand; by one index after the
    # other, for both at once do not tell the keys.
    each = union_all(*(keys.where(one) for one in entity_conditions(filters.entity)))
    return [_L.pk == any_(func.array(each.scalar_subquery()))]


def by_terms(session: Session, filters: FindingFilters) -> list[ColumnElement[bool]]:
    """All that is asked but words, in the way that PostgreSQL looks it up: most of it by its index of terms."""
    found = [*plain(filters), *_terms_listed(filters), *entities_listed(filters, "postgresql")]
    found += [*within_days(filters, _L.listed_on), *standing_of(session, filters, _L.report_id)]
    return [*found, _L.report_id.in_(filters.report)] if filters.report else found


def _terms_listed(filters: FindingFilters) -> list[ColumnElement[bool]]:
    """What PostgreSQL's index of terms knows beside words and days."""
    of_regions = [name for region in filters.region for name in regions()[region]]
    chosen: list[tuple[str, Sequence[str]]] = [("label", filters.label), ("kind", filters.kind)]
    chosen += [("authority", filters.authority), ("authority", of_regions)]
    chosen += [("tag", filters.theme), ("tag", filters.outcome)]
    chosen += [("grade", filters.grade), ("year", [str(year) for year in filters.year])]
    return [terms_hold(any_term(kind, values)) for kind, values in chosen if values]
