"""What was counted stays at hand as long as nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import ScalarSelect, func, inspect, select
from sqlalchemy.orm import Session

from findings.store import tables as t

MOST_KEPT = 500
RECENT = 500  # rows of a table of records, among which one may be written later than its number says

V = TypeVar("V")
Version = tuple[Any, ...]
_kept: WeakKeyDictionary[Any, tuple[Version, dict[Hashable, Any]]] = WeakKeyDictionary()


def kept(session: Session, name: Hashable, make: Callable[[], V]) -> V:
    """What `make` gives, or gave since anything was last written, by a name of its own."""
    version, engine = version_of(session), session.get_bind().engine
    known = _kept.get(engine)
    if known is None or known[0] != version or len(known[1]) >= MOST_KEPT:
        known = _kept[engine] = version, {}
    if name not in known[1]:
        known[1][name] = make()
    found: V = known[1][name]
    return found


def version_of(session: Session) -> Version:
    """What tells apart the states of a database: every write lands in the audit table or among the corrections."""
    if "version" not in session.info:
        version: Version = tuple(session.execute(VERSION).one())
        if not session.info.get("reads"):
            return version
        session.info["version"] = version
    known: Version = session.info["version"]
    return known


def _ends(table: type[t.Audit] | type[t.Correction]) -> list[ScalarSelect[Any]]:
    """The last number of a table, and how many rows are near it."""
    number = inspect(table).columns.id
    last = select(func.max(number)).scalar_subquery()
    return [last, select(func.count()).where(number > last - RECENT).scalar_subquery()]


# Made once: to put a query together takes longer than to ask it.
VERSION = select(select(func.max(inspect(t.Audit).columns.at)).scalar_subquery(), *_ends(t.Audit), *_ends(t.Correction))
