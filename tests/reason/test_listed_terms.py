"""Terms are found as whole words, the longest of those that begin at one word."""

from __future__ import annotations

import pytest

from findings.reason.listed_terms import ListedTerms

TERMS = ListedTerms(["care plan", "care plans", "plan", "plan of care", "care"])


@pytest.mark.parametrize(
    ("text", "apart", "within"),
    [
        ("the care plan of care leavers", ["care plan", "care"], ["care plan", "plan of care", "care"]),
        ("care plans and plan", ["care plans", "plan"], ["care plans", "plan"]),
        ("careful planning", [], []),
        ("care", ["care"], ["care"]),
        ("", [], []),
    ],
)
def test_the_longest_counts(text: str, apart: list[str], within: list[str]) -> None:
    assert list(TERMS.found(text)) == apart
    assert list(TERMS.found(text, within=True)) == within
