"""Which local authorities are statistical neighbours: like each other by what the Department for Education measures."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).with_name("neighbours.csv")


@lru_cache
def _all() -> dict[str, tuple[str, ...]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return {row["name"]: tuple(row["neighbours"].split("|")) for row in csv.DictReader(file)}


def neighbours(name: str) -> tuple[str, ...]:
    """The names of an authority's statistical neighbours, nearest first; none where none are published."""
    return _all().get(name, ())
