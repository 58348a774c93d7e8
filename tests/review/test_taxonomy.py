"""Reviewers' decisions outlive changes of the themes: read through them, taken back, agreed on, exchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from findings.errors import FindingsError
from findings.review import exchange, formats
from findings.review.agreement import agreement, disagreements
from findings.review.formats import Form
from findings.review.tasks import Tool, to_tasks
from findings.review.values import Corrected
from findings.schemas import Analysis, Stated
from findings.store import reports, taxonomy
from findings.store import tables as t
from findings.store.session import Database
from findings.store.taxonomy_list import changes_of
from findings.store.values import FindingRow
from findings.taxonomy import loader
from findings.taxonomy.change_values import ThemeChange

Decide = Callable[..., Corrected]
Rows = Callable[..., list[FindingRow]]


@pytest.fixture
def rename(database: Database) -> Iterator[Callable[[], None]]:
    """Renames the theme that every finding of the report has, and `recording`."""

    def renamed() -> None:
        for old, new in (("leadership", "leaders"), ("recording", "records")):
            change: dict[str, Any] = {"what": "rename", "from": old, "to": {"id": new, "name": new.title()}}
            taxonomy.apply(database, ThemeChange.model_validate({**change, "why": "a test"}), actor="ann")

    yield renamed
    loader.use([])


def ids(row: FindingRow) -> list[str]:
    return [tag.id for tag in row.themes]


def test_what_is_taken_back_afterwards_comes_back_under_the_new_themes(
    decide: Decide, rows: Rows, rename: Callable[[], None]
) -> None:
    decide(0, themes=["recording"])
    decide(0, themes=["recording", "leadership"])
    rename()
    assert sorted(ids(rows()[0])) == ["leaders", "records"]
    decide(0, undo=True)
    assert ids(rows()[0]) == ["records"]
    decide(0, undo=True)
    assert ids(rows()[0]) == ["leaders"]
    assert not rows()[0].reviewed


def test_findings_that_were_split_before_a_change_are_joined_again_after_it(
    decide: Decide, rows: Rows, rename: Callable[[], None]
) -> None:
    first = rows()[0]
    decide(0, split=[first.start + len("Managers know ")])
    rename()
    decide(0, undo=True)
    [joined, *_] = rows()
    assert (joined.text, ids(joined)) == (first.text, ["leaders"])


def test_reviewers_who_named_a_theme_before_and_after_a_change_agree(
    decide: Decide, database: Database, rename: Callable[[], None]
) -> None:
    decide(0, label="strength", themes=["recording"])
    decide(1, label="strength", themes=["recording"])
    rename()
    decide(0, label="strength", themes=["records"], actor="bob")
    decide(1, label="strength", themes=["neglect"], actor="bob")
    with database.read() as session:
        assert agreement(session).themes_findings == 2
        [differing] = disagreements(session)
    assert {reader.actor: reader.themes for reader in differing.readers} == {"ann": ["records"], "bob": ["neglect"]}


@pytest.mark.parametrize("form", list(Form))
def test_a_round_trip_through_a_database_that_knows_the_change(
    decide: Decide, database: Database, rename: Callable[[], None], tmp_path: Path, form: Form,
    first_reading: Callable[[], Analysis], listing: Callable[[Database], list[FindingRow]],
) -> None:  # fmt: skip
    decide(0, themes=["recording"])
    rename()
    data = b"".join(formats.WRITERS[form](exchange.rows(database)))
    [row] = formats.read(data, form)
    assert (row.after["themes"][0]["id"], row.taxonomy, row.older_taxonomy) == ("recording", "1", True)
    copy = Database(f"sqlite:///{tmp_path / 'copy.db'}")
    made = [ThemeChange(**each.model_dump(include=set(ThemeChange.model_fields))) for each in _changes(database)]
    taxonomy.apply_all(copy, made, actor="ann")
    reports.save(copy, first_reading(), Stated(), actor="machine")
    assert exchange.take_in(copy, [row], actor="ann").older_themes == {"recording": ["records"]}
    assert ids(listing(copy)[0]) == ["records"]
    with copy.read() as session:
        [kept] = session.scalars(select(t.Correction).order_by(col(t.Correction.id)))
    assert kept.after["themes"][0]["id"] == "recording"
    copy.close()


def _changes(database: Database) -> list[Any]:
    with database.read() as session:
        return changes_of(session)


def test_tasks_of_tools_offer_and_choose_the_themes_of_now(
    decide: Decide, database: Database, rename: Callable[[], None]
) -> None:
    decide(0, themes=["recording"])
    rename()
    [task] = [line.decode() for line in to_tasks(exchange.rows(database), Tool.PRODIGY)]
    assert '"accept": ["theme:records"]' in task
    assert formats.read(task.encode(), Form.JSONL)[0].uid == next(exchange.rows(database)).uid


def test_a_theme_that_never_was_one_here_is_refused(decide: Decide, database: Database, rows: Rows) -> None:
    decide(0, themes=["recording"])
    [row] = exchange.rows(database)
    foreign = row.model_copy(update={"uid": "1", "after": {"themes": [{"id": "elsewhere", "confidence": 1.0}]}})
    with pytest.raises(FindingsError, match="'elsewhere', which is and was no theme here"):
        exchange.take_in(database, [foreign], actor="ann")
    assert ids(rows()[0]) == ["recording"]
