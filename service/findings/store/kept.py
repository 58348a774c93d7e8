"""What was counted stays at hand as long as nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, ScalarSelect, func, inspect, select
from sqlalchemy.orm import Session

from findings.store import tables as t
from findings.store.latest import Latest
from findings.taxonomy.loader import taxonomy

MOST_KEPT = 500  # of one kind, after which what was asked for longest ago goes
OF_STORE = "store"  # the kind of what is known whatever is asked for
RECENT = 500  # rows of a table of records, among which one may be written later than its number says

V = TypeVar("V")
Version = tuple[Any, ...]
Answers = dict[str, Latest[Hashable, Any]]  # by kind
_kept: WeakKeyDictionary[Any, tuple[Version, Answers]] = WeakKeyDictionary()
_turns = Lock()


def kept(session: Session, name: Hashable, make: Callable[[], V], kind: str = OF_STORE, most: int = MOST_KEPT) -> V:
    """What `make` gives, or gave since anything was last written, by a name of its own among the `most` of a kind.

    Whoever is given it must not change it. What who writes sees is not kept: it may be changed or taken back.
    """
    if not session.info.get("reads"):
        return make()
    version, engine = version_of(session), session.get_bind().engine
    with _turns:
        known = _kept.get(engine)
        if known is None or known[0] != version:
            known = _kept[engine] = version, {}
        answers = known[1].setdefault(kind, Latest())
        if name in answers:
            found: V = answers[name]
            return found
    made = make()
    with _turns:
        answers.keep(name, made, most)
    return made


def forget(engine: Engine) -> None:
    """Let go of all that was found for anybody; what is known of the whole store stays at hand."""
    with _turns:
        if known := _kept.get(engine):
            _kept[engine] = known[0], {OF_STORE: known[1].get(OF_STORE, Latest())}


def version_of(session: Session) -> Version:
    """What tells apart the states of a database: every write lands in the audit table or among the corrections.

    And the taxonomy by which this process reads it.
    """
    if "version" not in session.info:
        version: Version = (*session.execute(VERSION).one(), taxonomy().version)
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
