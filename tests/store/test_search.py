"""Search by words: the same hits from both databases, marked, counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col

from findings.schemas import Analysis, Kind, Label, Stated
from findings.store import reports
from findings.store import tables as t
from findings.store.counts import counts
from findings.store.facets import facets
from findings.store.filters import FindingFilters, FindingQuery, conditions
from findings.store.queries import dialect_of
from findings.store.search import search, snippet
from findings.store.session import Database
from findings.store.values import HitPage
from findings.store.words import Term, WordQuery, hits, parse

Make = Callable[..., Analysis]
ODD = (
    "Co-production with SEND families: children’s plans drift.",
    "Naïve naive NAÏVE; Ynys Môn’s 1e5 0x1f 2nd 007 plans -5 +3 a&b c|d !e f:* <g>",
    "儿童 дети children <b>bold</b> & 'quoted' \"double\"",
    "a a a b a b",
    "co production and production co",
    "don't dont do n't 16- and 17-year-olds e-mail x.y@z.example http://z.example/a-b",
    "?",
)


def searched(database: Database, **query: object) -> HitPage:
    with database.read() as session:
        return search(session, FindingQuery.model_validate(query))


@pytest.mark.parametrize(
    ("q", "wanted"),
    [
        ("co-production", {0}),
        ('"co production"', {0}),
        ("production co", {0}),
        ("SEND?", set()),
        ("visit*", {1}),
        ("visit", set()),
        ("workers", {1}),
        ("risk OR visits", {1, 2}),
        ("children -risk", {0, 1}),
        ("-children", set()),
        ('"', set()),
        ("'", set()),
        ("((", set()),
        ("children's", {0, 1, 2}),
        ("NEAR(children families)", set()),
        ("text:children", set()),
    ],
)
def test_words_and_phrases(database: Database, make: Make, q: str, wanted: set[int]) -> None:
    analysis = make()
    reports.save(database, analysis, Stated(), actor="ann")
    place = {finding.id: at for at, finding in enumerate(analysis.findings)}
    assert {place[item.id] for item in searched(database, q=q).items} == wanted


def test_hits_are_marked(database: Database, make: Make) -> None:
    reports.save(database, make(sentences=["Visits < 5 & regular visits."]), Stated(), actor="ann")
    [item] = searched(database, q="visits").items
    assert item.snippet == "<mark>Visits</mark> &lt; 5 &amp; regular <mark>visits</mark>."
    assert [item.text[a:b] for a, b in item.hits] == ["Visits", "visits"]


def test_a_long_text_is_cut_around_its_first_hit() -> None:
    text = "word " * 200 + "needle " + "more " * 200
    start = text.index("needle")
    cut = snippet(text, [(start, start + 6)])
    assert cut.startswith("… word")
    assert cut.endswith(" …")
    assert "<mark>needle</mark>" in cut
    assert len(cut) < 360
    assert len(snippet("x" * 900, [(0, 900)])) < 360


def test_facets_count_what_was_found(database: Database, make: Make) -> None:
    reports.save(database, make(0, published=dt.date(2020, 1, 1)), Stated(), actor="ann")
    reports.save(database, make(1, authority="Kent", kind="sif"), Stated(), actor="ann")
    facets = searched(database, q="children", theme="send").facets
    assert [(count.value, count.count) for count in facets.label] == [("area_for_improvement", 2)]
    assert {count.value: count.count for count in facets.theme} == {
        "planning": 6,
        "assessment": 2,
        "direct_work": 2,
        "send": 2,
    }
    assert {count.value: count.count for count in facets.authority} == {"Hackney": 1, "Kent": 1}
    assert {count.value: count.count for count in facets.kind} == {"ilacs": 1, "sif": 1}
    assert [(count.value, count.count) for count in facets.year] == [("2020", 1)]
    assert facets.outcome == []
    assert facets.theme[0].name == "Planning and review"


SOME_WORDS = """co-production CO production children children's childrens naive naïve môn 1e5 0x1f 2nd 007 a b plans
    e-mail 儿童 дети dont don't 16 17-year-olds OR AND NOT - " * prod* chil* "a b" "b a" -plans -"a b" ( ) & | ! : ?
    send drift visits x.y@z.example http://z.example/a-b"""
PIECES = st.sampled_from(SOME_WORDS.split())
WORDS = st.lists(PIECES | st.text(max_size=4), max_size=5).map(" ".join)


def some(values: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=2)


QUERIES: st.SearchStrategy[dict[str, object]] = st.fixed_dictionaries(
    {"q": st.none() | WORDS},
    optional={
        "theme": some(["send", "planning", "direct_work", "neglect"]),
        "label": some(list(Label)),
        "authority": some(["Hackney", "Kent", "Nowhere"]),
        "kind": some(list(Kind)[:3]),
        "outcome": some(["outcome_3", "enabler_1"]),
        "entity": some(["ROLE", "co-production", "naïve", "social", "?"]),
        "from": st.dates(dt.date(2019, 1, 1), dt.date(2022, 1, 1)),
        "to": st.dates(dt.date(2019, 1, 1), dt.date(2022, 1, 1)),
        "min_confidence": st.floats(0, 1),
        "reviewed": st.booleans(),
        "region": some(["London", "South East"]),
        "grade": some(["good", "inadequate"]),
        "year": st.lists(st.integers(2018, 2022), max_size=2),
        "sort": st.sampled_from(["-published", "published", "-confidence", "confidence", "position"]),
    },
)


@pytest.fixture
def odd(both: tuple[Database, Database], make: Make) -> tuple[Database, Database]:
    """Both databases with the same odd sentences in reports of several kinds."""
    kinds = ("ilacs", "sif", "focused_visit")
    for database in both:
        for number in range(5):
            known = {"authority": ("Hackney", "Kent", None)[number % 3], "kind": kinds[number % 2]}
            day = dt.date(2019 + number // 2, 1, 1 + number) if number else None
            sentences = [*ODD[number:], *ODD[:number], "Visits are regular."]
            grade = {"area": "overall_effectiveness", "grade": ("good", "inadequate")[number % 2]}
            analysis = make(number, sentences, published=day, judgements=[grade], **known)
            reports.save(database, analysis, Stated(), actor="ann")
    return both


def test_both_databases_find_the_same(odd: tuple[Database, Database]) -> None:
    @given(QUERIES)
    @settings(max_examples=200, deadline=None)
    def compare(query: dict[str, object]) -> None:
        sqlite, postgresql = (searched(database, **query, limit=100) for database in odd)
        assert [item.id for item in sqlite.items] == [item.id for item in postgresql.items]
        assert (sqlite.total, sqlite.facets) == (postgresql.total, postgresql.facets)

    compare()


def test_choices_are_counted_the_same_by_one_look_up_as_by_several(odd: tuple[Database, Database]) -> None:
    asked = QUERIES.filter(lambda query: bool(query["q"]))

    @given(asked)
    @settings(max_examples=100, deadline=None)
    def compare(query: dict[str, object]) -> None:
        filters = FindingFilters.model_validate({name: each for name, each in query.items() if name != "sort"})
        with odd[0].read() as session:
            assert facets(session, filters) == facets(session, filters, anew=partial(counts, session))

    compare()


def test_both_databases_find_what_a_query_means(odd: tuple[Database, Database]) -> None:
    texts = {item.id: item.text for item in searched(odd[0], limit=100).items}

    @given(WORDS.filter(str.strip))
    @settings(max_examples=150, deadline=None)
    def compare(q: str) -> None:
        wanted = {key for key, text in texts.items() if holds(text, parse(q))}
        assert [_ids(database, q) for database in odd] == [wanted, wanted]

    compare()


def _ids(database: Database, q: str) -> set[str]:
    with database.read() as session:
        chosen = conditions(FindingFilters(q=q), dialect_of(session))
        return set(session.scalars(select(col(t.Finding.id)).where(*chosen)))


def holds(text: str, query: WordQuery) -> bool:
    """The meaning of a query, spelled out without any index."""
    return any(all(_occurs(text, term) != term.negated for term in group) for group in query.groups)


def _occurs(text: str, term: Term) -> bool:
    return bool(hits(text, WordQuery(((replace(term, negated=False),),))))
