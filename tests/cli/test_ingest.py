"""`findings ingest` stores folders, names what it cannot read and goes on where it was stopped."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from pebble import ProcessExpired
from typer.testing import CliRunner

from findings.cli import app
from findings.cli.database import stored_readings
from findings.cli.pool import outcome_of
from findings.errors import Code
from findings.schemas import Analysis
from findings.store.session import Database

run = CliRunner().invoke
LOST = ProcessExpired("died", 9)  # type: ignore[no-untyped-call]
SENTENCE = "Inspection of Brackwater, letter {}.\n\nAreas for improvement\n\n- The timeliness of health assessments.\n"


def letters(folder: Path, count: int) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"letter {number}.txt").write_text(SENTENCE.format(number))
    return folder


def ingest(*arguments: str | Path, database: str) -> dict[str, Any]:
    result = run(app, ["ingest", *map(str, arguments), "--workers", "1", "--json", "--database", database])
    summary: dict[str, Any] = json.loads(result.stdout)
    return {**summary, "status": result.exit_code}


def test_a_folder_is_stored_once(database: str, tmp_path: Path) -> None:
    folder = letters(tmp_path / "letters", 2)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nbroken")
    first = ingest(folder, database=database)
    again = ingest(folder, database=database)
    assert (first["new"], first["findings"], first["status"]) == (2, 2, 1)
    assert [Path(each["path"]).name for each in first["failed"]] == ["broken.pdf"]
    assert (again["new"], again["unchanged"]) == (0, 2)


def test_what_is_stated_reaches_what_is_stored_before(database: str, tmp_path: Path) -> None:
    folder = letters(tmp_path / "letters", 1)
    ingest(folder, database=database)
    assert ingest(folder, "--authority", "Hackney", database=database)["known"] == 1
    found = run(app, ["search", "--authority", "Hackney", "--json", "--database", database])
    assert json.loads(found.stdout)["total"] == 1


def test_stopped_half_way_it_goes_on(tmp_path: Path) -> None:
    folder, url = letters(tmp_path / "letters", 1500), f"sqlite:///{tmp_path / 'new.db'}"
    command = [sys.executable, "-c", "from findings.cli import app; app()", "ingest", str(folder), "--workers", "1"]
    store = Database(url)
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen([*command, "--database", url], stderr=said)
    while process.poll() is None and not stored_readings(store):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=60)
    kept = set(stored_readings(store))
    store.close()
    assert process.returncode == 130
    assert b"goes on from here" in (tmp_path / "said").read_bytes()
    left = [path for path in folder.iterdir() if hashlib.sha256(path.read_bytes()).hexdigest() not in kept]
    for path in left[2:]:  # the rest would only take time
        path.unlink()
    again = ingest(folder, database=url)
    assert (again["new"], again["unchanged"]) == (2, len(kept))


@pytest.mark.parametrize(("error", "code"), [(LOST, Code.LOST), (TimeoutError(), Code.TIMEOUT)], ids=["died", "slow"])
def test_a_document_that_takes_its_worker_down_is_named(error: Exception, code: Code) -> None:
    future: Future[Analysis | None] = Future()
    future.set_exception(error)
    outcome = outcome_of(future, "odd.pdf")
    assert outcome.error is not None
    assert outcome.error.code == code
    assert "odd.pdf" in outcome.error.message
