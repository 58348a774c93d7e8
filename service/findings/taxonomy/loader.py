"""Loads the versioned taxonomy data that ships with the package."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import srsly

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: stable `id`, display `name`, the National Framework outcome or enabler it belongs to, its scope."""

    id: str
    name: str
    national_framework: str
    covers: str


@dataclass(frozen=True, slots=True)
class LabelInfo:
    """A label's display name and definition."""

    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Labels by id and themes by id, in the order of the data file."""

    version: str
    labels: dict[str, LabelInfo]
    themes: dict[str, Theme]


@lru_cache
def taxonomy() -> Taxonomy:
    """The taxonomy this version of the product ships."""
    data = srsly.read_yaml(HERE / "taxonomy.yaml")
    return Taxonomy(
        version=str(data["version"]),
        labels={name: LabelInfo(**info) for name, info in data["labels"].items()},
        themes={row["id"]: Theme(**row) for row in data["themes"]},
    )
