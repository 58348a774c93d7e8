"""`findings ingest`: read documents and folders in several processes and store what they say."""

from __future__ import annotations

import os
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from findings.cli.database import DatabaseUrl, open_database, stored_readings
from findings.cli.options import AsJson, Authority, KindOption, Model, Published, Title, stated_metadata
from findings.cli.output import fail, messages, print_json
from findings.schemas import Label, Stated
from findings.settings import settings
from findings.taxonomy import taxonomy

if TYPE_CHECKING:
    from findings.cli.pool import Outcome
    from findings.store.session import Database

INTERRUPTED = 130


@dataclass(slots=True)
class Summary:
    """What a run did: documents by outcome, findings stored, and what could not be read."""

    counts: Counter[str] = field(default_factory=Counter)
    findings: int = 0
    failed: list[Outcome] = field(default_factory=list)

    def as_json(self, seconds: float) -> dict[str, Any]:
        """The summary as `--json` prints it."""
        failed = [
            {"path": each.path, "error": {"code": each.error.code, "message": each.error.message}}
            for each in self.failed
            if each.error
        ]
        counts = {name: self.counts[name] for name in ("new", "known", "unchanged")}
        return {**counts, "findings": self.findings, "failed": failed, "seconds": round(seconds, 1)}


def ingest(
    paths: Annotated[
        list[str], typer.Argument(help="Documents, or folders that are read with all below them.", metavar="PATH")
    ],
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that read.", show_default="one a core")] = None,
    as_json: AsJson = False,
    authority: Authority = None,
    published: Published = None,
    kind: KindOption = None,
    title: Title = None,
    model: Model = None,
    database: DatabaseUrl = None,
) -> None:
    """Read documents and store their findings. Started again, it goes on where it was stopped.

    A document whose bytes are stored and were read by the same model is left as it is, unless something is stated
    about it. Ends with status 1 where a document could not be read; each is named with its reason.
    """
    stated = stated_metadata(title, authority, published, kind)
    store = open_database(database)
    summary, begun = Summary(), time.monotonic()
    try:
        _read(paths, model, stated, store, summary, workers or os.cpu_count() or 1)
    except KeyboardInterrupt:
        messages.print("Stopped. What was read is stored; the same command goes on from here.")
        raise typer.Exit(INTERRUPTED) from None
    finally:
        _show(summary, time.monotonic() - begun, as_json)
    raise typer.Exit(int(bool(summary.failed)))


def _read(
    paths: list[str], model: Path | None, stated: Stated, store: Database, summary: Summary, workers: int
) -> None:
    """Read documents in `workers` processes, and keep what they say."""
    from findings.cli.documents import expand
    from findings.cli.pool import Task, read_all

    files = list(expand(paths))
    stored = {} if stated.model_dump(exclude_none=True) else stored_readings(store)
    task = Task(model, stated, stored, taxonomy().changes)
    with _progress() as progress:
        outcomes = read_all(files, task, workers)
        for outcome in progress.track(outcomes, total=len(files), description="Reading"):
            _keep(store, outcome, stated, summary)
        _follow(store, progress)


def _follow(store: Database, progress: Progress) -> None:
    """Follow what was asked of authorities, so that nobody waits for it later."""
    from findings.reason.ahead import follow_ahead

    follow_ahead(store, told=lambda names: progress.track(names, description="Following"))


def _progress() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=messages)


def _keep(store: Database, outcome: Outcome, stated: Stated, summary: Summary) -> None:
    from findings.store.reports import save

    if outcome.error is not None:
        summary.failed.append(outcome)
    elif outcome.analysis is None:
        summary.counts["unchanged"] += 1
    else:
        new = save(store, outcome.analysis, stated, actor=settings().actor)
        summary.counts["new" if new else "known"] += 1
        summary.findings += sum(each.label is not Label.NOT_A_FINDING for each in outcome.analysis.findings)


def _show(summary: Summary, seconds: float, as_json: bool) -> None:
    if as_json:
        print_json(summary.as_json(seconds))
        return
    for outcome in summary.failed:
        if outcome.error:
            fail(outcome.error, outcome.path)
    counts = summary.counts
    messages.print(
        f"{counts['new']} new, {counts['known']} read again, {counts['unchanged']} stored before, "
        f"{len(summary.failed)} not read; {summary.findings} findings stored in {seconds:.0f} s"
    )
