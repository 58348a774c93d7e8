"""What the product brings to the themes of a store in which people changed them as well."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from findings.store import taxonomy
from findings.store.session import Database
from findings.store.taxonomy_told import changes
from findings.taxonomy import loader
from findings.taxonomy import taxonomy as current
from findings.taxonomy.change_values import Applied, ThemeChange

PLANNING = loader.shipped().themes["planning"].name
RENAME = {"what": "rename", "from": "planning", "to": {"id": "planning", "name": "Plans"}, "why": "a test"}
UNDO = {"what": "undo", "why": "a test", "version": 3, "at": "2026-12-01T00:00:00Z"}


@pytest.fixture
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store in which somebody gave a theme another name."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('renamed') / 'findings.db'}")
    taxonomy.apply(database, ThemeChange.model_validate(RENAME), actor="ann")
    yield database
    database.close()
    loader.use([])


def test_a_change_tells_what_a_theme_was_called_before_it(renamed: Database) -> None:
    with renamed.read() as session:
        [change] = changes(session).items
    assert (change.names, change.to[0].name) == ({"planning": PLANNING}, "Plans")


def test_no_change_of_a_person_is_taken_back(renamed: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taxonomy, "waits", lambda _: [Applied.model_validate(UNDO)])
    with renamed.write(alone=True) as session:
        taxonomy.adopt(session)
    with renamed.read() as session:
        assert [change.stands for change in changes(session).items] == [True]
    assert current().themes["planning"].name == "Plans"
