"""Decisions outlive readings: they follow their finding, or are shown as orphans."""

from __future__ import annotations

from collections.abc import Callable

from findings.review.corrections import correct
from findings.review.orphans import orphans
from findings.review.values import Corrected, CorrectionIn, Orphan
from findings.schemas import Label
from findings.store import queries
from findings.store.session import Database
from findings.store.values import FindingRow

Decide = Callable[..., Corrected]
Rows = Callable[..., list[FindingRow]]
Read = Callable[..., object]

MANAGERS = "Managers know their service well and act."
SUPERVISION = "Supervision by the health board is late."
VISITS = "Social workers visit children often."
S, A, P, N = Label.STRENGTH, Label.AREA_FOR_IMPROVEMENT, Label.PRIORITY_ACTION, Label.NOT_A_FINDING


def lost(database: Database) -> list[Orphan]:
    with database.read() as session:
        return orphans(session)


def test_a_later_model_does_not_overwrite_a_person(decide: Decide, read: Read, rows: Rows) -> None:
    decide(0, label="priority_action")
    decide(1, themes=["health"])
    read((MANAGERS, N), (SUPERVISION, P), (VISITS, N))
    first, second, third = rows()
    assert (first.label, first.confidence, first.scores[N]) == ("priority_action", 1.0, 0.7)
    assert (second.label, [tag.id for tag in second.themes]) == ("priority_action", ["health"])
    assert (third.label, third.reviewed) == ("not_a_finding", False)


def test_a_decision_follows_the_words_to_another_place(decide: Decide, read: Read, rows: Rows) -> None:
    decide(0, label="priority_action")
    read((MANAGERS, N), text=f"{SUPERVISION} {VISITS} {MANAGERS}")
    [found] = rows()
    assert (found.label, found.start > 0) == ("priority_action", True)


def test_else_it_follows_the_largest_overlap(decide: Decide, read: Read, rows: Rows, database: Database) -> None:
    decide(1, label="priority_action", entities=[{"start": 19, "end": 31, "type": "BODY"}])
    read((f"{MANAGERS} Supervision", N), ("by the health board is late.", S))
    first, second = rows()
    assert (first.label, second.label) == ("not_a_finding", "priority_action")
    assert [second.text[tag.start : tag.end] for tag in second.entities] == ["health board"]
    with database.read() as session:
        [decision] = queries.finding(session, second.id).history
    assert decision.after["label"] == "priority_action"


def test_what_nothing_overlaps_is_an_orphan_until_its_words_come_back(
    decide: Decide, read: Read, rows: Rows, database: Database
) -> None:
    decide(3, label="priority_action", note="Keep.")
    read((MANAGERS, S))
    [orphan] = lost(database)
    assert (orphan.text, orphan.history[0].note) == ("Plans drift.", "Keep.")
    read((MANAGERS, S), ("Plans drift.", N), model="model-3")
    assert lost(database) == []
    assert [each.label for each in rows()] == ["strength", "priority_action"]


def test_two_decisions_never_share_a_finding(decide: Decide, read: Read, rows: Rows, database: Database) -> None:
    decide(0, label="priority_action")
    decide(1, label="not_a_finding")
    read((f"{MANAGERS} {SUPERVISION}", S))
    assert len(rows()) == 1
    assert len(lost(database)) == 1


def test_borders_that_people_set_stay(decide: Decide, read: Read, rows: Rows) -> None:
    decide(0, split=[MANAGERS.index("and act")])
    decide(2, merge=[rows()[3].id])
    before = [(each.text, each.start, each.end) for each in rows()]
    read((MANAGERS, A), (SUPERVISION, N), (VISITS, N), ("Plans drift.", N))
    assert [(each.text, each.start, each.end) for each in rows()] == before
    assert [each.label for each in rows()[:2]] == ["area_for_improvement"] * 2  # nobody decided on the label
    assert all(each.reviewed for each in rows()[:3])
    assert rows()[2].text == f"{SUPERVISION} {VISITS}"


def test_what_was_taken_back_is_not_carried_over(decide: Decide, read: Read, rows: Rows, database: Database) -> None:
    decide(0, label="priority_action")
    decide(0, undo=True)
    read((MANAGERS, N))
    [found] = rows()
    assert (found.label, found.reviewed) == ("not_a_finding", False)
    with database.read() as session:
        assert len(queries.finding(session, found.id).history) == 2


def test_a_decision_can_be_taken_back_after_a_later_reading(decide: Decide, read: Read) -> None:
    decide(0, label="priority_action")
    read((f"{MANAGERS} {SUPERVISION}", S))
    found = decide(0, undo=True)
    assert (found.label, found.reviewed) == ("strength", False)


def test_reading_again_with_the_same_model_changes_nothing(
    decide: Decide, read: Read, rows: Rows, database: Database
) -> None:
    decide(0, label="priority_action")
    correct(database, rows()[1].id, CorrectionIn(split=[rows()[1].start + 12]), actor="ann")
    before = rows()
    read(model="model-1")
    assert rows() == before
