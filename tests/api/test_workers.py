"""Worker processes: warm, timed, and replaced when they die."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Iterator

import pytest

from findings.api.examples import ITEM, TEXT
from findings.api.workers import WAITING_PER_WORKER, Content, Readers
from findings.errors import Code, FindingsError
from findings.schemas import Analysis, Stated
from findings.settings import Settings

LONG = "\n\n".join(f"Visits number {number} are late, although plans are good." for number in range(20_000))


@pytest.fixture(scope="module")
def readers(service_settings: Settings) -> Iterator[Readers]:
    """A warm pool."""
    readers = Readers(service_settings)
    asyncio.run(asyncio.wait_for(readers.warm(), 120))
    yield readers
    readers.close()


def read(readers: Readers, text: str) -> Analysis:
    return asyncio.run(readers.read(Content(text), Stated()))


def test_a_document_is_read_in_another_process(readers: Readers) -> None:
    assert readers.reading is not None
    analysis = read(readers, TEXT)
    assert (analysis.report.model, analysis.report.taxonomy) == readers.reading
    assert analysis.text == TEXT
    assert ITEM in [finding.text for finding in analysis.findings]


def test_what_takes_too_long_is_ended_and_the_next_is_read(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "timeout", 0.2)
    with pytest.raises(FindingsError, match="FINDINGS_READ_TIMEOUT") as caught:
        read(readers, LONG)
    assert caught.value.code is Code.TIMEOUT
    monkeypatch.undo()
    assert read(readers, TEXT).findings


def test_a_worker_that_dies_is_replaced(readers: Readers) -> None:
    async def killed() -> None:
        reading = asyncio.create_task(readers.read(Content(LONG), Stated()))
        await asyncio.sleep(0.5)
        for child in multiprocessing.active_children():
            os.kill(child.pid or 0, signal.SIGKILL)
        await reading

    with pytest.raises(FindingsError) as caught:
        asyncio.run(killed())
    assert caught.value.code is Code.LOST
    assert read(readers, TEXT).findings


def test_a_full_queue_says_so(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "waiting", WAITING_PER_WORKER)
    with pytest.raises(FindingsError) as caught:
        read(readers, TEXT)
    assert caught.value.code is Code.BUSY
