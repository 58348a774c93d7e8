"""What is loaded ahead is what the first question would have waited for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from findings.api.keeper import Keeper
from findings.reason import senses
from findings.reason.mapped import MappedNeighbours
from findings.schemas import Analysis, Kind, Label
from findings.store.session import Database

LOADS = """
from findings.reason import meaning, pair_words, senses, sure
from findings.reason.warm import warm_words

warm_words()
for each in (meaning.shipped, senses.shipped, sure.shipped, pair_words._directions):
    assert each.cache_info().currsize, each
"""


def test_words_are_loaded() -> None:
    subprocess.run([sys.executable, "-c", LOADS], check=True)  # where nothing was asked before


def test_the_keeper_begins_with_the_vectors_there_are(database: Database, put: Callable[..., Analysis]) -> None:
    put(Kind.ILACS, "2020-01-01", [(Label.STRENGTH, "Visits are timely.")])
    neighbours = MappedNeighbours(database, None, senses.shipped(senses.SENTENCES))
    Keeper(database, neighbours).begin()
    assert len(neighbours.keys) == 1
