"""Decisions go out and come in again unchanged, in every form."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy

import pytest
import spacy
from spacy.tokens import DocBin

from findings.errors import Code, FindingsError
from findings.review import exchange, formats
from findings.review.exchange import Row
from findings.review.formats import Form
from findings.review.tasks import Tool, to_tasks
from findings.review.values import Corrected
from findings.store.session import Database
from findings.store.values import FindingRow

Decide = Callable[..., Corrected]
Rows = Callable[..., list[FindingRow]]
List = Callable[[Database], list[FindingRow]]


@pytest.fixture
def decided(decide: Decide, rows: Rows, database: Database) -> list[Row]:
    """Decisions of every kind, exported."""
    decide(0, label="priority_action", note="=1+1, 'so'\nand on", seconds=2.25)
    decide(0, themes=["health", "send"], actor="bob")
    decide(1, entities=[{"start": 19, "end": 31, "type": "BODY"}])
    decide(2, label="not_a_finding")
    decide(2, undo=True)
    decide(1, split=[rows()[1].start + len("Supervision by")])
    decide(3, note="'quoted")
    return list(exchange.rows(database))


@pytest.fixture
def elsewhere(tmp_path: Path, filled: Path) -> Iterator[Database]:
    """Another database that holds the same report, with nothing decided."""
    database = Database(f"sqlite:///{copy(filled, tmp_path / 'elsewhere.db')}")
    yield database
    database.close()


@pytest.mark.parametrize("form", Form)
def test_what_goes_out_comes_in(form: Form, decided: list[Row]) -> None:
    assert formats.read(b"".join(formats.WRITERS[form](decided)), form) == decided


@pytest.mark.parametrize("form", Form)
def test_another_database_comes_to_stand_the_same(
    form: Form, decided: list[Row], elsewhere: Database, rows: Rows, listing: List
) -> None:
    given = formats.read(b"".join(formats.WRITERS[form](decided)), form)
    assert exchange.take_in(elsewhere, given, actor="ann").new == len(decided) == 8
    assert listing(elsewhere) == rows()
    again = exchange.take_in(elsewhere, given, actor="ann")
    assert (again.new, again.known) == (0, 8)
    out = {row.uid: row for row in exchange.rows(elsewhere)}
    assert out == {row.uid: row for row in decided}


def test_rows_of_reports_that_are_not_here_are_counted(decided: list[Row], elsewhere: Database) -> None:
    given = [row.model_copy(update={"sha256": "0" * 64}) for row in decided]
    assert exchange.take_in(elsewhere, given, actor="ann").of_unknown_reports == len(decided)


def test_a_doc_bin_can_be_trained_on(decided: list[Row]) -> None:
    [data] = formats.to_spacy(decided)
    docs = list(DocBin().from_bytes(data).get_docs(spacy.blank("en").vocab))
    assert docs[0].cats["priority_action"] == 1.0
    assert docs[1].cats == {"theme:health": 1.0, "theme:send": 1.0}
    assert [(ent.text, ent.label_) for ent in docs[2].ents] == [("health board", "BODY")]


@pytest.mark.parametrize("tool", Tool)
def test_tasks_of_tools_hold_the_decisions(tool: Tool, decided: list[Row]) -> None:
    told = [row for row in decided if row.action not in ("note", "undo")]
    assert formats.read(b"".join(to_tasks(decided, tool)), Form.JSONL) == told


def test_what_was_annotated_in_prodigy_is_a_new_decision(
    decided: list[Row], elsewhere: Database, listing: List
) -> None:
    task = json.loads(next(to_tasks(decided, Tool.PRODIGY)))
    task["accept"] = ["strength", "theme:neglect"]
    task["spans"] = [{"start": 0, "end": 8, "label": "ROLE"}]
    [row] = formats.read(json.dumps(task).encode(), Form.JSONL)
    assert exchange.take_in(elsewhere, [row], actor="ann").new == 1
    found = listing(elsewhere)[0]
    assert (found.label, [tag.id for tag in found.themes]) == ("strength", ["neglect"])
    assert [tag.text for tag in found.entities] == ["Managers"]


def test_what_was_annotated_in_label_studio_is_a_new_decision(decided: list[Row]) -> None:
    task = json.loads(next(to_tasks(decided, Tool.LABEL_STUDIO)))
    task["annotations"][0]["result"][0]["value"]["choices"] = ["strength"]
    [row] = formats.read(json.dumps(task).encode(), Form.JSONL)
    assert (row.after["label"], row.before["label"]) == ("strength", "priority_action")
    assert row.uid != decided[0].uid


@pytest.mark.parametrize(
    ("data", "form"),
    [(b"{}", Form.JSONL), (b"[1]", Form.JSONL), (b"\xff", Form.CSV), (b"a,b\n1,2", Form.CSV), (b"nothing", Form.SPACY)],
)
def test_other_files_are_refused(data: bytes, form: Form) -> None:
    with pytest.raises(FindingsError) as refused:
        formats.read(data, form)
    assert refused.value.code is Code.INVALID


def test_a_row_with_an_unknown_label_is_refused(decided: list[Row]) -> None:
    row = decided[0].model_dump(mode="json") | {"after": {"label": "good"}}
    with pytest.raises(FindingsError, match="after"):
        formats.read(json.dumps(row).encode(), Form.JSONL)
