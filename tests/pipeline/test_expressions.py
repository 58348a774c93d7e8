"""Expressions tried together find what each finds alone."""

import re

import pytest

from findings.errors import FindingsError
from findings.pipeline.expressions import Expressions

ROWS = [
    ("DATE", r"\b(?:May|June) \d{4}\b"),
    ("NAME", r"\b(?:[A-Z]\w+ )+Trust\b"),
    ("NAME", r"(?:\b[A-Z]\w+ )+Board\b"),
    ("ROLE", r"(?i:\bheads? of service\b)"),
    ("NUMBER", r"\b\d+"),
]
TEXT = "Head of service, North East Trust and Wexcombe Board; 20 met in May 2021, well-May 2022, heads of Service."


def test_together_they_find_what_each_finds() -> None:
    alone = [(name, *found.span()) for name, pattern in ROWS for found in re.finditer(pattern, TEXT)]
    assert sorted(Expressions(ROWS).finditer(TEXT)) == sorted(alone)
    assert {TEXT[start:end] for _, start, end in alone} >= {"North East Trust", "heads of Service", "May 2022", "2021"}


def test_no_expressions_find_nothing() -> None:
    assert list(Expressions([]).finditer(TEXT)) == []


def test_an_expression_that_may_match_within_a_word_is_named() -> None:
    with pytest.raises(FindingsError, match="NAME"):
        Expressions([("NAME", "Trust")])
