"""`findings train`: train the pipeline anew from the corpus and whatever else is at hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from findings.cli.options import Corpus, Gold, Reports
from findings.cli.output import messages, print_json

RUNS = Path("training") / "runs"


def train(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder to write the model to.", show_default="training/runs/<time>"),
    ] = None,
    corpus: Corpus = Path("corpus"),
    gold: Gold = None,
    reports: Reports = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was learned from as JSON.")] = False,
) -> None:
    """Train a model. The same sources give the same model.

    The corpus of the repository alone trains one that works; hand-read sentences and published reports, where there
    are any, make it better. The model that is in use stays: name the new one by FINDINGS_MODEL or --model.
    """
    from findings_training import train as training

    path = output or RUNS / f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}"
    with messages.status("Reading the sources") as status:
        result = training.train(path, gold=gold, corpus=corpus, reports=reports, progress=status.update)
    if as_json:
        print_json({"path": str(result.path), "examples": result.examples, "seconds": round(result.seconds, 1)})
    else:
        learned = ", ".join(f"{count} {sample}" for sample, count in result.examples.items())
        messages.print(f"{result.path}: learned from {learned} examples in {result.seconds:.0f} s")
