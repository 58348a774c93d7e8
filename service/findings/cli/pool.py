"""Reads many documents in worker processes; a document that kills its worker is named, the others still come out."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context, parent_process
from pathlib import Path
from signal import SIG_IGN, SIGINT, signal

from findings.analyse import Analyser, model_name
from findings.cli.documents import analysed, content
from findings.errors import Code, FindingsError
from findings.schemas import Analysis, Stated
from findings.taxonomy import taxonomy

Reading = tuple[str, str]
QUEUED_PER_WORKER = 2
NO_MODEL = {Code.MODEL_MISSING, Code.MODEL_FOREIGN}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document: an analysis, an error, or neither where it was stored before."""

    path: str
    analysis: Analysis | None = None
    code: Code | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """What every worker is told: the model, what is stated, and which readings (model, taxonomy) are stored."""

    model: Path | None
    stated: Stated
    stored: Mapping[str, Reading]


def read_all(paths: Iterable[str], task: Task, workers: int) -> Iterator[Outcome]:
    """The outcome of every document, as they are done.

    Raises `FindingsError` where there is no model to read with.
    """
    waiting = deque(paths)
    while waiting:
        for path in (yield from _read(waiting, task, workers)):
            alone = deque([path])
            if (yield from _read(alone, task, workers=1)):
                yield Outcome(path, code=Code.UNREADABLE, message=_killed(path))


def _killed(path: str) -> str:
    return f"{path} ended the process that read it, perhaps for want of memory. Please report it with the file."


def _read(waiting: deque[str], task: Task, workers: int) -> Generator[Outcome, None, list[str]]:
    """Yield outcomes until all are done or a worker dies; return the paths that were in work when it did."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # the processes are the parallelism
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _start, (task,))
    running: dict[Future[Outcome], str] = {}
    try:
        while waiting or running:
            while waiting and len(running) < QUEUED_PER_WORKER * workers:
                path = waiting[0]
                running[pool.submit(_work, path)] = path
                waiting.popleft()
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield _checked(future.result())
                del running[future]
    except BrokenProcessPool:
        return list(running.values())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return []


def _checked(outcome: Outcome) -> Outcome:
    """The outcome; raises `FindingsError` where it says that no document can be read at all."""
    if outcome.code in NO_MODEL:
        raise FindingsError(outcome.code, outcome.message)
    return outcome


class Worker:
    """What a worker process keeps between documents."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.analyser = Analyser(task.model)
        self.reading = (model_name(self.analyser.nlp), taxonomy().version)

    def read(self, path: str) -> Outcome:
        """The outcome of one document; raises `FindingsError` where it cannot be read."""
        data = content(path)
        if self.task.stored.get(hashlib.sha256(data).hexdigest()) == self.reading:
            return Outcome(path)
        return Outcome(path, analysed(self.analyser, path, self.task.stated, data))


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


def _work(path: str) -> Outcome:
    try:
        return _worker().read(path)
    except FindingsError as error:
        return Outcome(path, code=error.code, message=error.message)
