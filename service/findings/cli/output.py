"""How the command line speaks: answers on standard output, everything else on standard error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from findings.errors import Code, FindingsError
from findings.schemas import Finding, Label, Report

# What is printed is text of reports and of people; none of it is markup.
console = Console(markup=False)
messages = Console(stderr=True, markup=False)

LABEL_STYLE = {
    Label.STRENGTH: "green",
    Label.AREA_FOR_IMPROVEMENT: "yellow",
    Label.PRIORITY_ACTION: "bold red",
    Label.NOT_A_FINDING: "dim",
}


def print_json(value: dict[str, Any]) -> None:
    """Print one JSON object on a line of its own."""
    typer.echo(json.dumps(value, ensure_ascii=False))


def fail(error: FindingsError, path: str | None = None) -> None:
    """Say on standard error what could not be done, with which file, and how to mend it."""
    where = f"{path}: " if path and path not in error.message else ""
    messages.print(Text.assemble(("error ", "bold red"), f"{where}{error.message} [{error.code}]"), soft_wrap=True)


def print_report(path: str, report: Report) -> None:
    """Print what a report is: title, authority, kind, dates and grades."""
    console.rule(Text(path), align="left")
    grid = Table.grid(padding=(0, 2))
    for name, value in _facts(report):
        grid.add_row(Text(name, style="dim"), Text(value))
    console.print(grid)


def _facts(report: Report) -> list[tuple[str, str]]:
    dates = [str(date) for date in (report.inspection_start, report.inspection_end) if date]
    facts = [
        ("title", report.title),
        ("authority", report.authority),
        ("kind", report.kind),
        ("inspected", " to ".join(dates)),
        ("published", str(report.published or "")),
        ("inspectors", ", ".join(report.lead_inspectors)),
        ("grades", ", ".join(f"{judged.area} {judged.grade}" for judged in report.judgements)),
    ]
    return [(name, str(value)) for name, value in facts if value]


def print_findings(findings: list[Finding]) -> None:
    """Print findings as a table: page, label, confidence, text and themes."""
    table = Table("page", "label", "sure", "finding", "themes", show_lines=False, header_style="bold")
    for finding in findings:
        table.add_row(
            str(finding.page),
            Text(finding.label.replace("_", " "), style=LABEL_STYLE[finding.label]),
            f"{finding.confidence:.0%}",
            Text(finding.text),
            Text(", ".join(theme.id for theme in finding.themes)),
        )
    console.print(table)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say which file cannot be written, and what to do, where writing `path` fails inside."""
    try:
        yield
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}. Choose another --output."
        raise FindingsError(Code.INVALID, message) from error
