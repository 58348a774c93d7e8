"""The findings that filters let through, read from narrow rows and no further than they can be counted exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Float,
    Subquery,
    Text,
    any_,
    cast,
    desc,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.store import tables as t
from findings.store.cursor import AnySelect, Order
from findings.store.filters import FindingFilters, entity_condition, in_reports, label_condition, reports_asked
from findings.store.frequent import is_frequent
from findings.store.fulltext import (
    INDEX,
    PLACE_OF,
    PlaceOf,
    fts5_expression,
    tsquery_rank,
    words_condition,
    words_stand,
)
from findings.store.listed import MARK, Listed
from findings.store.words import WordQuery, parse

RELEVANCE = "relevance"
MOST = 10_000  # as many findings are counted exactly

_L = Listed


class Place(NamedTuple):
    """A finding, and what places it in the order of a list."""

    pk: int
    value: Any
    key: Any


FIELDS = ("pk", "report_id", "label", "tags")
NO_RANK = literal(0.0)
RARELY_SURE = 0.995  # the confidence that fewer findings than one in five reach
SEPARATOR = ","  # in no id, label, tag, day or number


@dataclass(frozen=True, slots=True)
class Matched:
    """The findings that filters let through, or the first of them where there are `more` than `MOST`.

    `texts` are what they are counted by and placed by, by name, each joined in the same order.
    """

    size: int
    more: bool
    texts: Mapping[str, str]

    def column(self, name: str) -> list[str]:
        """One value of each of the findings."""
        return self.texts[name].split(SEPARATOR)[: self.size] if self.size else []

    def places(self, order: Order) -> list[Place]:
        """What places the findings in the order that they were found for."""
        pks, values, keys = map(self.column, Place._fields)
        return list(map(Place, map(int, pks), map(order.read, values), map(int, keys)))


def matched(session: Session, filters: FindingFilters, order: Order) -> Matched:
    """The findings that `filters` let through, with what places them in `order`.

    They come in no order, but where they are to be ranked by how well they fit: then the best are those that are held.
    """
    wanted = narrow(session, filters, FIELDS, order)
    if order.name == RELEVANCE:
        wanted = wanted.order_by(desc("value"), "key")
    return joined(session, wanted, (*FIELDS, "value", "key"))


def of_keys(session: Session, keys: Sequence[int]) -> Matched:
    """The findings with these row keys, with what they are counted by."""
    wanted = select(*_columns(FIELDS)).where(col(_L.pk).in_(keys))
    return joined(session, wanted, FIELDS)


def joined(session: Session, wanted: AnySelect, names: Sequence[str]) -> Matched:
    """What a query for columns of these `names` gives, read as one row of long texts.

    To hand ten thousand rows over one by one takes longer than to find them.
    """
    size, texts = in_texts(session, wanted.limit(MOST + 1), names)
    return Matched(min(size, MOST), size > MOST, texts)


def in_texts(session: Session, wanted: AnySelect, names: Sequence[str]) -> tuple[int, dict[str, str]]:
    """How many rows a query gives, and its columns of these `names`, each joined to one text."""
    columns = (func.aggregate_strings(cast(each, Text), SEPARATOR) for each in wanted.subquery().c)
    size, *texts = session.execute(select(func.count(), *columns)).one()
    return size, {name: text or "" for name, text in zip(names, texts, strict=True)}


def read(session: Session, wanted: AnySelect) -> list[Place]:
    """What a query for places gives."""
    return [Place(*row) for row in session.execute(wanted)]


def narrow(session: Session, filters: FindingFilters, fields: Sequence[str], order: Order | None = None) -> AnySelect:
    """Fields of the narrow rows that `filters` let through, and then what places them in `order`."""
    dialect, columns = session.get_bind().dialect.name, _columns(fields)
    chosen = [*_plain(filters), *in_reports(filters, _L.report_id)]
    if not filters.worded:
        wanted = select(*columns, *_places(order, NO_RANK)).where(*chosen)
        if (tag := _only_tag(filters)) is not None:
            # In the order of the tag's index, so that no more of it is read than is counted.
            key = tag.c.finding_pk + 0 if dialect == "sqlite" else tag.c.finding_pk
            return wanted.join_from(tag, _L, col(_L.pk) == key)
        return wanted.where(*_tags_listed(filters))
    ranked = order is not None and order.name == RELEVANCE
    found, rank = _worded(session, parse(filters.q or ""), dialect, ranked)
    wanted = found.with_only_columns(*columns, *_places(order, rank), maintain_column_froms=True)
    return wanted.where(*chosen, *_tags_hold(filters, dialect))


def standing(filters: FindingFilters, dialect: str, order: Order) -> AnySelect:
    """Places of narrow rows whose own fields and words fulfil the filters, to be walked through in some order.

    What is asked of their reports is left to who chooses the rows.
    """
    wanted = select(col(_L.pk), *_places(order, NO_RANK)).where(*_plain(filters), *_tags_hold(filters, dialect))
    if not filters.worded:
        return wanted
    f = t.Finding
    return wanted.join(f, col(f.pk) == col(_L.pk)).where(words_stand(parse(filters.q or ""), dialect))


def of_reports(filters: FindingFilters) -> list[ColumnElement[bool]]:
    """What is asked of reports, looked up row by row."""
    r = t.Report
    return [exists().where(col(r.id) == col(_L.report_id), *reports_asked(filters))]


def _columns(fields: Sequence[str]) -> list[ColumnElement[Any]]:
    return [getattr(_L, name) for name in fields]


def _places(order: Order | None, rank: ColumnElement[float]) -> list[ColumnElement[Any]]:
    if order is None:
        return []
    value = rank if order.name == RELEVANCE else order.value
    return [value.label("value"), order.key.label("key")]


def _worded(session: Session, query: WordQuery, dialect: str, ranked: bool) -> tuple[AnySelect, ColumnElement[float]]:
    """Narrow rows in which the words are found, and how well they fit where they are to be `ranked`."""
    expression = fts5_expression(query) if dialect == "sqlite" else None
    if expression is not None:
        # The sum keeps SQLite from looking every row up in the index instead of the other way round.
        both = INDEX.join(_L, col(_L.pk) == INDEX.c.rowid + 0)
        found = select(col(_L.pk)).select_from(both).where(INDEX.c.finding_words.bool_op("MATCH")(expression))
        return found, 0.0 - literal_column("bm25(finding_words)", Float)
    f = t.Finding
    joined = select(col(_L.pk)).join(f, col(f.pk) == col(_L.pk))
    if dialect == "sqlite":
        return joined.where(words_condition(query, dialect)), NO_RANK
    if ranked:
        return joined.where(words_condition(query, dialect)), tsquery_rank(query)
    if is_frequent(session, query):
        return joined.where(words_stand(query, dialect)), NO_RANK
    # As an array, for PostgreSQL would read all narrow rows to join them to a few thousand.
    keys = func.array(select(col(f.pk)).where(words_condition(query, dialect)).scalar_subquery())
    return select(col(_L.pk)).where(col(_L.pk) == any_(keys)), NO_RANK


def _plain(filters: FindingFilters) -> list[ColumnElement[bool]]:
    """What is asked of a row's own fields."""
    found = [label_condition(filters.label, _L.label)]
    if filters.min_confidence is not None:
        sure = col(_L.confidence)
        # Most findings are sure: to look them up one by one in the index takes longer than to read them all.
        found.append((sure if filters.min_confidence > RARELY_SURE else sure + 0.0) >= filters.min_confidence)
    if filters.reviewed is not None:
        f = t.Finding
        decided = col(_L.pk).in_(select(col(f.pk)).where(col(f.reviewed_at).is_not(None)))
        found.append(decided if filters.reviewed else ~decided)
    return found


def _tags_hold(filters: FindingFilters, dialect: str) -> list[ColumnElement[bool]]:
    """What is asked of themes, outcomes and entities, looked up row by row."""
    found = [_holds(tags, PLACE_OF[dialect]) for tags in (filters.theme, filters.outcome) if tags]
    if filters.entity:
        e = t.FindingEntity
        found.append(exists().where(col(e.finding_pk) == col(_L.pk), entity_condition(filters.entity)))
    return found


def _holds(tags: Sequence[str], place: PlaceOf) -> ColumnElement[bool]:
    return or_(*(place(col(_L.tags), f"{MARK}{tag}{MARK}") > 0 for tag in tags))


def _only_tag(filters: FindingFilters) -> Subquery | None:
    """The keys of the findings of a theme or outcome, where one is chosen and no other tag."""
    if len(filters.theme) + len(filters.outcome) != 1 or filters.entity:
        return None
    theme, outcome = t.FindingTheme, t.FindingFramework
    if filters.theme:
        return select(col(theme.finding_pk)).where(col(theme.theme) == filters.theme[0]).subquery()
    return select(col(outcome.finding_pk)).where(col(outcome.outcome) == filters.outcome[0]).subquery()


def _tags_listed(filters: FindingFilters) -> list[ColumnElement[bool]]:
    """The same by the indexes of themes, outcomes and entities."""
    theme, outcome, entity = t.FindingTheme, t.FindingFramework, t.FindingEntity
    found = list[ColumnElement[bool]]()
    if filters.theme:
        keys = select(col(theme.finding_pk)).where(col(theme.theme).in_(filters.theme))
        found.append(col(_L.pk).in_(keys))
    if filters.outcome:
        keys = select(col(outcome.finding_pk)).where(col(outcome.outcome).in_(filters.outcome))
        found.append(col(_L.pk).in_(keys))
    if filters.entity:
        keys = select(col(entity.finding_pk)).where(entity_condition(filters.entity))
        found.append(col(_L.pk).in_(keys))
    return found
