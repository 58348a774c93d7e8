"""Keeps an eye on the job table beside the service: starts a process while jobs wait, puts back what was dropped."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.process import BaseProcess

import structlog

from findings.jobs import promotion, table
from findings.jobs.ahead import Ahead, follow_in_process
from findings.jobs.run import run_in_process
from findings.settings import Settings
from findings.store.session import Database
from findings.watcher import Watcher

END_SECONDS = 5.0
log = structlog.get_logger("findings.jobs")


class Supervisor(Watcher):
    """One thread that looks, and at most one process that works; several services may watch the same table."""

    name = "jobs"
    wrong = "jobs cannot be looked at"
    right = "jobs are looked at again"

    def __init__(self, database: Database, settings: Settings) -> None:
        super().__init__()
        self.database = database
        self.settings = settings
        self.process: BaseProcess | None = None
        self.ahead = Ahead()

    def close(self) -> None:
        """Stop looking, and end what is being done: it is put back and done by whoever looks next."""
        super().close()
        if self.process is not None and self.process.is_alive():
            self.process.terminate()
            self.process.join(END_SECONDS)

    def begin(self) -> None:
        """Try labelling again that failed before the start."""
        try:
            promotion.resume(self.database, self.settings, actor="service")
        except Exception as error:  # jobs are looked at all the same, and a person may try again
            log.error("labelling what is stored cannot be tried again", error=repr(error))

    def look(self) -> None:
        """Put back what was dropped, let stored findings follow the current model, start what waits.

        Authorities are followed ahead while no job waits.
        """
        table.sweep(self.database)
        promotion.reconcile(self.database, self.settings, actor="service")
        if self.process is not None and self.process.is_alive():
            return
        if table.waiting(self.database):
            self._start(run_in_process, "findings-job")
        elif self.ahead.due(self.database):
            self._start(follow_in_process, "findings-ahead")

    def _start(self, work: Callable[[Settings], None], name: str) -> None:
        spawning = multiprocessing.get_context("spawn")
        self.process = spawning.Process(target=work, args=(self.settings,), name=name)
        self.process.start()
