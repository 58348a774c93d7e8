"""Reads documents in a few worker processes, each with one loaded model, so that the event loop never waits."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import BrokenBarrierError, Thread
from typing import TYPE_CHECKING, Any, TypeVar

import structlog
from pebble import ProcessExpired, ProcessPool

from findings.errors import Code, FindingsError
from findings.pipeline.load import current_model
from findings.schemas import Analysis, Stated
from findings.settings import Settings
from findings.taxonomy.change_values import Applied
from findings.taxonomy.loader import taxonomy, use

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

    from findings.analyse import Analyser
    from findings.intake.document import Document

T = TypeVar("T")
WAITING_PER_WORKER = 20
WARM_SECONDS = 120
RETRY_SECONDS = 15
log = structlog.get_logger("findings.api")


@dataclass(frozen=True, slots=True)
class Content:
    """What is to be read: the bytes of a file, or a text that was posted; `name` only makes errors readable."""

    data: bytes | str
    name: str | None = None


class Readers:
    """A pool of warm workers; one that dies or takes too long is replaced, and its document named in an error."""

    def __init__(self, settings: Settings) -> None:
        os.environ.setdefault("OMP_NUM_THREADS", "1")  # the processes are the parallelism
        context = multiprocessing.get_context("spawn")
        barrier = context.Barrier(settings.workers)
        self.workers = settings.workers
        self.timeout = settings.read_timeout
        self.pool = ProcessPool(settings.workers, context=context, initializer=_start, initargs=(settings, barrier))
        self.waiting = 0
        self.model: str | None = None
        self.failure: str | None = None

    @property
    def reading(self) -> tuple[str, str] | None:
        """The model and the taxonomy that the next document is read with; None until the workers are warm."""
        return (self.model, taxonomy().version) if self.model is not None else None

    async def warm(self) -> None:
        """Return once every worker has loaded its model, trying until they can; then `model` is its name."""
        while self.model is None:
            try:
                found = await asyncio.gather(*(self._run(_warm) for _ in range(self.workers)))
                self.model = found[0]
                log.info("readers warm", workers=self.workers, model=found[0])
            except Exception as error:  # whatever it is, the service says so in /health/ready and goes on trying
                self.failure = str(error)
                log.error("readers cannot start", error=self.failure)
                await asyncio.sleep(RETRY_SECONDS)

    async def read(self, content: Content, stated: Stated) -> Analysis:
        """The analysis of one document. Raises FindingsError where it cannot be read, or not in time."""
        analysis = await self._queued(_read, content, stated, taxonomy().changes)
        self.model = analysis.report.model
        return analysis

    async def document(self, content: Content) -> Document:
        """The blocks of one document, nothing made of them. Raises FindingsError as `read` does."""
        return await self._queued(_document, content)

    async def _queued(self, work: Callable[..., T], *args: Any) -> T:
        if self.waiting >= WAITING_PER_WORKER * self.workers:
            raise FindingsError(Code.BUSY, f"{self.waiting} documents wait to be read. Send this one again in a while.")
        self.waiting += 1
        try:
            return await self._run(work, *args)
        finally:
            self.waiting -= 1

    async def _run(self, work: Callable[..., T], *args: Any) -> T:
        future = self.pool.schedule(work, args=args, timeout=self.timeout)
        try:
            return await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise FindingsError(
                Code.TIMEOUT,
                f"The document was not read within {self.timeout:g} seconds. Split it, or raise FINDINGS_READ_TIMEOUT.",
            ) from error
        except ProcessExpired as error:
            raise FindingsError(
                Code.LOST,
                "The process that read the document ended, perhaps for want of memory. Send it again or split it.",
            ) from error

    def close(self) -> None:
        """End the workers."""
        self.pool.stop()  # type: ignore[no-untyped-call]
        self.pool.join()


_barriers: list[Barrier] = []
_settings: list[Settings] = []
_last: list[Analyser] = []


def _start(settings: Settings, barrier: Barrier) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    _settings.append(settings)
    _barriers.append(barrier)
    with suppress(Exception):  # told to whoever asks for a reading
        _analyser()


def _end_with_parent() -> None:
    """A service that is killed cannot end its workers, so they watch it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _analyser() -> Analyser:
    """One that reads with the current model, which may be another than before; that one stays if it cannot be read."""
    folder = current_model(_settings[0])
    try:
        return _loaded(folder)
    except FindingsError as error:
        if not _last:
            raise
        log.error("the current model cannot be read, the one before goes on", error=error.message)
        return _last[0]


@lru_cache(maxsize=1)
def _loaded(folder: Path) -> Analyser:
    from findings.analyse import Analyser  # only workers pay for loading spaCy

    _last[:] = [Analyser(folder)]
    return _last[0]


def _warm() -> str:
    from findings.analyse import model_name

    analyser = _analyser()
    with suppress(BrokenBarrierError):  # each worker holds one of the warming tasks until all have theirs
        _barriers[0].wait(WARM_SECONDS)
    return model_name(analyser.nlp)


def _read(content: Content, stated: Stated, changes: Sequence[Applied]) -> Analysis:
    use(changes)  # the workers know no database: what people changed of the themes comes with each document
    return _analyser().analyse(_document(content), stated)


def _document(content: Content) -> Document:
    from findings import intake

    data = content.data
    document = intake.read_text(data) if isinstance(data, str) else intake.read(data, content.name)
    if not document.blocks:
        raise FindingsError(Code.EMPTY, "The text is empty. Send a report with text in it.")
    return document
