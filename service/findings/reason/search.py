"""Search by words, or by what a sentence means; one answer for the interface, the pages and the command line."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from findings.reason.nearest import Neighbours
from findings.reason.senses import shipped
from findings.reason.similar import ranked
from findings.store import cursor as cursors
from findings.store import queries
from findings.store.counts import By, Counts, counted
from findings.store.facets import facets
from findings.store.filters import FindingFilters, SearchQuery, Sought
from findings.store.matched import of_keys
from findings.store.queries import by_key
from findings.store.search import marked
from findings.store.search import search as search_words
from findings.store.session import Database
from findings.store.values import FindingRow, HitPage
from findings.store.words import Term, WordQuery, words

ORDER = "meaning"
TELLING = 2.0  # the rarity from which a word is marked: one finding in seven holds it, or fewer


def by_meaning(asked: Sought) -> bool:
    """Whether a search is for what a sentence means: it alone needs vectors."""
    return asked.meaning and asked.worded


def search(session: Session, query: SearchQuery, neighbours: Neighbours | None) -> HitPage:
    """The part of the findings that `query` asks for, with hits marked, and the facets of all of them.

    Without `neighbours` it is searched by words.
    """
    if neighbours is None or not by_meaning(query):
        return search_words(session, query)
    keys = alike(session, query, neighbours)
    start = _start(query.cursor) if query.cursor is not None else 0
    rows, end = by_key(session, keys[start : start + query.limit]), start + query.limit
    telling = _telling(query.q or "")

    def anew(filters: FindingFilters, by: By) -> Counts:
        return counted(of_keys(session, alike(session, filters, neighbours)), by)

    return HitPage(
        items=[marked(row, telling) for row in rows.values()],
        next=cursors.encode(ORDER, "", end, len(keys)) if end < len(keys) else None,
        total=len(keys),
        facets=facets(session, query, of_keys(session, keys), anew),
    )


def _start(cursor: str) -> int:
    match cursors.decode(cursor, ORDER).key:
        case int(start):
            return start
        case _:
            raise cursors.refused()


def every(database: Database, asked: Sought, neighbours: Neighbours | None) -> Iterator[FindingRow]:
    """All findings that a search finds, in no more memory than a page of them takes; by words without `neighbours`."""
    if neighbours is None or not by_meaning(asked):
        yield from queries.every(database, asked, asked.sort if isinstance(asked, SearchQuery) else "-published")
        return
    with database.read() as session:
        yield from by_key(session, alike(session, asked, neighbours)).values()


def alike(session: Session, filters: FindingFilters, neighbours: Neighbours) -> list[int]:
    """Row keys of the findings that say what the words of `filters` say and that the others let through."""
    others = {name: getattr(filters, name) for name in FindingFilters.model_fields if name != "q"}
    return ranked(session, neighbours, filters.q or "", FindingFilters.model_construct(**others))


def _telling(sentence: str) -> WordQuery:
    """The words of a sentence that are worth marking, any of them."""
    rarity = shipped().rarity
    rare = (word for word in words(sentence).split() if rarity(word) >= TELLING)
    return WordQuery(tuple((Term((word,)),) for word in dict.fromkeys(rare)))
