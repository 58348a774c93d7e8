"""Options that choose among stored findings."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import typer

from findings.cli.options import DATE_FORMAT
from findings.schemas import Kind, Label
from findings.taxonomy import taxonomy

AGAIN = "Given more than once: any of them."


def _known_themes(names: list[str] | None) -> list[str] | None:
    themes = taxonomy().themes
    for name in names or []:
        if name not in themes:
            raise typer.BadParameter(f"{name!r} is no theme. There are: {', '.join(themes)}.")
    return names


Themes = Annotated[list[str] | None, typer.Option("--theme", callback=_known_themes, help=f"Id of a theme. {AGAIN}")]
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
    """The filters that were typed, by the names that `FindingFilters` knows them under."""
    typed = {"q": words, "theme": theme, "label": label, "authority": authority, "kind": kind}
    days = {"from": since and since.date(), "to": until and until.date()}
    return {name: value for name, value in (typed | days).items() if value}
