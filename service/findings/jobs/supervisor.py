"""Keeps an eye on the job table beside the service: starts a process while jobs wait, puts back what was dropped."""

from __future__ import annotations

import multiprocessing
from multiprocessing.process import BaseProcess
from threading import Event, Thread

import structlog

from findings.jobs import promotion, table
from findings.jobs.run import run_in_process
from findings.settings import Settings
from findings.store.session import Database

LOOK_SECONDS = 1.0
END_SECONDS = 5.0
log = structlog.get_logger("findings.jobs")


class Supervisor:
    """One thread that looks, and at most one process that works; several services may watch the same table."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.settings = settings
        self.process: BaseProcess | None = None
        self.over = Event()
        self.thread = Thread(target=self._watch, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self.thread.start()

    def close(self) -> None:
        """Stop looking, and end what is being done: it is put back and done by whoever looks next."""
        self.over.set()
        self.thread.join()
        if self.process is not None and self.process.is_alive():
            self.process.terminate()
            self.process.join(END_SECONDS)

    def _watch(self) -> None:
        try:
            promotion.resume(self.database, self.settings, actor="service")
        except Exception as error:  # jobs are looked at all the same, and a person may try again
            log.error("labelling what is stored cannot be tried again", error=repr(error))
        while not self.over.wait(LOOK_SECONDS):
            try:
                self.look()
            except Exception as error:  # the database may be away for a while: look again
                log.error("jobs cannot be looked at", error=repr(error))

    def look(self) -> None:
        """Put back what was dropped, let stored findings follow the current model, start what waits."""
        table.sweep(self.database)
        promotion.reconcile(self.database, self.settings, actor="service")
        if (self.process is None or not self.process.is_alive()) and table.waiting(self.database):
            spawning = multiprocessing.get_context("spawn")
            self.process = spawning.Process(target=run_in_process, args=(self.settings,), name="findings-job")
            self.process.start()
