"""Follows authorities ahead of whoever asks: in a process beside the service, when nobody writes and no job waits."""

from __future__ import annotations

import time
from typing import Any

from findings.jobs import table
from findings.jobs.run import giving_way
from findings.reason.ahead import follow_ahead
from findings.reason.followed import not_made
from findings.settings import Settings
from findings.store.kept import version_of
from findings.store.session import Database

QUIET_SECONDS = 30.0  # while much is written, what is followed would not hold for long
NICENESS = 19


class Ahead:
    """Tells when there is anything to follow ahead: once nothing was written for a while."""

    def __init__(self) -> None:
        self.seen: Any = None  # the state of the database at the last look, since when it is so, and if it was seen to
        self.since, self.settled = 0.0, False
        self.left: list[str] = []

    def due(self, database: Database) -> bool:
        """Whether to begin now. What a process before left as it was is left until something is written."""
        with database.read() as session:
            state = version_of(session)
            if state != self.seen:
                self.since = time.monotonic() - (QUIET_SECONDS if self.seen is None else 0)
                self.seen, self.settled, self.left = state, False, []
            if self.settled or time.monotonic() - self.since < QUIET_SECONDS:
                return False
            left = not_made(session)
        self.settled, self.left = not left or left == self.left, left
        return not self.settled


def follow_in_process(settings: Settings) -> None:
    """Follow what can be, until a job waits, as the whole work of a process that ends with the service."""
    with giving_way(settings, NICENESS) as database:
        follow_ahead(database, lambda: table.waiting(database))
