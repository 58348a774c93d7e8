"""`findings evaluate`: measure the pipeline against what people read in real reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from findings.cli.options import Corpus, Gold, Model, Reports, needed
from findings.cli.output import console, messages

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Task:
    """Where the measured material lies, which model reads it, and which fold of authorities is measured."""

    gold: Path
    corpus: Path
    reports: Path | None
    model: Path | None
    fold: int | None


def evaluate(
    sections: Annotated[
        bool, typer.Option("--sections", help="Items published under the inspectors' headings.")
    ] = False,
    words: Annotated[
        bool, typer.Option("--words", help="Labels and themes of prose, trained without the fold that is read.")
    ] = False,
    entities: Annotated[
        bool, typer.Option("--entities", help="Entities, trained without the fold that is read.")
    ] = False,
    metadata: Annotated[
        bool, typer.Option("--metadata", help="Authority, dates, inspectors and grades of whole reports.")
    ] = False,
    fold: Annotated[
        int | None,
        typer.Option(
            min=0, max=4, help="Fold of authorities for sections and words; else all that a model can be judged on."
        ),
    ] = None,
    gold: Gold = None,
    corpus: Corpus = Path("corpus"),
    reports: Reports = None,
    model: Model = None,
) -> None:
    """Measure how well reports are read: precision, recall and F1 with intervals. Without a choice, everything."""
    task = Task(needed(gold, "--gold", "FINDINGS_GOLD"), corpus, reports, model, fold)
    chosen = {_sections: sections, _words: words, _entities: entities, _metadata: metadata}
    for measure, asked in chosen.items():
        if asked or not any(chosen.values()):
            measure(task)


def _sections(task: Task) -> None:
    from findings.analyse import Analyser
    from findings.intake import read
    from findings.intake.document import Document
    from findings.schemas import Finding
    from findings_training.evaluate_sections import evaluate_sections, section_rows

    reports = needed(task.reports, "--reports", "FINDINGS_REPORTS")
    analyser = Analyser(task.model)

    def document(path: Path) -> Document:
        return read((reports / path).read_bytes(), path.name)

    def findings(document: Document) -> list[Finding]:
        return analyser.analyse(document).findings

    rows = section_rows(task.gold, fold=task.fold)
    with _progress("Reading", len({row["pdf"] for row in rows})) as progress:
        report = evaluate_sections(rows, document, findings, progress=progress)
    console.print(report.render())


def _words(task: Task) -> None:
    from findings_training.evaluate_words import evaluate_words, measurable
    from findings_training.reports import read_reports

    folds = measurable(task.corpus) if task.fold is None else [task.fold]
    with messages.status("Reading the reports") as status:
        texts = read_reports(task.reports, status.update) if task.reports else None
    with _progress("Training and reading", len(folds)) as progress:
        report = evaluate_words(task.gold, folds, corpus=task.corpus, reports=texts, progress=progress)
    console.print(report)


def _entities(task: Task) -> None:
    from findings.pipeline.entities import Entities
    from findings.pipeline.load import load
    from findings.pipeline.parts import part
    from findings_training.entities import evaluate_entities

    nlp = load(task.model)
    trained = part(nlp, Entities)
    with messages.status("Training on four folds and reading the fifth, five times"):
        report = evaluate_entities(nlp, gold=task.gold, corpus=task.corpus, classes=trained.model.classes)
    console.print(report.render())


def _metadata(task: Task) -> None:
    from findings_training.evaluate_metadata import evaluate_metadata

    reports = needed(task.reports, "--reports", "FINDINGS_REPORTS")
    with messages.status("Reading every report"):
        report = evaluate_metadata(reports, task.gold)
    for line in report.lines():
        console.print(line, highlight=False, soft_wrap=True)


@contextmanager
def _progress(description: str, total: int) -> Iterator[Progress]:
    from rich.progress import Progress as Bar

    with Bar(console=messages) as bar:
        task = bar.add_task(description, total=total)

        def step(name: str) -> None:
            bar.update(task, advance=1, description=f"{description} {name}")

        yield step
