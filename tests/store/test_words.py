"""Words are the same whatever database reads them, and no query can break."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings.store.words import Term, hits, parse, tokens, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Co-production is weak.", "co production is weak"),
        ("children's and children’s plans", "children and children plans"),
        ("O'Neill doesn't", "oneill doesnt"),
        ("Ynys Môn, Ŵyr, naïve, STRAẞE", "ynys mon wyr naive strasse"),
        ("naï\u0308ve de\u0301tail", "naive detail"),
        ("safe\u00adguarding", "safeguarding"),
        ("16- and 17-year-olds (40%)", "16 and 17 year olds 40"),
        ("ﬁrst ½ Ⅳ", "first 1 2 iv"),
        ("儿童 дети", "u513fu7ae5 u434u435u442u438"),
        ("", ""),
        ("?!—", ""),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert words(text) == expected


@given(st.text())
def test_words_are_plain_and_point_into_the_text(text: str) -> None:
    found = tokens(text)
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word, _ in found)
    assert all(0 <= run.start() < run.end() <= len(text) for _, run in found)
    assert words(words(text)) == words(text)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("drift delay", ((Term(("drift",)), Term(("delay",))),)),
        ('"drift and delay"', ((Term(("drift", "and", "delay")),),)),
        ("co-production", ((Term(("co", "production")),),)),
        ("SEND?", ((Term(("send",)),),)),
        ("safeguard*", ((Term(("safeguard",), prefix=True),),)),
        ('"early hel"*', ((Term(("early", "hel"), prefix=True),),)),
        ("drift OR delay", ((Term(("drift",)),), (Term(("delay",)),))),
        ("drift AND delay", ((Term(("drift",)), Term(("delay",))),)),
        ("drift NOT delay", ((Term(("drift",)), Term(("delay",), negated=True)),)),
        ("drift -delay", ((Term(("drift",)), Term(("delay",), negated=True)),)),
        ('-"drift and delay"', ((Term(("drift", "and", "delay"), negated=True),),)),
        ("“drift and”", ((Term(("drift", "and")),),)),
        ('"', ()),
        ("OR", ()),
        ("NOT", ()),
        ("*", ()),
        ("- ? OR", ()),
        ('"unclosed phrase', ((Term(("unclosed", "phrase")),),)),
    ],
)
def test_parse(query: str, expected: tuple[tuple[Term, ...], ...]) -> None:
    assert parse(query).groups == expected


@given(st.text(), st.text())
def test_any_query_can_be_read_and_its_hits_lie_in_the_text(text: str, query: str) -> None:
    found = hits(text, parse(query))
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))


def test_hits_are_where_the_words_stand() -> None:
    text = "Co-production of children’s plans; production stops."
    assert [text[a:b] for a, b in hits(text, parse("co-production"))] == ["Co-production"]
    assert [text[a:b] for a, b in hits(text, parse("prod* -children OR children"))] == [
        "production",
        "children’s",
        "production",
    ]
