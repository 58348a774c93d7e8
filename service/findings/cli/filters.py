"""Options that choose among stored findings."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import typer

from findings.cli.options import DATE_FORMAT
from findings.cli.output import messages
from findings.schemas import Kind, Label
from findings.taxonomy import taxonomy

AGAIN = "Given more than once: any of them."


Themes = Annotated[list[str] | None, typer.Option("--theme", help=f"Id of a theme. {AGAIN}")]
Labels = Annotated[list[Label] | None, typer.Option("--label", help=f"Label. {AGAIN}")]
Authorities = Annotated[list[str] | None, typer.Option("--authority", help=f"Short name of an authority. {AGAIN}")]
Kinds = Annotated[list[Kind] | None, typer.Option("--kind", help=f"Kind of report. {AGAIN}")]
Since = Annotated[
    dt.datetime | None, typer.Option("--from", formats=[DATE_FORMAT], help="Published on this day or later.")
]
Until = Annotated[
    dt.datetime | None, typer.Option("--to", formats=[DATE_FORMAT], help="Published on this day or earlier.")
]


def chosen(
    words: str | None,
    theme: list[str] | None,
    label: list[Label] | None,
    authority: list[str] | None,
    kind: list[Kind] | None,
    since: dt.datetime | None,
    until: dt.datetime | None,
) -> dict[str, Any]:
    """The filters that were typed, by the names that `FindingFilters` knows them under.

    Open the database first: its themes are those that may be named. What became of older ones is told.
    """
    _check_themes(theme or [])
    typed = {"q": words, "theme": theme, "label": label, "authority": authority, "kind": kind}
    days = {"from": since and since.date(), "to": until and until.date()}
    return {name: value for name, value in (typed | days).items() if value}


def _check_themes(names: list[str]) -> None:
    known = taxonomy()
    for name in names:
        if known.known(name) is None:
            raise typer.BadParameter(f"--theme {name!r} is no theme. There are: {', '.join(known.themes)}.")
        if told := known.told(name):
            messages.print(told, style="dim", markup=False, highlight=False)
