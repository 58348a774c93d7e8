"""Reads many documents in worker processes; one that kills its worker or takes too long is named in an error."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from signal import SIG_IGN, SIGINT, signal

from pebble import ProcessExpired, ProcessPool

from findings.analyse import Analyser, model_name
from findings.cli.documents import analysed, content
from findings.errors import Code, FindingsError
from findings.schemas import Analysis, Stated
from findings.settings import settings
from findings.taxonomy.change_values import Applied
from findings.taxonomy.loader import taxonomy, use

Reading = tuple[str, str]
QUEUED_PER_WORKER = 2
DOCUMENTS_PER_PROCESS = 500  # then it is replaced, so that what a reader leaks does not add up
NO_MODEL = {Code.MODEL_MISSING, Code.MODEL_FOREIGN}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document: an analysis, an error, or neither where it was stored before."""

    path: str
    analysis: Analysis | None = None
    error: FindingsError | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What every worker is told: the model, what is stated, and which readings (model, taxonomy) are stored.

    `changes` are those of the themes that the database keeps.
    """

    model: Path | None
    stated: Stated
    stored: Mapping[str, Reading]
    changes: Sequence[Applied] = ()


def read_all(paths: Iterable[str], task: Task, workers: int) -> Iterator[Outcome]:
    """The outcome of every document, as they are done.

    Raises `FindingsError` where there is no model to read with.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # the processes are the parallelism
    pool = ProcessPool(workers, DOCUMENTS_PER_PROCESS, _start, (task,), get_context("spawn"))
    waiting = iter(paths)
    running: dict[Future[Analysis | None], str] = {}
    try:
        while True:
            for path in islice(waiting, QUEUED_PER_WORKER * workers - len(running)):
                running[pool.schedule(_work, (path,), timeout=settings().read_timeout)] = path
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield outcome_of(future, running.pop(future))
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def outcome_of(future: Future[Analysis | None], path: str) -> Outcome:
    """What became of the document at `path`, now that its `future` is done."""
    try:
        return Outcome(path, future.result())
    except FindingsError as error:
        if error.code in NO_MODEL:
            raise
        return Outcome(path, error=error)
    except TimeoutError:
        limit = settings().read_timeout
        message = f"{path} was not read within {limit:g} seconds. Split it, or raise FINDINGS_READ_TIMEOUT."
        return Outcome(path, error=FindingsError(Code.TIMEOUT, message))
    except ProcessExpired:
        message = f"{path} ended the process that read it, perhaps for want of memory. Split it, or report it."
        return Outcome(path, error=FindingsError(Code.LOST, message))


class Worker:
    """What a worker process keeps between documents."""

    def __init__(self, task: Task) -> None:
        self.task = task
        use(task.changes)
        self.analyser = Analyser(task.model)
        self.reading = (model_name(self.analyser.nlp), taxonomy().version)

    def read(self, path: str) -> Analysis | None:
        """The analysis of a document, or nothing where it is stored; raises `FindingsError` where it cannot be read."""
        data = content(path)
        if self.task.stored.get(hashlib.sha256(data).hexdigest()) == self.reading:
            return None
        return analysed(self.analyser, path, self.task.stated, data)


_task: Task


def _start(task: Task) -> None:
    global _task
    signal(SIGINT, SIG_IGN)  # Ctrl-C goes to every process; the parent decides what to do about it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _task = task


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@lru_cache
def _worker() -> Worker:
    return Worker(_task)


def _work(path: str) -> Analysis | None:
    return _worker().read(path)
