"""How many blocks of rows PostgreSQL looks through for a search that very many findings fulfil."""

from __future__ import annotations

import pytest

from findings.store import blocks
from findings.store.blocks import Known
from findings.store.filters import FindingFilters
from findings.store.session import Database

SHARES = {
    "children": 0.4,
    "social": 0.2,
    "workers": 0.1,
    "thresholds": 0.004,
    "=label strength": 0.5,
    "=tag send": 0.02,
}


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six million findings, whose frequent words are known."""
    monkeypatch.setattr(blocks, "kept", lambda *_: Known(6_000_000, SHARES))
    monkeypatch.setattr(blocks, "share_of_reports", lambda _, filters: 0.001 if filters.authority else 1.0)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"q": "children"}, "'=0 0' | '=0 92'"),
        ({"q": "child*"}, "'=0 0' | '=0 92'"),
        ({"q": "children", "label": "strength"}, "'=0 0' | '=0 61' | '=0 122'"),
        ({"q": "rare"}, None),
        ({"q": "children rare"}, None),
        ({"q": "thresholds"}, None),
        ({"q": "children", "authority": "Hackney"}, None),
        ({"q": "children", "reviewed": True}, None),
        ({"q": "children", "entity": "MASH"}, None),
    ],
)
def test_few_blocks_are_enough_for_what_is_frequent(
    sqlite_shared: Database, asked: dict[str, object], wanted: str | None
) -> None:
    with sqlite_shared.read() as session:
        assert blocks.blocks(session, FindingFilters.model_validate(asked), 10_000) == wanted


def test_words_that_go_together_are_not_taken_for_chance(sqlite_shared: Database) -> None:
    with sqlite_shared.read() as session:
        found = blocks.blocks(session, FindingFilters(q="social workers"), 10_000)
    assert found == "'=1 0' | '=1 11'"  # of 262,144 rows, one in 22 of which is thought to hold both
