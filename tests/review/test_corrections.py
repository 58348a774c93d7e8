"""Decisions are kept, shown with their history, and taken back one by one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pydantic import ValidationError

from findings.errors import Code, FindingsError
from findings.review.corrections import add_finding, correct
from findings.review.values import Corrected, CorrectionIn, FindingIn
from findings.schemas import Label
from findings.store import audit, queries
from findings.store.session import Database
from findings.store.values import FindingRow

Decide = Callable[..., Corrected]
Rows = Callable[..., list[FindingRow]]


def test_a_decision_keeps_what_was_before_and_who_and_under_which_model(decide: Decide, database: Database) -> None:
    found = decide(0, label="priority_action", themes=["health", "send"], note="See the heading.", seconds=3.5)
    [decision] = found.history
    assert (found.label, found.confidence, found.reviewed) == ("priority_action", 1.0, True)
    assert [tag.id for tag in found.themes] == ["health", "send"]
    assert decision.before["label"] == "strength"
    assert decision.after["label"] == "priority_action"
    assert (decision.actor, decision.action, decision.note, decision.seconds) == (
        "ann",
        "edit",
        "See the heading.",
        3.5,
    )
    assert (decision.model, decision.taxonomy) == ("model-1", "1")
    with database.read() as session:
        [entry] = audit.entries(session, "finding", found.id)
    assert (entry.actor, entry.action) == ("ann", "finding.edit")


def test_the_outcome_follows_the_foremost_theme(decide: Decide) -> None:
    assert [tag.id for tag in decide(0, themes=["health"]).national_framework] == ["outcome_4"]


def test_a_reviewers_label_says_so_among_its_reasons(decide: Decide) -> None:
    decide(0, label="priority_action")
    found = decide(0, label="strength", actor="bob")
    assert [(reason.detail, reason.effect) for reason in found.reasons if reason.kind == "reviewer"] == [
        ("bob", "strength")
    ]


def test_the_same_label_again_accepts_it(decide: Decide, rows: Rows) -> None:
    assert decide(0, label="strength").history[-1].action == "accept"
    assert [each.label for each in rows(reviewed=True)] == ["strength"]


def test_a_note_alone_flags_and_decides_nothing(decide: Decide, rows: Rows) -> None:
    found = decide(0, note="Odd.")
    assert (found.history[0].action, found.reviewed) == ("note", False)
    assert rows(reviewed=True) == []


def test_every_step_can_be_taken_back(decide: Decide, rows: Rows) -> None:
    before = rows()
    decide(0, label="priority_action")
    decide(0, label="area_for_improvement", themes=[])
    decide(0, entities=[{"start": 0, "end": 8, "type": "ROLE"}])
    assert decide(0, undo=True).entities == []
    once = decide(0, undo=True)
    assert (once.label, once.confidence, [tag.id for tag in once.themes]) == ("priority_action", 1.0, ["leadership"])
    decide(0, undo=True)
    assert rows() == before
    with pytest.raises(FindingsError) as refused:
        decide(0, undo=True)
    assert refused.value.code is Code.CONFLICT


def test_borders_move_and_entities_with_them(decide: Decide, rows: Rows) -> None:
    before = rows()
    found = decide(1, start=before[1].start + len("Supervision "), label="strength")
    assert found.text == "by the health board is late."
    assert [found.text[tag.start : tag.end] for tag in found.entities] == ["health board"]
    assert found.id != before[1].id
    assert len(found.history) == 1
    decide(1, undo=True)
    assert rows() == before


def test_one_finding_becomes_several_and_one_again(decide: Decide, rows: Rows) -> None:
    before = rows()
    decide(0, label="strength")
    found = decide(0, split=[before[0].text.index("and act")])
    assert [found.text, *(each.text for each in found.also)] == ["Managers know their service well", "and act."]
    assert [each.label for each in rows()[:2]] == ["strength", "strength"]
    decide(1, label="not_a_finding")
    with pytest.raises(FindingsError, match="take that back first"):
        decide(0, undo=True)
    decide(1, undo=True)
    decide(0, undo=True)
    decide(0, undo=True)
    assert rows() == before


def test_neighbours_become_one_and_several_again(decide: Decide, rows: Rows) -> None:
    before = rows()
    decide(1, label="priority_action")
    found = decide(0, merge=[before[1].id])
    assert found.text == f"{before[0].text} {before[1].text}"
    assert [found.text[tag.start : tag.end] for tag in found.entities] == ["health board"]
    assert len(rows()) == 3
    assert len(decide(0, undo=True).also) == 1
    assert [each.label for each in rows()[:2]] == ["strength", "priority_action"]
    decide(1, undo=True)
    assert rows() == before


def test_only_neighbours_are_merged(decide: Decide, rows: Rows) -> None:
    with pytest.raises(FindingsError, match=rows()[1].id):
        decide(0, merge=[rows()[2].id])


def test_a_missed_finding_is_added_and_taken_back(read: Callable[..., object], database: Database, rows: Rows) -> None:
    report = rows()[0].report.id
    read(("Managers know their service well and act.", Label.STRENGTH), ("Plans drift.", Label.NOT_A_FINDING))
    start = rows()[0].end
    missed = FindingIn(start=start, end=start + 41, label=Label.AREA_FOR_IMPROVEMENT, themes=["health"])
    found = add_finding(database, report, missed, actor="ann")
    assert (found.text, found.section, found.page) == ("Supervision by the health board is late.", ["Practice"], 1)
    assert [each.id for each in rows()].index(found.id) == 1
    with pytest.raises(FindingsError) as twice:
        add_finding(database, report, missed, actor="ann")
    assert twice.value.code is Code.CONFLICT
    gone = correct(database, found.id, CorrectionIn(undo=True), actor="ann")
    assert (gone.stands, len(rows())) == (False, 2)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"undo": True, "label": "strength"},
        {"themes": ["nope"]},
        {"themes": ["send", "send"]},
        {"themes": ["send", "health", "neglect", "planning"]},
        {"label": "good"},
    ],
)
def test_what_decides_nothing_or_is_not_known_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CorrectionIn.model_validate(change)


@pytest.mark.parametrize(
    "change",
    [
        {"start": 5, "end": 5},
        {"end": 10_000},
        {"start": 41, "end": 42},
        {"split": [0]},
        {"merge": ["nope"]},
        {"entities": [{"start": 0, "end": 999, "type": "ROLE"}]},
    ],
)
def test_a_refused_decision_changes_nothing(decide: Decide, rows: Rows, change: dict[str, object]) -> None:
    before = rows()
    with pytest.raises(FindingsError):
        decide(0, **change)
    assert rows() == before


def test_no_record_is_ever_changed(decide: Decide, database: Database, rows: Rows) -> None:
    first = decide(0, label="priority_action").history[0]
    decide(0, undo=True)
    with database.read() as session:
        again, undo = queries.finding(session, rows()[0].id).history
    assert again == first.model_copy(update={"undone": True})
    assert (undo.action, undo.before, undo.after) == ("undo", first.after, first.before)
