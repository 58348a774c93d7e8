"""Decisions that look like slips are listed, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable

from findings.review.slips import slips
from findings.review.values import Corrected
from findings.store import tables as t
from findings.store.session import Database
from findings.store.values import FindingRow

Decide = Callable[..., Corrected]
Rows = Callable[..., list[FindingRow]]


def listed(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        return [(each.finding.text, each.why) for each in slips(session)]


def score(database: Database, finding: str, label: str, value: float) -> None:
    with database.write() as session:
        row = session.query(t.Finding).filter_by(id=finding).one()
        row.scores = {**row.scores, label: value}


def test_what_the_machine_holds_for_impossible(decide: Decide, rows: Rows, database: Database) -> None:
    first, second, third = (row.id for row in rows()[:3])
    for finding, value in ((first, 0.04), (second, 0.01), (third, 0.2)):
        score(database, finding, "priority_action", value)
    for at in range(3):
        decide(at, label="priority_action")
    assert [why for _, why in listed(database)] == [
        "the machine gives this label a chance of 1%",
        "the machine gives this label a chance of 4%",
    ]
    decide(1, undo=True)
    assert len(listed(database)) == 1


def test_the_same_words_with_two_labels(decide: Decide, rows: Rows, database: Database) -> None:
    with database.write() as session:
        session.query(t.Finding).filter_by(id=rows()[2].id).update({"key": rows()[0].id})
        session.query(t.Finding).filter_by(id=rows()[0].id).update({"key": rows()[0].id})
    decide(0, label="strength")
    assert listed(database) == []
    decide(2, label="area_for_improvement")
    assert [why for _, why in listed(database)] == [
        "the same words are decided to be area_for_improvement elsewhere",
        "the same words are decided to be strength elsewhere",
    ]
    decide(2, themes=["health"])
    assert len(listed(database)) == 2


def test_what_was_looked_at_again_and_settled_is_no_slip(decide: Decide, rows: Rows, database: Database) -> None:
    score(database, rows()[0].id, "priority_action", 0.01)
    decide(0, label="priority_action")
    decide(0, label="priority_action", adjudicates=True, actor="cat")
    assert listed(database) == []
    decide(0, undo=True, actor="cat")
    assert len(listed(database)) == 1
