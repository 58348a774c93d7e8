"""Follows authorities ahead of whoever asks, in a process that nobody waits for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import structlog

from findings.reason.follow import follow
from findings.reason.followed import drop_others, not_made, put_away
from findings.store.authority_kept import stamp_of, state_of
from findings.store.session import Database

Told = Callable[[Sequence[str]], Iterable[str]]
log = structlog.get_logger("findings.ahead")


def follow_ahead(database: Database, over: Callable[[], bool] = lambda: False, told: Told = iter) -> None:
    """Follow and keep every authority of which nothing is kept that holds; one that cannot be is logged.

    over: asked before each whether to leave the rest for another time. told: is given the names, and gives them back.
    """
    with database.read() as session:
        names = not_made(session)
    for name in told(names):
        if over():
            return
        try:
            _keep(database, name)
        except Exception as error:  # whoever asks for it follows it then
            log.warning("an authority is not followed ahead", authority=name, error=repr(error))
    with database.write() as session:
        drop_others(session)


def _keep(database: Database, name: str) -> None:
    with database.read() as session:
        found, stamp = follow(session, name), stamp_of(state_of(session, name))
    with database.write() as session:
        put_away(session, name, stamp, found)
