"""A watcher goes on looking, and says once that it cannot and once that it can again."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from findings.watcher import Watcher


class Looking(Watcher):
    """Fails as it is told, one look after the other, and stops after the last."""

    name, wrong, right = "test", "it cannot look", "it looks again"

    def __init__(self, *looks: Exception | None) -> None:
        super().__init__()
        self.looks = list(looks)

    def begin(self) -> None:
        self.look()

    def look(self) -> None:
        if len(self.looks) == 1:
            self.over.set()
        error = self.looks.pop(0)
        if error is not None:
            raise error


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("findings.watcher.LOOK_SECONDS", 0.001)


def told(*looks: Exception | None) -> list[str]:
    watcher = Looking(*looks)
    with capture_logs() as logs:
        watcher.start()
        watcher.thread.join(10)
    assert not watcher.looks
    return [each["event"] for each in logs]


def test_nothing_is_said_while_all_is_well() -> None:
    assert told(None, None, None) == []


def test_a_failure_is_said_once_and_that_it_is_over() -> None:
    away = [OSError("away") for _ in range(5)]
    assert told(None, *away, None, None) == ["it cannot look", "it looks again"]


def test_a_beginning_that_fails_does_not_end_it() -> None:
    assert told(OSError("away"), None) == ["it cannot look", "it looks again"]


def test_another_failure_is_said_too() -> None:
    assert told(OSError("away"), OSError("away"), KeyError("odd")) == ["it cannot look", "it cannot look"]
