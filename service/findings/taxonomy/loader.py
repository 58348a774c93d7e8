"""Loads the taxonomy data that ships with the package, and holds the taxonomy that is current.

What ships is the first version and the product's own changes of it (`taxonomy.yaml`, `changes.yaml`). A database keeps
the changes that its people made; opening it makes the taxonomy that these come to current in this process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any

import srsly

from findings.taxonomy.change_values import Applied
from findings.taxonomy.changes import changed
from findings.taxonomy.values import LabelInfo, Taxonomy, Theme

HERE = Path(__file__).parent

_chosen: list[Taxonomy] = []
_scoped: ContextVar[Taxonomy | None] = ContextVar("taxonomy", default=None)


def taxonomy() -> Taxonomy:
    """The current taxonomy."""
    return _scoped.get() or (_chosen[0] if _chosen else shipped())


@lru_cache
def first() -> Taxonomy:
    """The first version of the taxonomy."""
    data = srsly.read_yaml(HERE / "taxonomy.yaml")
    return Taxonomy(
        version=str(data["version"]),
        labels={name: LabelInfo(**info) for name, info in data["labels"].items()},
        themes={row["id"]: Theme(**row) for row in data["themes"]},
    )


@lru_cache
def shipped() -> Taxonomy:
    """The taxonomy that this version of the product ships."""
    rows: list[Mapping[str, Any]] = srsly.read_yaml(HERE / "changes.yaml")["changes"]
    return changed(first(), [Applied.model_validate(row) for row in rows])


def of(changes: Sequence[Applied]) -> Taxonomy:
    """The taxonomy that a list of changes comes to."""
    return changed(first(), changes)


def use(changes: Sequence[Applied]) -> None:
    """Let the taxonomy that `changes` come to be the current one of this process."""
    current = _chosen[0] if _chosen else shipped()
    if current.changes != tuple(changes):
        _chosen[:] = [of(changes)]


@contextmanager
def using(chosen: Taxonomy) -> Iterator[None]:
    """Let another taxonomy be current for what is done here, and for nobody else in this process."""
    token = _scoped.set(chosen)
    try:
        yield
    finally:
        _scoped.reset(token)
