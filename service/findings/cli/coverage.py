"""`findings coverage`: which findings of a report an improvement plan answers, and which nobody does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from findings.cli.options import AsJson, Model
from findings.cli.output import LABEL_STYLE, console, print_json

if TYPE_CHECKING:
    from findings.reason.coverage import Coverage


def coverage(
    report: Annotated[Path, typer.Argument(help="The report that asks.", exists=True, dir_okay=False)],
    plan: Annotated[Path, typer.Argument(help="The plan or paper that answers.", exists=True, dir_okay=False)],
    as_json: AsJson = False,
    model: Model = None,
) -> None:
    """Compare a plan with what a report asks to be put right. Nothing is stored.

    Says which action answers which finding, which findings nobody answers and which actions answer nothing; owner, due
    day and status of an action where the plan prints them. Ends with status 1 where a finding is not answered.
    """
    from findings.analyse import Analyser
    from findings.intake import read
    from findings.reason.coverage import coverage as compared

    analysis = Analyser(model).analyse(read(report.read_bytes(), report.name))
    found = compared(analysis.findings, read(plan.read_bytes(), plan.name))
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        _show(found)
    raise typer.Exit(int(bool(found.unanswered)))


def _show(found: Coverage) -> None:
    answered = len(found.findings) - len(found.unanswered)
    table = Table("page", "finding", "answered by", title=f"{answered} of {len(found.findings)} findings answered")
    for finding in found.findings:
        answers = "\n".join(f"• {found.actions[each.action].text}" for each in finding.answers)
        told = Text(answers) if answers else Text("nobody", style="bold red")
        table.add_row(str(finding.page), Text(finding.text, style=LABEL_STYLE[finding.label]), told)
    console.print(table)
    table = Table("action", "owner", "due", "status", "answers", title=f"{len(found.idle)} actions answer nothing")
    for action in found.actions:
        cells = (action.text, action.owner or "", action.due or "", action.status or "")
        table.add_row(*map(Text, cells), str(len(action.answers) or "nothing"))
    console.print(table)
