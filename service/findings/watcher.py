"""A thread that looks again and again, beside a service, for something to do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from threading import Event, Thread

import structlog

LOOK_SECONDS = 1.0
log = structlog.get_logger("findings.watcher")


class Watcher(ABC):
    """One thread, called `name`; `wrong` is logged once when looks begin to fail, `right` when they no longer do."""

    name: str
    wrong: str
    right: str

    def __init__(self) -> None:
        self.over = Event()
        self.thread = Thread(target=self._watch, name=self.name, daemon=True)
        self.failed: type[Exception] | None = None

    def start(self) -> None:
        """Begin to look."""
        self.thread.start()

    def close(self) -> None:
        """Stop looking, when the look that has begun is over."""
        self.over.set()
        self.thread.join()

    def begin(self) -> None:  # noqa: B027
        """What is done once, before the first look."""

    @abstractmethod
    def look(self) -> None:
        """Look once."""

    def _watch(self) -> None:
        self._try(self.begin)
        while not self.over.wait(LOOK_SECONDS):
            self._try(self.look)

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:  # the database may be away for a while: look again
            if type(error) is not self.failed:
                log.error(self.wrong, error=repr(error))
            self.failed = type(error)
        else:
            if self.failed is not None:
                log.info(self.right)
            self.failed = None
