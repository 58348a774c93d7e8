"""What is loaded ahead is what the first question would have waited for."""

from __future__ import annotations

from collections.abc import Callable

from findings.api.keeper import Keeper
from findings.reason import meaning, pair_words, senses, sure
from findings.reason.mapped import MappedNeighbours
from findings.reason.warm import warm_words
from findings.schemas import Analysis, Kind, Label
from findings.store.session import Database


def test_words_are_loaded() -> None:
    loaded = (meaning.shipped, senses.shipped, sure.shipped, pair_words._directions)
    for each in loaded:
        each.cache_clear()
    warm_words()
    assert all(each.cache_info().currsize for each in loaded)


def test_the_keeper_begins_with_the_vectors_there_are(database: Database, put: Callable[..., Analysis]) -> None:
    put(Kind.ILACS, "2020-01-01", [(Label.STRENGTH, "Visits are timely.")])
    neighbours = MappedNeighbours(database, None, senses.shipped(senses.SENTENCES))
    Keeper(database, neighbours).begin()
    assert len(neighbours.keys) == 1
