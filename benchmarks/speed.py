"""How fast and how large one process is, from a file's bytes to stored findings: `make bench`.

Reads the reports that are named, else a sample of those under FINDINGS_REPORTS, in one process on one core. Figures
are of this machine and this moment: compare runs of the same machine only.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from findings.analyse import Analyser
from findings.intake import read
from findings.schemas import Stated
from findings.store.reports import save
from findings.store.session import Database

SAMPLE = 30
LOADING = "load the model"


class Clock(dict[str, float]):
    """Processor seconds spent in each step."""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Add what is done inside to the step `name`."""
        begun = time.process_time()
        yield
        self[name] = self.get(name, 0) + time.process_time() - begun


def sample(names: Sequence[str]) -> list[Path]:
    """The files of these names, else every so many of the reports."""
    if names:
        return [Path(name) for name in names]
    folder = os.environ.get("FINDINGS_REPORTS")
    found = sorted(Path(folder).rglob("*.pdf")) if folder else []
    if not found:
        sys.exit("Name reports to read, or the folder that holds them by FINDINGS_REPORTS.")
    return found[:: max(1, len(found) // SAMPLE)]


def main() -> None:
    """Read, analyse and store the sample, and print what each step costs."""
    files, clock, pages, words = sample(sys.argv[1:]), Clock(), 0, 0
    with clock.step(LOADING):
        analyser = Analyser()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/findings.db")
        for path in files:
            with clock.step("intake"):
                document = read(path.read_bytes(), path.name)
            with clock.step("pipeline"):
                analysis = analyser.analyse(document)
            with clock.step("store"):
                save(database, analysis, Stated(), actor="bench")
            pages += document.pages
            words += len(document.text.split())
        database.close()
    report(clock, len(files), pages, words)


def report(clock: Clock, files: int, pages: int, words: int) -> None:
    """Print the figures."""
    print(f"{files} reports, {pages} pages, {words} words")
    for step, spent in clock.items():
        rate = "" if step == LOADING else f"{pages / spent:10,.0f} pages/s {words / spent:12,.0f} words/s"
        print(f"{step:16}{spent:8.2f} s {rate}")
    per_page = sum(spent for step, spent in clock.items() if step != LOADING) / pages
    print(f"30 pages, bytes to stored findings: {30 * per_page:.2f} s of one core")
    print(f"largest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
