"""What a job is given to work with."""

from __future__ import annotations

from dataclasses import dataclass

from findings.errors import Code, FindingsError
from findings.jobs import table
from findings.jobs.table import Job
from findings.settings import Settings
from findings.store.session import Database


@dataclass(frozen=True, slots=True)
class Work:
    """A job that was taken, the database that it works on, and the settings of the service."""

    database: Database
    settings: Settings
    job: Job

    def say(self, line: str, progress: float | None = None) -> None:
        """Add a line to the job's log. Raises FindingsError where somebody else has the job by now."""
        self._beat(progress, line)

    def go_on(self, progress: float) -> None:
        """Say how far the job is. Raises as `say` does."""
        self._beat(progress, None)

    def _beat(self, progress: float | None, line: str | None) -> None:
        if not table.beat(self.database, self.job, progress, line):
            raise FindingsError(Code.CONFLICT, f"Job {self.job.id} was taken over by another process; nothing is lost.")
