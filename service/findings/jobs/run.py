"""Does one job in a process of its own, so that the service goes on answering while it runs."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import structlog

from findings.errors import FindingsError
from findings.jobs import table
from findings.jobs.compare import compare
from findings.jobs.reclassify import reclassify
from findings.jobs.table import Job, JobKind
from findings.jobs.train import train
from findings.jobs.work import Work
from findings.settings import Settings
from findings.store.session import Database

BEAT_SECONDS = 3.0
NICENESS = 10
OVER = 3
log = structlog.get_logger("findings.jobs")

DOES: dict[JobKind, Callable[[Work], dict[str, Any]]] = {
    JobKind.TRAIN: train,
    JobKind.COMPARE: compare,
    JobKind.RECLASSIFY: reclassify,
}


def run_in_process(settings: Settings) -> None:
    """Take one job and do it, as the whole work of a process that gives way to the service and ends with it."""
    with giving_way(settings, NICENESS) as database:
        run_one(database, settings)


@contextmanager
def giving_way(settings: Settings, niceness: int) -> Iterator[Database]:
    """The database, for the work of a process that from now on lets the service go first, and ends with it."""
    os.nice(niceness)
    Thread(target=_end_with_parent, daemon=True).start()
    database = Database(settings.database_url)
    try:
        yield database
    finally:
        database.close()


def run_one(database: Database, settings: Settings) -> Job | None:
    """Take one job and do it; whatever it comes to is written into the table."""
    mine = table.take(database)
    if mine is None:
        return None
    result, error = _done(Work(database, settings, mine))
    table.finish(database, mine, result=result, error=error)
    return mine


def _done(work: Work) -> tuple[dict[str, Any] | None, str | None]:
    """What a job comes to, or why it failed; its heart beats meanwhile."""
    over = Event()
    beating = Thread(target=_beat, args=(work, over), daemon=True)
    beating.start()
    try:
        return DOES[work.job.kind](work), None
    except FindingsError as error:
        return None, error.message
    except Exception as error:
        log.error("job failed", job=work.job.id, kind=work.job.kind, error=repr(error))
        return None, f"It stopped with {type(error).__name__}: {error}"
    finally:
        over.set()
        beating.join()


def _beat(work: Work, over: Event) -> None:
    while not over.wait(BEAT_SECONDS):
        try:
            held = table.beat(work.database, work.job)
        except Exception as error:  # the database may be away for a while: say so again
            log.warning("a heartbeat was missed", job=work.job.id, error=repr(error))
            continue
        if not held:
            os._exit(OVER)  # somebody else has the job by now: two must not do it


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(OVER)
