"""A decision that is sent again is not decided again, and nobody takes back what another decided."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from findings.errors import Code, FindingsError
from findings.review.corrections import add_finding, correct
from findings.review.values import Corrected, CorrectionIn, FindingIn
from findings.schemas import Label
from findings.store.session import Database
from findings.store.values import FindingRow

Decide = Callable[..., Corrected]
Rows = Callable[..., list[FindingRow]]
TOKENS = tuple(f"{at:032x}" for at in range(4))


def test_a_decision_sent_again_is_kept_once(decide: Decide, rows: Rows) -> None:
    first = decide(0, label="priority_action", token=TOKENS[0])
    assert decide(0, label="priority_action", token=TOKENS[0]) == first
    assert len(first.history) == 1
    decide(0, label="strength")
    taken_back = decide(0, undo=True, token=TOKENS[1])
    assert decide(0, undo=True, token=TOKENS[1]).label == taken_back.label == "priority_action"
    assert rows()[0].label == "priority_action"


def test_a_split_sent_again_finds_its_pieces(database: Database, rows: Rows) -> None:
    whole = rows()[0]
    change = CorrectionIn(split=[whole.text.index("and act")], token=TOKENS[0])
    pieces = correct(database, whole.id, change, actor="ann")
    again = correct(database, whole.id, change, actor="ann")  # though the whole is there no more
    assert [again.id, *(each.id for each in again.also)] == [pieces.id, *(each.id for each in pieces.also)]
    assert len(rows()) == 5


def test_an_added_finding_sent_again_is_one(read: Callable[..., object], database: Database, rows: Rows) -> None:
    read(("Managers know their service well and act.", Label.STRENGTH))
    report, start = rows()[0].report.id, rows()[0].end
    missed = FindingIn(start=start, end=start + 41, label=Label.AREA_FOR_IMPROVEMENT, token=TOKENS[0])
    first = add_finding(database, report, missed, actor="ann")
    assert add_finding(database, report, missed, actor="ann").id == first.id
    gone = correct(database, first.id, CorrectionIn(undo=True, token=TOKENS[1]), actor="ann")
    again = correct(database, first.id, CorrectionIn(undo=True, token=TOKENS[1]), actor="ann")
    assert (gone.stands, again.stands, again.text) == (False, False, first.text)


def test_only_ones_own_decision_is_taken_back_where_that_is_asked(decide: Decide) -> None:
    decide(0, label="priority_action")
    decide(0, label="strength", actor="bob")
    with pytest.raises(FindingsError, match="bob decided") as refused:
        decide(0, undo=True, own=True)
    assert refused.value.code is Code.CONFLICT
    assert decide(0, undo=True, own=True, actor="bob").label == "priority_action"


def test_label_and_themes_as_they_stand_are_accepted(decide: Decide) -> None:
    assert decide(0, label="strength", themes=["leadership"]).history[-1].action == "accept"
    assert decide(0, label="strength", themes=["leadership", "send"]).history[-1].action == "edit"
