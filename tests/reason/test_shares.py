"""Shares with their intervals."""

from __future__ import annotations

import pytest

from findings.reason.shares import share_of, wilson


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_wilson(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=1e-4)


def test_few_findings_are_marked_and_none_have_no_share() -> None:
    few = share_of({"strength": 9, "area_for_improvement": 2, "priority_action": 1, "not_a_finding": 50})
    assert (few.total, few.share, few.few) == (12, 0.75, True)
    assert not share_of({"strength": 30}).few
    assert share_of({}).share is None
