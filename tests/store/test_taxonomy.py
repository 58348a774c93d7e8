"""Changes of the themes on a store in use: what is moved, what stays as people decided it, on both databases."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

from findings.errors import FindingsError
from findings.review.corrections import correct
from findings.review.queue import take
from findings.review.queue_values import QueueQuery
from findings.review.values import CorrectionIn
from findings.schemas import Analysis, Label, Stated
from findings.store import queries, reports, saved, taxonomy
from findings.store import tables as t
from findings.store.filters import FindingFilters, FindingQuery
from findings.store.migrate import downgrade
from findings.store.saved_tables import SavedSearch
from findings.store.search import search
from findings.store.session import Database
from findings.store.taxonomy_tables import TaxonomyChange, ThemeBefore
from findings.store.values import FindingRow
from findings.taxonomy import loader
from findings.taxonomy import taxonomy as current
from findings.taxonomy.change_values import Applied, ThemeChange

Make = Callable[..., Analysis]
RENAME = {"what": "rename", "from": "planning", "to": {"id": "plans", "name": "Plans"}}
MERGE = {"what": "merge", "from": ["send", "direct_work"], "to": "planning"}
RETIRE = {"what": "retire", "from": "planning"}
SPLIT: dict[str, Any] = {
    "what": "split",
    "from": "planning",
    "to": [
        {"id": "co_production", "name": "Co-production", "covers": "families", "words": ["co-production"]},
        {"id": "backlogs", "name": "Backlogs", "covers": "backlogs", "words": ["backlog*"]},
    ],
}
UNDO = {"what": "undo"}
KILLED = """
import os, sys
from findings.store import taxonomy, taxonomy_move
from findings.store.session import Database
from findings.taxonomy.change_values import Applied, ThemeChange
put = taxonomy_move.put
def dies(session, changed):
    put(session, changed)
    session.flush()
    os._exit(9)
taxonomy_move.put = dies
change = {"what": "retire", "from": "planning", "why": "a test"}
taxonomy.apply(Database(sys.argv[1]), ThemeChange.model_validate(change), actor="ann")
"""


@pytest.fixture
def stored(database: Database, make: Make) -> Iterator[Database]:
    """A database with a report of four findings, three of which have a theme of their own and `planning`."""
    with database.write(alone=True) as session:
        for table in (SavedSearch, TaxonomyChange):
            session.execute(delete(table))
    with database.write():
        pass
    reports.save(database, make(), Stated(), actor="machine")
    yield database
    with database.write(alone=True) as session:
        session.execute(delete(TaxonomyChange))
    loader.use([])


def change(database: Database, given: dict[str, Any]) -> taxonomy.Plan:
    return taxonomy.apply(database, ThemeChange.model_validate({"why": "a test", **given}), actor="ann")


def rows(database: Database, **asked: Any) -> list[FindingRow]:
    query = FindingQuery.model_validate({"label": list(Label), "sort": "position", **asked})
    with database.read() as session:
        return queries.find(session, query).items


def themes(database: Database) -> list[dict[str, float]]:
    return [{tag.id: tag.confidence for tag in row.themes} for row in rows(database)]


def counted(database: Database) -> bool:
    """Whether what lists and facets count is what findings have."""
    with database.read() as session:
        told = {each.id: each.count for each in queries.themes(session, FindingFilters())}
    spread = Counter(theme for tags in themes(database) for theme in tags)
    return {theme: number for theme, number in told.items() if number} == {
        theme: number for theme, number in spread.items() if theme in current().themes
    }


def decide(database: Database, at: int, **given: Any) -> None:
    correct(database, rows(database)[at].id, CorrectionIn.model_validate(given), actor="ann")


BEFORE: list[dict[str, float]] = [
    {"send": 0.8, "planning": 0.5},
    {"direct_work": 0.8, "planning": 0.5},
    {"assessment": 0.8, "planning": 0.5},
    {},
]


@pytest.mark.parametrize(
    ("given", "after"),
    [
        (RENAME, [{"send": 0.8, "plans": 0.5}, {"direct_work": 0.8, "plans": 0.5}, {"assessment": 0.8, "plans": 0.5}]),
        (MERGE, [{"planning": 0.8}, {"planning": 0.8}, {"assessment": 0.8, "planning": 0.5}]),
        (RETIRE, [{"send": 0.8}, {"direct_work": 0.8}, {"assessment": 0.8}]),
        (
            SPLIT,
            [
                {"send": 0.8, "co_production": 0.5},
                {"direct_work": 0.8, "planning": 0.5},
                {"assessment": 0.8, "backlogs": 0.5},
            ],
        ),
    ],
)
def test_stored_themes_follow_a_change_and_come_back_with_it(
    stored: Database, given: dict[str, Any], after: list[dict[str, float]]
) -> None:
    assert themes(stored) == BEFORE
    planned = _planned(stored, given)
    made = change(stored, given)
    assert made == planned
    assert themes(stored) == [*after, {}]
    assert counted(stored)
    assert change(stored, given).already
    assert themes(stored) == [*after, {}]
    undone = change(stored, UNDO)
    assert (undone.version, undone.findings) == ("3", made.findings - made.left)
    assert themes(stored) == BEFORE
    assert counted(stored)


def _planned(database: Database, given: dict[str, Any]) -> taxonomy.Plan:
    with database.read() as session:
        return taxonomy.plan(session, ThemeChange.model_validate({"why": "a test", **given}))


def test_a_plan_changes_nothing_and_says_what_would_happen(stored: Database) -> None:
    decide(stored, 1, themes=["planning"])
    saved.keep(stored, saved.SearchToSave(name="Plans", query="theme=planning"), actor="ann")
    found = _planned(stored, SPLIT)
    assert (found.findings, found.by_people, found.told, found.left) == (3, 1, 2, 1)
    assert (found.corrections, [each.name for each in found.saved_searches]) == (1, ["Plans"])
    assert "was split into “Co-production” (co_production) and “Backlogs” (backlogs)" in found.sentences[0]
    assert current().version == "1"


def test_a_theme_gets_a_name_back_that_it_had_before(stored: Database) -> None:
    for at, name in enumerate(["Plans", "Planning", "Plans"], 2):
        called = {"what": "rename", "from": "planning", "to": {"id": "planning", "name": name}}
        assert change(stored, called).version == str(at)
        assert change(stored, called).already
        assert current().themes["planning"].name == name


def test_decisions_stay_as_they_were_written_and_are_read_through(stored: Database, make: Make) -> None:
    decide(stored, 0, themes=["planning", "send"])
    change(stored, RENAME)
    change(stored, {"what": "merge", "from": ["send", "plans"], "to": "assessment"})
    [row] = [row for row in rows(stored) if row.reviewed]
    assert [tag.id for tag in row.themes] == ["assessment"]
    with stored.read() as session:
        [record] = session.scalars(select(t.Correction))
    assert [tag["id"] for tag in record.after["themes"]] == ["planning", "send"]
    assert record.taxonomy == "1"
    reports.save(stored, make(model="model-2"), Stated(), actor="machine")  # a new reading settles decisions anew
    assert [[tag.id for tag in row.themes] for row in rows(stored) if row.reviewed] == [["assessment"]]


def test_a_decision_on_a_theme_that_was_split_waits_for_a_person(stored: Database) -> None:
    decide(stored, 0, themes=["planning"])  # its words would tell, but nobody decides for the reviewer
    assert change(stored, SPLIT).left == 2
    assert themes(stored)[0] == {"planning": 1.0}
    decide(stored, 0, themes=["backlogs"])
    assert themes(stored)[0] == {"backlogs": 1.0}
    with stored.read() as session:
        assert [each.taxonomy for each in session.scalars(select(t.Correction).order_by(col(t.Correction.id)))] == [
            "1",
            "2",
        ]
    decide(stored, 0, undo=True)
    assert themes(stored)[0] == {"planning": 1.0}


def test_a_retired_theme_that_people_gave_comes_back_when_that_is_taken_back(stored: Database) -> None:
    decide(stored, 3, themes=["planning"])
    change(stored, RETIRE)
    assert themes(stored)[3] == {}
    change(stored, UNDO)
    assert themes(stored)[3] == {"planning": 1.0}


def test_what_was_decided_under_a_change_that_is_taken_back_is_read_through_it(stored: Database) -> None:
    change(stored, SPLIT)
    decide(stored, 3, themes=["backlogs", "send"])
    change(stored, UNDO)
    assert themes(stored) == [*BEFORE[:3], {"planning": 1.0, "send": 1.0}]


def test_a_reading_made_before_a_change_is_stored_under_it(stored: Database, make: Make) -> None:
    late = make(7)  # its worker knew nothing of the change
    change(stored, RENAME)
    reports.save(stored, late, Stated(), actor="machine")
    assert [list(tags) for tags in themes(stored)[4:7]] == [list(tags) for tags in themes(stored)[:3]]
    assert "plans" in themes(stored)[4]


def test_older_ids_go_on_finding(stored: Database) -> None:
    change(stored, SPLIT)
    assert len(rows(stored, theme="planning")) == 3
    assert len(rows(stored, theme="backlogs")) == 1
    change(stored, {"what": "rename", "from": "backlogs", "to": {"id": "queues", "name": "Queues"}})
    assert len(rows(stored, theme="backlogs")) == len(rows(stored, theme="queues")) == 1
    change(stored, {"what": "retire", "from": "queues"})
    assert rows(stored, theme="backlogs") == []
    with pytest.raises(ValueError, match="there is no theme 'never_one'"):
        rows(stored, theme="never_one")


def test_every_finding_and_decision_says_what_it_was_labelled_under(stored: Database) -> None:
    decide(stored, 0, themes=["send"])
    assert not any(row.older_taxonomy for row in rows(stored))
    change(stored, RENAME)
    assert {(row.taxonomy, row.older_taxonomy) for row in rows(stored)} == {("1", True)}
    with stored.read() as session:
        [first] = queries.finding(session, rows(stored)[0].id).history
    assert (first.taxonomy, first.older_taxonomy) == ("1", True)


def test_the_database_tells_another_process_and_whoever_opens_it(stored: Database) -> None:
    change(stored, RENAME)
    loader.use([])
    with stored.write():
        assert current().version == "2"
    loader.use([])
    url = stored.engine.url.render_as_string(hide_password=False)
    Database(url).close()
    assert current().version == "2"


def test_killed_in_the_middle_everything_is_as_it_was(stored: Database) -> None:
    url = stored.engine.url.render_as_string(hide_password=False)
    assert subprocess.run([sys.executable, "-c", KILLED, url], timeout=60, check=False).returncode == 9
    assert themes(stored) == BEFORE
    with stored.read() as session:
        assert session.scalars(select(TaxonomyChange)).all() == []
        assert session.scalars(select(ThemeBefore)).all() == []
    assert change(stored, RETIRE).version == "2"


def test_what_is_refused_changes_nothing(stored: Database) -> None:
    with pytest.raises(FindingsError, match="did you mean 'planning'"):
        change(stored, {"what": "retire", "from": "planing"})
    assert themes(stored) == BEFORE
    assert current().version == "1"


def test_what_the_product_changed_is_taken_over_when_a_database_is_opened(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'older.db'}"
    older = Database(url)
    reports.save(older, make(), Stated(), actor="machine")
    older.close()
    day = "2026-12-01T00:00:00Z"
    brought = [Applied.model_validate({**each, "why": "a test", "version": 2, "at": day}) for each in (RENAME,)]
    monkeypatch.setattr(loader, "shipped", lambda: loader.of(brought))
    opened = Database(url)
    assert "plans" in themes(opened)[0]
    opened.close()
    again = Database(url)
    with again.read() as session:
        assert [(row.actor, row.shipped) for row in session.scalars(select(TaxonomyChange))] == [("findings", True)]
    again.close()
    loader.use([])


def test_a_store_that_was_made_before_there_were_changes_takes_them(tmp_path: Path, make: Make) -> None:
    url = f"sqlite:///{tmp_path / 'older.db'}"
    older = Database(url)
    reports.save(older, make(), Stated(), actor="machine")
    downgrade(older.engine, "0008")
    older.close()
    opened = Database(url)
    assert change(opened, RENAME).findings == 3
    assert "plans" in themes(opened)[0]
    opened.close()
    loader.use([])


def test_findings_whose_theme_was_split_are_reviewed_first_asked_for(stored: Database) -> None:
    decide(stored, 1, label="strength")  # decided on before: the theme is left to decide all the same
    change(stored, SPLIT)
    queue = take(stored, QueueQuery(older=True, limit=5), actor="bob", hold=60, blind_share=1.0)
    [item] = queue.items
    assert item.id == rows(stored)[1].id
    assert item.suggestion is not None
    correct(stored, item.id, CorrectionIn(note="Which is it?"), actor="bob")  # decides nothing
    assert len(take(stored, QueueQuery(older=True), actor="bob", hold=60, blind_share=0.0).items) == 1
    correct(stored, item.id, CorrectionIn(themes=["direct_work"]), actor="bob")
    assert take(stored, QueueQuery(older=True), actor="bob", hold=60, blind_share=0.0).items == []


def test_a_change_waits_for_nobody_and_holds_nobody_up(stored: Database, make: Make) -> None:
    """Reports that are stored while the themes change all end up under the new ones."""
    with ThreadPoolExecutor(3) as pool:
        saving = [pool.submit(reports.save, stored, make(at), Stated(), actor="machine") for at in range(20, 30)]
        changing = pool.submit(change, stored, RENAME)
        assert all(each.result() for each in saving)
        assert changing.result().version == "2"
    given = [set(tags) for tags in themes(stored) if tags]
    assert len(given) == 33
    assert all("plans" in tags and "planning" not in tags for tags in given)
    assert counted(stored)


@pytest.mark.parametrize("theme", ["planning", "plans"])
def test_every_list_and_count_takes_older_ids(stored: Database, theme: str) -> None:
    change(stored, RENAME)
    with stored.read() as session:
        found = search(session, FindingQuery.model_validate({"theme": theme, "label": list(Label)}))
        assert found.total == 3
        assert [(each.value, each.name) for each in found.facets.theme if each.value == "plans"] == [("plans", "Plans")]
        assert {each.value for each in found.facets.outcome} == {"outcome_3"}
    asked = saved.understood(f"theme={theme}")
    assert asked.theme == ["plans"]
