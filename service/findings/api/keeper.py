"""Makes the vectors of findings beside the service, as they are stored, so that no search waits for them."""

from __future__ import annotations

from threading import Event, Thread

import structlog

from findings.reason.nearest import Neighbours

LOOK_SECONDS = 1.0
log = structlog.get_logger("findings.api")


class Keeper:
    """One thread that looks for findings without a vector."""

    def __init__(self, neighbours: Neighbours) -> None:
        self.neighbours = neighbours
        self.over = Event()
        self.thread = Thread(target=self._watch, name="vectors", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self.thread.start()

    def close(self) -> None:
        """Stop looking; what is not made yet is made after the next start."""
        self.over.set()
        self.thread.join()

    def _watch(self) -> None:
        while not self.over.wait(LOOK_SECONDS):
            try:
                self.neighbours.prepare(self.over)
            except Exception as error:  # the database may be away for a while: look again
                log.error("vectors cannot be made", error=repr(error))
