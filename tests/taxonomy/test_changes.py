"""What themes become after changes, in chains and taken back, and which changes are refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from findings.errors import FindingsError
from findings.taxonomy import Taxonomy, loader
from findings.taxonomy.change_values import Applied, ThemeChange
from findings.taxonomy.changes import standing
from findings.taxonomy.check_change import check_change

HEALTH = {"id": "physical_health", "name": "Physical health", "covers": "health assessments", "words": ["dent*"]}
MIND = {"id": "mental_health", "name": "Emotional health", "covers": "CAMHS", "words": ["CAMHS", "mental health"]}

RENAME = {"what": "rename", "from": "recording", "to": {"id": "records", "name": "Records"}}
MERGE = {"what": "merge", "from": ["neglect", "records"], "to": "domestic_abuse"}
SPLIT = {"what": "split", "from": "health", "to": [HEALTH, MIND]}
RETIRE = {"what": "retire", "from": "training"}
UNDO = {"what": "undo"}


def after(*changes: dict[str, Any]) -> Taxonomy:
    """The first taxonomy after changes, each checked before it is made."""
    made = list[Applied]()
    for at, each in enumerate(changes, 2):
        change = ThemeChange.model_validate({"why": "a test", **each})
        check_change(loader.of(made), change)
        undoes = standing(made)[-1].version if change.what == "undo" else None
        day = dt.datetime(2026, 12, at, tzinfo=dt.UTC)
        made.append(Applied(**change.model_dump(by_alias=True), version=at, at=day, undoes=undoes))
    return loader.of(made)


def test_what_ships_has_been_changed_by_nobody() -> None:
    assert loader.shipped().version == "1"
    assert len(loader.shipped().themes) == 30


def test_every_kind_of_change() -> None:
    found = after(RENAME, MERGE, SPLIT, RETIRE)
    assert found.version == "5"
    assert not {"recording", "records", "neglect", "health", "training"} & found.themes.keys()
    ids = list(found.themes)
    assert ids.index("mental_health") == ids.index("physical_health") + 1 == ids.index("education") - 1
    assert found.themes["mental_health"].national_framework == "outcome_4"
    assert found.split == ["health"]


@pytest.mark.parametrize(
    ("theme", "now", "asked"),
    [
        ("planning", "planning", ["planning"]),
        ("recording", "domestic_abuse", ["domestic_abuse"]),
        ("records", "domestic_abuse", ["domestic_abuse"]),
        ("health", "health", ["health", "physical_health", "mental_health"]),
        ("training", None, ["training"]),
        ("never_one", "never_one", ["never_one"]),
    ],
)
def test_older_ids_are_read_through_all_changes(theme: str, now: str | None, asked: list[str]) -> None:
    found = after(RENAME, MERGE, SPLIT, RETIRE)
    assert found.now(theme) == now
    assert found.asked(theme) == asked


def test_what_people_decided_is_joined_and_dropped_but_never_guessed() -> None:
    found = after(RENAME, MERGE, SPLIT, RETIRE)
    assert found.decided(["recording", "neglect", "health", "training"]) == ["domestic_abuse", "health"]


def test_what_a_model_gave_is_the_likeliest_of_what_was_joined() -> None:
    found = after(RENAME, MERGE, RETIRE)
    assert found.given({"recording": 0.6, "domestic_abuse": 0.8, "training": 0.9}, "") == {"domestic_abuse": 0.8}


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Children wait for CAMHS.", {"mental_health": 0.7}),
        ("Dental checks are late and mental health support is thin.", {"physical_health": 0.7, "mental_health": 0.7}),
        ("Accidental injuries are rare.", {"health": 0.7}),
    ],
)
def test_the_words_of_a_split_tell_its_themes_apart(text: str, given: dict[str, float]) -> None:
    assert after(SPLIT).given({"health": 0.7}, text) == given


def test_a_split_theme_that_was_split_again_is_read_all_the_way() -> None:
    again = {"what": "split", "from": "mental_health", "to": [
        {"id": "camhs", "name": "CAMHS", "covers": "waiting", "words": ["CAMHS"]},
        {"id": "therapies", "name": "Therapies", "covers": "therapies", "words": ["therap*"]},
    ]}  # fmt: skip
    found = after(SPLIT, again)
    assert found.given({"health": 0.7}, "Children wait for CAMHS.") == {"camhs": 0.7}
    assert found.given({"health": 0.7}, "Their mental health is poor.") == {"mental_health": 0.7}
    assert found.asked("health") == ["health", "physical_health", "mental_health", "camhs", "therapies"]


@pytest.mark.parametrize("change", [RENAME, SPLIT, RETIRE, {**MERGE, "from": ["neglect"]}])
def test_taking_a_change_back_leaves_the_themes_that_were(change: dict[str, Any]) -> None:
    found = after(change, UNDO)
    assert found.themes == loader.first().themes
    assert found.version == "3"


def test_ids_of_a_change_that_was_taken_back_are_still_read() -> None:
    assert after(RENAME, UNDO).now("records") == "recording"
    assert after(SPLIT, UNDO).decided(["mental_health", "physical_health"]) == ["health"]
    new = {"what": "merge", "from": ["neglect", "domestic_abuse"], "to": {"id": "harm", "name": "Harm"}}
    assert after(new, UNDO).asked("harm") == ["harm", "neglect", "domestic_abuse"]


def test_a_change_that_was_taken_back_may_be_made_again() -> None:
    found = after(RENAME, UNDO, RENAME)
    assert "records" in found.themes
    assert found.now("recording") == "records"


def test_the_last_change_that_stands_is_taken_back_first() -> None:
    found = after(RENAME, RETIRE, UNDO, UNDO)
    assert [each.undoes for each in found.changes] == [None, None, 3, 2]
    assert found.themes == loader.first().themes


def test_a_name_alone_may_change() -> None:
    found = after({"what": "rename", "from": "neglect", "to": {"id": "neglect", "name": "Neglect and harm"}})
    assert found.themes["neglect"].name == "Neglect and harm"
    assert found.went == {}


@pytest.mark.parametrize(
    ("before", "change", "told"),
    [
        ([], {"what": "retire", "from": "plannin"}, "There is no theme 'plannin'; did you mean 'planning'?"),
        ([], {"what": "retire", "from": "zzz"}, "`findings taxonomy show`"),
        ([RENAME], {"what": "retire", "from": "recording"}, "name records instead"),
        ([RETIRE], {"what": "retire", "from": "training"}, "nothing of it left"),
        ([RENAME], {"what": "rename", "from": "records", "to": {"id": "recording"}}, "choose an id that never was"),
        ([RETIRE], {"what": "merge", "from": ["neglect"], "to": "training"}, "“Training and practice model”"),
        ([], {"what": "rename", "from": "neglect", "to": "planning"}, "merge 'neglect' into it"),
        ([], {"what": "rename", "from": "neglect", "to": "neglect"}, "would stay as it is"),
        ([], {"what": "merge", "from": ["neglect"], "to": "neglect"}, "into itself"),
        ([], {"what": "merge", "from": ["neglect", "planning"], "to": "harm"}, "what the new one is called"),
        ([], {"what": "merge", "from": ["neglect"], "to": "harm"}, "rename it"),
        ([], {"what": "split", "from": "health", "to": [HEALTH]}, "two or more; to give it another name, rename it"),
        ([], {"what": "split", "from": "health", "to": [HEALTH, "health"]}, "into itself"),
        ([], {"what": "split", "from": "health", "to": [HEALTH, HEALTH]}, "named twice"),
        ([], {"what": "split", "from": "health", "to": [HEALTH, "mental_health"]}, "what it covers"),
        ([], {**RENAME, "to": {"id": "records", "national_framework": "outcome_9"}}, "There is no outcome"),
        ([], {**RENAME, "to": {"id": "records", "words": ["a"]}}, "needs none"),
        ([], UNDO, "no change of the taxonomy to take back"),
        ([], {"what": "undo", "from": "planning"}, "no theme: it takes back"),
    ],
)
def test_what_is_refused_and_how_to_mend_it(before: list[dict[str, Any]], change: dict[str, Any], told: str) -> None:
    with pytest.raises(FindingsError) as refused:
        after(*before, change)
    assert told in refused.value.message


@pytest.mark.parametrize("name", ["Planning", "a b", "", "x" * 61, "größe"])
def test_ids_are_plain(name: str) -> None:
    with pytest.raises(ValidationError):
        ThemeChange.model_validate({"what": "rename", "from": "planning", "to": name, "why": "a test"})


def test_what_became_of_a_theme_is_told_in_a_sentence() -> None:
    found = after(RENAME, SPLIT, RETIRE)
    assert found.told("recording").startswith("“Case recording” (recording) is now “Records” (records), renamed in ver")
    assert "was split into “Physical health” (physical_health) and “Emotional" in found.told("health")
    assert found.told("training").endswith("was retired in version 4 of the taxonomy: a test")
    assert found.told("planning") == ""
