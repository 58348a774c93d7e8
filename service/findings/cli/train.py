"""`findings train`: train the pipeline anew from the corpus, or retrain the current one on reviewers' corrections."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from findings.cli.database import DatabaseUrl, open_database
from findings.cli.options import Corpus, Gold, Reports
from findings.cli.output import messages, print_json
from findings.pipeline import registry
from findings.pipeline.gate_values import Decision
from findings.settings import settings

RUNS = Path("training") / "runs"


def train(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder to write the model to.", show_default="training/runs/<time>"),
    ] = None,
    corpus: Corpus = Path("corpus"),
    gold: Gold = None,
    reports: Reports = None,
    corrections: Annotated[
        bool,
        typer.Option(
            "--corrections",
            help="Retrain the current model on the corrections in the database, and keep the candidate.",
        ),
    ] = False,
    database: DatabaseUrl = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was learned from as JSON.")] = False,
) -> None:
    """Train a model. The same sources give the same model.

    The corpus of the repository alone trains one that works; hand-read sentences and published reports, where there
    are any, make it better. The model that is in use stays: name the new one by FINDINGS_MODEL or --model.

    With --corrections the current model is moved by what reviewers decided, and the candidate is compared with it:
    `findings models promote` makes it current. Exit status 1 says that it was refused.
    """
    if corrections:
        _retrain(database, corpus, as_json=as_json)
    else:
        _train(output, corpus, gold, reports, as_json=as_json)


def _train(output: Path | None, corpus: Path, gold: Path | None, reports: Path | None, *, as_json: bool) -> None:
    from findings_training import train as training

    path = output or RUNS / f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}"
    with messages.status("Reading the sources") as status:
        result = training.train(path, gold=gold, corpus=corpus, reports=reports, progress=status.update)
    if (result.path / registry.META).exists():
        registry.seal(result.path)
    if as_json:
        print_json({"path": str(result.path), "examples": result.examples, "seconds": round(result.seconds, 1)})
    else:
        learned = ", ".join(f"{count} {sample}" for sample, count in result.examples.items())
        messages.print(f"{result.path}: learned from {learned} examples in {result.seconds:.0f} s")


def _retrain(url: str | None, corpus: Path, *, as_json: bool) -> None:
    from findings.jobs.train import learn

    store = open_database(url)
    with messages.status("Gathering corrections") as status:
        version, gate = learn(store, settings(), lambda told, _share: status.update(told), corpus)
    store.close()
    if as_json:
        print_json({"version": version, **gate.model_dump(mode="json")})
    else:
        learned = ", ".join(f"{count} {sample}" for sample, count in gate.learned.items())
        messages.print(f"{version}: learned from {learned} examples in {gate.seconds:.0f} s: {gate.decision}")
        for reason in gate.reasons:
            messages.print(f"  {reason}")
    if gate.decision is Decision.REFUSED:
        raise typer.Exit(1)
