"""Kills the process that saves decisions, retrains or promotes at random moments, and looks at what is left.

After each kill: every decision that was acknowledged is stored; the current model is whole and loads; a job that was
being done is put back, and in the end all are done or have failed with a reason. `make crash` kills at 50 moments.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import col

from findings.analyse import Analyser
from findings.errors import FindingsError
from findings.intake import read_text
from findings.jobs import promotion, run, table
from findings.jobs.table import JobKind
from findings.pipeline import registry
from findings.pipeline.load import current_model, load
from findings.review.corrections import correct
from findings.review.values import CorrectionIn
from findings.schemas import Label, Stated
from findings.settings import Settings
from findings.store import reports
from findings.store import tables as t
from findings.store.session import Database

MOMENTS = 50
TEXT = "# What inspectors found\n\n" + "\n\n".join(
    f"{who} {what}. {then}."
    for who in ("Managers", "Social workers", "Partners", "Foster carers", "Leaders")
    for what in ("know children well", "visit too late", "share information quickly", "do not record their decisions")
    for then in ("Plans drift", "Children are safer as a result", "Inspectors read case records on Monday")
)


def prepare(folder: Path) -> Settings:
    """A stored report, and two kept models of which one is current."""
    settings = Settings(database_url=f"sqlite:///{folder / 'findings.db'}", models=folder / "models", model=None)
    analyser = Analyser()
    for name in ("one", "two"):
        analyser.nlp.meta["description"] = name
        analyser.nlp.to_disk(folder / name)
        registry.promote(registry.keep(folder / name, settings.models).version, settings.models)
    database = Database(settings.database_url)
    reports.save(database, analyser.analyse(read_text(TEXT)), Stated(), actor="crash")
    database.close()
    return settings


def save(settings: Settings, acknowledged: Path) -> None:
    """Decide on one finding after the other; each decision is acknowledged once it is kept."""
    database = Database(settings.database_url)
    with database.read() as session:
        findings = list(session.scalars(select(col(t.Finding.id)).order_by(col(t.Finding.pk))))
    with acknowledged.open("a") as file:
        for at, finding in enumerate(findings * 3):
            correct(database, finding, CorrectionIn(label=list(Label)[at % 2]), actor="crash")
            file.write(f"{finding}\n")
            file.flush()


def train(settings: Settings, _acknowledged: Path) -> None:
    """Take the job that waits and do it, retraining as a rule."""
    database = Database(settings.database_url)
    with database.read() as session:
        known = table.open_job(session, JobKind.TRAIN)
    if known is None:
        table.enqueue(database, JobKind.TRAIN, {}, actor="crash")
    run.run_one(database, settings)


def promote(settings: Settings, _acknowledged: Path) -> None:
    """Promote every kept model in turn and go back, and label what is stored with each."""
    database = Database(settings.database_url)
    for kept in registry.kept_models(settings.models):
        registry.promote(kept.version, settings.models)
        promotion.reconcile(database, settings, actor="crash")
        run.run_one(database, settings)
        with suppress(FindingsError):
            promotion.roll_back(database, settings, actor="crash")


ACTS: tuple[Callable[[Settings, Path], None], ...] = (save, train, promote)


def killed_at(act: Callable[[Settings, Path], None], settings: Settings, file: Path, seconds: float) -> bool:
    """Do an act in a process of its own and kill it after so many seconds; whether it still ran."""
    process = multiprocessing.get_context("fork").Process(target=act, args=(settings, file))
    process.start()
    process.join(seconds)
    alive = process.is_alive()
    if alive and process.pid is not None:
        os.kill(process.pid, signal.SIGKILL)
    process.join()
    return alive


def look(settings: Settings, file: Path) -> None:
    """Hold that nothing is lost. Raises AssertionError where something is."""
    database = Database(settings.database_url)
    wanted = file.read_text().split() if file.exists() else []
    with database.read() as session:
        kept = session.scalar(select(func.count()).select_from(t.Correction)) or 0
        human = set(session.scalars(select(col(t.Finding.id)).where(col(t.Finding.reviewed_at).is_not(None))))
    assert kept >= len(wanted), f"{len(wanted)} decisions were acknowledged, {kept} are stored"
    assert set(wanted) <= human, "a decided finding does not say so"
    assert load(current_model(settings)).pipe_names
    table.sweep(database, stale=-1)
    with database.read() as session:
        states = [(job.state, job.error) for job in table.jobs(session)]
    assert all(state in ("queued", "done") or (state == "failed" and error) for state, error in states), states
    database.close()


def settle(settings: Settings) -> list[str]:
    """Do what is left to do; the states of all jobs."""
    database = Database(settings.database_url)
    while run.run_one(database, settings) is not None:
        pass
    with database.read() as session:
        states = [f"{job.kind}: {job.state}{f' ({job.error})' if job.error else ''}" for job in table.jobs(session)]
    database.close()
    return states


def main(moments: int, seed: int) -> None:
    """Kill at so many moments, spread over the acts."""
    draw = random.Random(seed)  # noqa: S311
    with tempfile.TemporaryDirectory() as made:
        settings, file = prepare(Path(made)), Path(made) / "acknowledged"
        lengths = []
        for act in ACTS:
            started = time.monotonic()
            killed_at(act, settings, file, 600)
            lengths.append(time.monotonic() - started)
        hits = 0
        for moment in range(moments):
            act, length = ACTS[moment % len(ACTS)], lengths[moment % len(ACTS)]
            hits += killed_at(act, settings, file, draw.uniform(0, length))
            look(settings, file)
        states = settle(settings)
        look(settings, file)
    took = ", ".join(f"{act.__name__} {length:.1f} s" for act, length in zip(ACTS, lengths, strict=True))
    print(f"{moments} moments ({took} when let alone), {hits} of them killed at work: nothing lost")
    print("\n".join(sorted(set(states))))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=MOMENTS)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    main(given.moments, given.seed)
