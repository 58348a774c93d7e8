"""The findings that filters let through, read from narrow rows and no further than they can be counted exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Text, and_, cast, column, desc, func, null, or_, select, union_all
from sqlalchemy.orm import Session

from findings.store.blocks import blocks
from findings.store.chosen import (
    NO_RANK,
    by_terms,
    only_tag,
    plain,
    rows_of_words,
    rows_of_words_standing,
    tags_hold,
    tags_listed,
)
from findings.store.cursor import AnySelect, Cursor, Order
from findings.store.filters import FindingFilters
from findings.store.fulltext import terms_hold
from findings.store.listed import LISTED
from findings.store.of_reports import in_reports

RELEVANCE = "relevance"
MOST = 10_000  # as many findings are counted exactly
RANKED = 2  # times as many are ranked, to find the best of them

_L = LISTED


class Place(NamedTuple):
    """A finding, and what places it in the order of a list."""

    pk: int
    value: Any
    key: Any


FIELDS = ("report_id", "label", "tags")  # that findings are counted by
SEPARATOR = ","  # in no id, label, tag, day or number


@dataclass(frozen=True, slots=True)
class Matched:
    """The findings that filters let through, or the first of them where there are `more` than `MOST`.

    `texts` are what they are counted by, by name, each joined in the same order.
    """

    size: int
    more: bool
    texts: Mapping[str, str]

    def column(self, name: str) -> list[str]:
        """One value of each of the findings."""
        return self.texts[name].split(SEPARATOR)[: self.size] if self.size else []


def matched(
    session: Session, filters: FindingFilters, order: Order, limit: int, after: Cursor | None = None
) -> tuple[Matched, list[Place]]:
    """The findings that `filters` let through, and the `limit` of them that come first in `order`, or `after` a place.

    Where there are more than are held, only those that are ranked by how well they fit come first of all.
    """
    wanted = narrow(session, filters, ("pk", *FIELDS), order)
    for enough in _blocks(session, filters):
        some = wanted.where(*enough)
        if order.name == RELEVANCE:
            ranked = some.limit(RANKED * MOST + 1).subquery()
            some = select(*ranked.c).order_by(desc("value"), "key")
        found, first = _read(session, some, order, limit, after)
        if found.more:
            break
    return found, first


def counted_by(session: Session, filters: FindingFilters, name: str) -> Matched:
    """The findings that `filters` let through, with one field that they are counted by."""
    wanted = narrow(session, filters, [name])
    for enough in _blocks(session, filters):
        found = joined(session, wanted.where(*enough), [name])
        if found.more:
            break
    return found


def found_by_any(session: Session, alternatives: Sequence[FindingFilters]) -> Matched:
    """The findings that any of some filters of the same words let through, by one look at SQLite's index of words."""
    found, _ = rows_of_words(alternatives[0].q or "", "sqlite")
    wanted = found.with_only_columns(*_columns(FIELDS), maintain_column_froms=True)
    holds = (_holds(session, each) for each in alternatives)
    return joined(session, wanted.where(or_(*holds)), FIELDS)


def _holds(session: Session, filters: FindingFilters) -> ColumnElement[bool]:
    return and_(*plain(filters), *in_reports(session, filters, _L.report_id), *tags_hold(filters, "sqlite"))


def of_keys(session: Session, keys: Sequence[int]) -> Matched:
    """The findings with these row keys, with what they are counted by."""
    wanted = select(*_columns(FIELDS)).where(_L.pk.in_(keys))
    return joined(session, wanted, FIELDS)


def joined(session: Session, wanted: AnySelect, names: Sequence[str]) -> Matched:
    """What a query for columns of these `names` gives, read as one row of long texts.

    To hand ten thousand rows over one by one takes longer than to find them.
    """
    size, texts = in_texts(session, wanted.limit(MOST + 1), names)
    return Matched(min(size, MOST), size > MOST, texts)


def in_texts(session: Session, wanted: AnySelect, names: Sequence[str]) -> tuple[int, dict[str, str]]:
    """How many rows a query gives, and its columns of these `names`, each joined to one text."""
    size, *texts = session.execute(select(func.count(), *_texts(names)).select_from(wanted.subquery())).one()
    return size, {name: text or "" for name, text in zip(names, texts, strict=True)}


def read(session: Session, wanted: AnySelect) -> list[Place]:
    """What a query for places gives."""
    return [Place(*row) for row in session.execute(wanted)]


def narrow(session: Session, filters: FindingFilters, fields: Sequence[str], order: Order | None = None) -> AnySelect:
    """Fields of the narrow rows that `filters` let through, and then what places them in `order`."""
    dialect, columns = session.get_bind().dialect.name, _columns(fields)
    if dialect == "postgresql":
        chosen = by_terms(session, filters)
    else:
        chosen = [*plain(filters), *in_reports(session, filters, _L.report_id)]
        if filters.worded:
            chosen += tags_hold(filters, dialect)
        elif (tag := only_tag(filters)) is not None:
            # In the order of the tag's index, so that no more of it is read than is counted.
            listed = select(*columns, *_places(order, NO_RANK))
            return listed.join_from(tag, _L.pk.table, _L.pk == tag.c.finding_pk + 0).where(*chosen)
        else:
            chosen += tags_listed(filters)
    if not filters.worded:
        return select(*columns, *_places(order, NO_RANK)).where(*chosen)
    found, rank = rows_of_words(filters.q or "", dialect)
    wanted = found.with_only_columns(*columns, *_places(order, rank), maintain_column_froms=True)
    return wanted.where(*chosen)


def standing(filters: FindingFilters, dialect: str, order: Order) -> AnySelect:
    """Places of narrow rows whose own fields and words fulfil the filters, to be walked through in some order.

    What is asked of their reports is left to who chooses the rows.
    """
    columns = [_L.pk, *_places(order, NO_RANK)]
    chosen = [*plain(filters), *tags_hold(filters, dialect)]
    if not filters.worded:
        return select(*columns).where(*chosen)
    found = rows_of_words_standing(filters.q or "", dialect)
    return found.with_only_columns(*columns, maintain_column_froms=True).where(*chosen)


def _blocks(session: Session, filters: FindingFilters) -> Iterator[list[ColumnElement[bool]]]:
    """What is to be asked beside the filters, one after the other until enough is found: some blocks, then nothing."""
    if session.get_bind().dialect.name == "postgresql" and (some := blocks(session, filters, MOST)):
        yield [terms_hold(some)]
    yield []


def _read(
    session: Session, wanted: AnySelect, order: Order, limit: int, after: Cursor | None
) -> tuple[Matched, list[Place]]:
    """All that a query gives as texts and the first of it as rows, by one statement that looks for them once."""
    found = wanted.limit(MOST + 1).cte("found")
    # By name: to look up what the columns are of takes longer than to ask for them.
    known: tuple[Any, Any] = (order.value, order.key)
    value, key = column("value", known[0].type), column("key", known[1].type)
    places = [column("pk", Integer), value, key]
    within = replace(order, value=value, key=key)
    first = within.apply(select(*places).select_from(found).limit(limit))
    if after is not None:
        first = first.where(within.after(after))
    texts = _texts(FIELDS)
    whole = select(func.count(), *texts, *(cast(null(), each.type) for each in places)).select_from(found)
    rows = select(*[null()] * (1 + len(texts)), *places).select_from(first.subquery())
    read: Sequence[Any] = session.execute(union_all(whole, rows)).all()
    size, *joined = read[0][: 1 + len(texts)]
    held = {name: text or "" for name, text in zip(FIELDS, joined, strict=True)}
    return Matched(min(size, MOST), size > MOST, held), [Place(*row[-len(places) :]) for row in read[1:]]


def _texts(names: Iterable[str]) -> list[ColumnElement[str]]:
    return [func.aggregate_strings(cast(column(name), Text), SEPARATOR) for name in names]


def _columns(fields: Sequence[str]) -> list[ColumnElement[Any]]:
    return [_L[name] for name in fields]


def _places(order: Order | None, rank: ColumnElement[float]) -> list[ColumnElement[Any]]:
    if order is None:
        return []
    value = rank if order.name == RELEVANCE else order.value
    return [value.label("value"), order.key.label("key")]
