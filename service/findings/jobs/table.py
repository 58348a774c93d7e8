"""The job table: what is to be done, who does it, how far it is. The table alone is true; processes come and go.

A job is taken by one atomic update. Whoever has it proves so by its number of attempts: a process that was put aside
and comes back finds that its attempt is over, and writes nothing more.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from pydantic import BaseModel
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.errors import Code, FindingsError
from findings.store import audit
from findings.store import tables as t
from findings.store.job_tables import JobLine
from findings.store.session import Database

STALE_SECONDS = 45.0
MOST_ATTEMPTS = 3
SHOWN = 100
AGAIN = "again "
J = t.Job


class JobKind(StrEnum):
    """What a job does."""

    TRAIN = "train"
    COMPARE = "compare"
    RECLASSIFY = "reclassify"


class LogLine(BaseModel):
    """A line of a job's log."""

    at: dt.datetime
    text: str


class Job(BaseModel):
    """A job as it stands; `progress` is 0 to 1, `state` queued, running, done or failed, `error` why it failed."""

    id: int
    kind: JobKind
    state: str
    progress: float
    attempts: int
    arguments: dict[str, Any]
    result: dict[str, Any] | None
    error: str | None
    actor: str
    created_at: dt.datetime
    finished_at: dt.datetime | None
    log: list[LogLine]


class Jobs(BaseModel):
    """Jobs, latest first."""

    items: list[Job]


def enqueue(
    database: Database, kind: JobKind, arguments: dict[str, Any], *, actor: str, token: str | None = None
) -> Job:
    """Put a job into the table; one of the same kind and token that is there already is given back instead."""
    try:
        with database.write() as session:
            row = J(kind=kind, arguments=arguments, actor=actor, token=token)
            session.add(row)
            session.flush()
            audit.record(session, actor, f"job.{kind}", "job", str(row.id), **arguments)
            return _value(session, row)
    except IntegrityError:
        with database.read() as session:
            known = session.scalars(select(J).where(col(J.kind) == kind, col(J.token) == token)).one()
            return _value(session, known)


def again(database: Database, number: int, *, actor: str) -> Job:
    """A job like one that failed, which keeps its reason. Raises FindingsError where that one did not fail.

    Asked again it is the same job: neither two clicks nor two services make two.
    """
    with database.read() as session:
        failed = job(session, number)
    if failed.state != "failed":
        told = f"Job {number} is {failed.state}; only one that failed can be tried again."
        raise FindingsError(Code.CONFLICT, told)
    return enqueue(database, failed.kind, failed.arguments, actor=actor, token=f"{AGAIN}{number}")


def latest(session: Session, kind: JobKind) -> Job | None:
    """The job of a kind that was asked for last."""
    return next(iter(jobs(session, kind, limit=1)), None)


def job(session: Session, number: int) -> Job:
    """A job with its log. Raises FindingsError where there is none."""
    row = session.get(J, number)
    if row is None:
        raise FindingsError(Code.NOT_FOUND, f"There is no job {number}; /jobs lists those there are.")
    return _value(session, row)


def jobs(session: Session, kind: JobKind | None = None, limit: int = SHOWN) -> list[Job]:
    """The latest jobs, latest first."""
    wanted = select(J).order_by(col(J.id).desc()).limit(limit)
    rows = session.scalars(wanted.where(col(J.kind) == kind) if kind else wanted).all()
    return [_value(session, row) for row in rows]


def open_job(session: Session, kind: JobKind) -> Job | None:
    """The job of a kind that is waiting or being done."""
    wanted = select(J).where(col(J.kind) == kind, col(J.state).in_(["queued", "running"])).order_by(col(J.id))
    row = session.scalars(wanted.limit(1)).first()
    return _value(session, row) if row else None


def _value(session: Session, row: t.Job) -> Job:
    lines = session.scalars(select(JobLine).where(col(JobLine.job_id) == row.id).order_by(col(JobLine.id)))
    log = [LogLine(at=line.at, text=line.text) for line in lines]
    return Job.model_validate(row.model_dump(include=set(Job.model_fields)) | {"log": log})


def take(database: Database) -> Job | None:
    """The oldest job that waits, now running; none where nothing waits."""
    with database.write() as session:
        number = session.scalar(select(col(J.id)).where(col(J.state) == "queued").order_by(col(J.id)).limit(1))
        begun = {"state": "running", "attempts": col(J.attempts) + 1, "heartbeat": t.now(), "error": None}
        free = (col(J.id) == number, col(J.state) == "queued")
        if number is None or not _changed(session, free, begun):
            return None
        return job(session, number)


def beat(database: Database, mine: Job, progress: float | None = None, line: str | None = None) -> bool:
    """Say that a job is still being done, and how far it is; False where this attempt at it is over."""
    with database.write() as session:
        told = {"heartbeat": t.now()} | ({} if progress is None else {"progress": progress})
        held = _changed(session, _held(mine), told) > 0
        if held and line is not None:
            session.add(JobLine(job_id=mine.id, text=line))
        return held


def finish(database: Database, mine: Job, result: dict[str, Any] | None = None, error: str | None = None) -> bool:
    """Say what a job came to; False, and nothing written, where this attempt at it is over."""
    told = {"state": "failed" if error else "done", "result": result, "error": error, "finished_at": t.now()}
    with database.write() as session:
        return _changed(session, _held(mine), told | ({} if error else {"progress": 1.0})) > 0


def sweep(database: Database, stale: float = STALE_SECONDS) -> int:
    """Put back jobs whose heartbeat stopped; those that were tried too often fail. Returns how many there were."""
    dead = (col(J.state) == "running", col(J.heartbeat) < t.now() - dt.timedelta(seconds=stale))
    with database.read() as session:
        if session.scalar(select(col(J.id)).where(*dead).limit(1)) is None:
            return 0
    tried = (*dead, col(J.attempts) >= MOST_ATTEMPTS)
    why = f"The process that did it ended before it was done, {MOST_ATTEMPTS} times. See the service's log; start anew."
    with database.write() as session:
        failed = _changed(session, tried, {"state": "failed", "error": why, "finished_at": t.now()})
        return failed + _changed(session, dead, {"state": "queued"})


def waiting(database: Database) -> bool:
    """Whether any job waits to be done."""
    with database.read() as session:
        return session.scalar(select(col(J.id)).where(col(J.state) == "queued").limit(1)) is not None


def _held(mine: Job) -> tuple[ColumnElement[bool], ...]:
    return (col(J.id) == mine.id, col(J.state) == "running", col(J.attempts) == mine.attempts)


def _changed(session: Session, which: tuple[ColumnElement[bool], ...], values: dict[str, Any]) -> int:
    done: Any = session.execute(update(J).where(*which).values(**values))
    return int(done.rowcount)
