"""Which columns of a table of grades are those of an earlier inspection."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from findings.pipeline.metadata_text import Passage

# A heading stands in the first rows and is short.
HEADING_ROWS = 2
HEADING_LENGTH = 60

_YEAR = re.compile(r"\b20\d\d\b")
_EARLIER = re.compile(r"\b(?:previous|last|prior|former|earlier)\b", re.IGNORECASE)


def without_earlier_columns(passages: Iterable[Passage]) -> list[Passage]:
    """`passages` without the cells under "Previous grade", or under a year before the table's latest."""
    kept = list(passages)
    earlier = _earlier_columns(kept)
    return [passage for passage in kept if _place(passage) not in earlier]


def _earlier_columns(passages: list[Passage]) -> set[tuple[int, int] | None]:
    earlier: set[tuple[int, int] | None] = set()
    years: dict[int, dict[int, str]] = defaultdict(dict)
    for passage in passages:
        place = _place(passage)
        if place is None or passage.row is None or passage.row[1] >= HEADING_ROWS or len(passage.text) > HEADING_LENGTH:
            continue
        if _EARLIER.search(passage.text):
            earlier.add(place)
        for year in _YEAR.findall(passage.text):
            years[place[0]].setdefault(place[1], year)
    for table, by_column in years.items():
        latest = max(by_column.values())
        earlier |= {(table, column) for column, year in by_column.items() if year < latest}
    return earlier


def _place(passage: Passage) -> tuple[int, int] | None:
    return None if passage.row is None or passage.column is None else (passage.row[0], passage.column)
