"""Agreement is computed as its authors say, and what is disputed can be settled."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from findings.review.agreement import agreement, alpha, disagreements, kappa, masi
from findings.review.values import Corrected
from findings.store.session import Database

Decide = Callable[..., Corrected]
A, AB, BC, C, ABC, NONE = (frozenset(each) for each in ("a", "ab", "bc", "c", "abc", ""))


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        (A, A, 0),
        (A, C, 1),
        (A, AB, 1 - 1 / 3),
        (AB, BC, 1 - 1 / 9),
        (AB, ABC, 1 - 4 / 9),
        (frozenset(), frozenset(), 0),
    ],
)
def test_masi(one: frozenset[str], other: frozenset[str], distance: float) -> None:
    assert masi(one, other) == masi(other, one) == pytest.approx(distance)


def test_alpha_by_hand() -> None:
    # Two units, four values: a a / a c. Observed (0 + 2·1/1)/4 = 0.5; expected 2·3·1·1/(4·3) = 0.5.
    assert alpha([[A, A], [A, C]]) == pytest.approx(0)
    assert alpha([[A, A], [C, C]]) == pytest.approx(1)
    # a ab / c c: observed (2·2/3)/4 = 1/3; expected (2·1·1·2/3 + 2·1·2·1 + 2·1·2·1)/12 = 7/9.
    assert alpha([[A, AB], [C, C]]) == pytest.approx(1 - (1 / 3) / (7 / 9))
    assert alpha([[A, A]]) is None
    assert alpha([]) is None


def test_kappa_by_hand() -> None:
    # 3 of 4 alike; chance 0.5·0.75 + 0.5·0.25 = 0.5.
    assert kappa([("x", "x"), ("x", "x"), ("y", "y"), ("y", "x")]) == pytest.approx(0.5)
    assert kappa([("x", "x")]) is None


def test_agreement_of_what_was_decided(decide: Decide, database: Database) -> None:
    for at, one, other in ((0, "strength", "strength"), (1, "strength", "priority_action")):
        decide(at, label=one, themes=["health"])
        decide(at, label=other, themes=["health", "send"][: at + 1], actor="bob")
    decide(2, label="strength")
    with database.read() as session:
        found = agreement(session)
    [pair] = found.labels
    assert (pair.reviewers, pair.findings, pair.alike) == (("ann", "bob"), 2, 0.5)
    assert (found.themes_findings, found.blind.decisions, found.shown.decisions) == (2, 0, 3)
    assert found.shown.as_suggested == pytest.approx(2 / 3)


def test_what_is_taken_back_does_not_count(decide: Decide, database: Database) -> None:
    decide(0, label="strength")
    decide(0, label="priority_action", actor="bob")
    decide(0, undo=True, actor="bob")
    with database.read() as session:
        assert agreement(session).labels == []
        assert disagreements(session) == []


def test_a_disagreement_is_listed_until_it_is_settled(decide: Decide, database: Database) -> None:
    decide(0, label="strength", themes=["health"])
    decide(0, label="priority_action", actor="bob")
    decide(1, label="strength")
    with database.read() as session:
        [found] = disagreements(session)
    assert [(each.actor, each.label, each.themes) for each in found.readers] == [
        ("ann", "strength", ["health"]),
        ("bob", "priority_action", None),
    ]
    settled = decide(0, label="area_for_improvement", adjudicates=True, actor="cat")
    assert (settled.label, settled.history[-1].action) == ("area_for_improvement", "adjudicate")
    with database.read() as session:
        assert disagreements(session) == []
        assert agreement(session).labels[0].alike == 0
