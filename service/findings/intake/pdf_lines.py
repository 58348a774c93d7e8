"""Reads passages from an untagged page by geometry."""

from __future__ import annotations

from collections.abc import Iterator

from findings.intake.pdf_passage import Passage
from findings.intake.pdf_raw import Run


def read_lines(page: int, runs: list[Run]) -> Iterator[Passage]:
    """The passages of a page's runs: lines that follow each other closely in one style."""
    passage: Passage | None = None
    for run in runs:
        last = passage.runs[-1] if passage else None
        if passage and last and abs(run.y - last.y) < run.size * 1.6 and abs(run.size - last.size) < 1:
            passage.runs.append(run)
            continue
        if passage:
            yield passage
        passage = Passage(page, runs=[run])
    if passage:
        yield passage
