"""The queue gives the least certain first, no two reviewers the same, and hides some suggestions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from findings.review.queue import take
from findings.review.queue_values import QueueItem, QueueQuery
from findings.review.values import Corrected
from findings.store import queries
from findings.store import tables as t
from findings.store.mapping import uncertainty
from findings.store.session import Database
from findings.store.values import FindingRow

Decide = Callable[..., Corrected]
Rows = Callable[..., list[FindingRow]]
Ask = Callable[..., list[QueueItem]]


@pytest.fixture
def ask(database: Database) -> Ask:
    """Asks the queue."""

    def asked(actor: str = "ann", *, hold: float = 60, share: float = 0, **query: object) -> list[QueueItem]:
        wanted = QueueQuery.model_validate({"limit": 4, **query})
        return take(database, wanted, actor=actor, hold=hold, blind_share=share).items

    return asked


@pytest.fixture
def doubts(database: Database, rows: Rows) -> list[str]:
    """The ids of the findings, of which the third, the second, the fourth and the first are ever more certain."""
    ids = [row.id for row in rows()]
    with database.write() as session:
        for row in session.query(t.Finding):
            row.uncertainty = (0.1, 0.8, 0.9, 0.3)[ids.index(row.id)]
    return [ids[at] for at in (2, 1, 3, 0)]


def test_uncertainty_is_the_entropy_of_the_scores(rows: Rows) -> None:
    labels = list(rows()[0].scores)
    assert uncertainty(dict.fromkeys(labels, 0.25)) == pytest.approx(1)
    assert uncertainty({labels[0]: 1.0}) == 0
    assert uncertainty(rows()[0].scores) == pytest.approx(0.678, abs=1e-3)


def test_the_least_certain_come_first(ask: Ask, doubts: list[str]) -> None:
    assert [item.id for item in ask()] == doubts


def test_or_in_printed_order_or_filtered(ask: Ask, doubts: list[str], rows: Rows) -> None:
    assert {item.id for item in ask()} == set(doubts)
    assert [item.id for item in ask("bob")] == []
    assert [item.id for item in ask(label="strength", order="position")] == [
        row.id for row in rows() if row.label == "strength"
    ]
    assert ask(disputed=True) == ask(authority="Kent") == []


def test_a_finding_is_in_one_reviewers_hands(ask: Ask, doubts: list[str]) -> None:
    assert [item.id for item in ask(limit=1)] == doubts[:1]
    assert [item.id for item in ask("bob", limit=1)] == doubts[1:2]
    assert [item.id for item in ask(limit=1)] == doubts[:1]  # asked again, the same


def test_a_hold_ends(ask: Ask, doubts: list[str], decide: Decide, rows: Rows) -> None:
    ask(limit=2, hold=-1)
    assert [item.id for item in ask("bob", limit=1)] == doubts[:1]
    decide([row.id for row in rows()].index(doubts[0]), label="strength", actor="bob")
    assert [item.id for item in ask(limit=1)] == doubts[1:2]


def test_what_is_skipped_goes_to_others(ask: Ask, doubts: list[str]) -> None:
    ask(limit=1)
    assert [item.id for item in ask(limit=1, skip=doubts[0])] == doubts[1:2]
    assert [item.id for item in ask("bob", limit=1)] == doubts[:1]


def test_themes_seen_lately_wait(ask: Ask, doubts: list[str], decide: Decide, database: Database) -> None:
    with database.write() as session:
        pk = session.query(t.Finding).filter_by(id=doubts[3]).one().pk
        session.query(t.FindingTheme).filter_by(finding_pk=pk).update({"theme": "health"})
    decide(2, label="strength")
    assert [item.id for item in ask()] == [doubts[3], doubts[1], doubts[2]]


def test_a_blind_item_shows_no_suggestion_and_its_decision_says_so(
    ask: Ask, decide: Decide, rows: Rows, database: Database
) -> None:
    items = ask(share=1)
    assert {(item.blind, item.suggestion) for item in items} == {(True, None)}
    found = decide(0, label="strength")
    assert found.history[-1].blind
    assert not decide(1, label="strength", actor="bob").history[-1].blind
    with database.read() as session:
        assert queries.finding(session, rows()[0].id).history[0].blind


def test_the_words_around_are_given(ask: Ask, rows: Rows) -> None:
    item = next(item for item in ask() if item.id == rows()[1].id)
    assert (item.before, item.after.split("\n")[1][:14]) == (
        "Managers know their service well and act. ",
        "Social workers",
    )
    assert item.suggestion is not None
    assert item.suggestion.label == "area_for_improvement"


def test_a_second_reading_is_blind_and_of_what_others_decided(ask: Ask, decide: Decide, rows: Rows) -> None:
    decide(0, label="priority_action")
    assert ask(double=True) == []
    [item] = ask("bob", double=True)
    assert (item.id, item.suggestion) == (rows()[0].id, None)
    decide(0, label="strength", actor="bob")
    assert ask("bob", double=True) == []
    decide(0, undo=True, actor="bob")
    assert [item.id for item in ask("bob", double=True)] == [rows()[0].id]


def test_what_one_has_is_held_on_and_not_given_again(ask: Ask, doubts: list[str]) -> None:
    ask(limit=2)
    assert [item.id for item in ask(limit=1, have=doubts[:2])] == doubts[2:3]
    assert [item.id for item in ask("bob", limit=4)] == doubts[3:]


def test_what_is_in_others_hands_by_now_is_told(database: Database, doubts: list[str], decide: Decide) -> None:
    decide(2, label="strength", actor="bob")
    query = QueueQuery(have=doubts[:2], limit=1, count=False)
    queue = take(database, query, actor="ann", hold=60, blind_share=0)
    assert (queue.gone, queue.left) == (doubts[:1], None)


def test_named_findings_come_whether_decided_or_not_and_never_blind(
    ask: Ask, doubts: list[str], decide: Decide
) -> None:
    decide(2, label="strength", actor="bob")
    items = ask(finding=[doubts[3], doubts[0]], share=1)
    assert [(item.id, item.blind) for item in items] == [(doubts[3], False), (doubts[0], False)]


def test_what_was_only_split_or_themed_still_waits_for_a_label(ask: Ask, decide: Decide, rows: Rows) -> None:
    decide(0, split=[rows()[0].text.index("and act")])
    decide(3, themes=["health"])
    assert {item.id for item in ask(limit=9)} == {row.id for row in rows()}


def test_the_source_and_the_passages_near_are_given(ask: Ask, rows: Rows) -> None:
    item = next(item for item in ask() if item.id == rows()[1].id)
    assert item.source == item.text
    assert [near.id for near in item.around] == [row.id for row in rows() if row.id != item.id]
