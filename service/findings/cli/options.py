"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from findings.schemas import Kind, Stated

DATE_FORMAT = "%Y-%m-%d"

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Title = Annotated[str | None, typer.Option(help="State the title; it beats what the text seems to say.")]
Authority = Annotated[str | None, typer.Option(help='State the authority by its short name, e.g. "West Sussex".')]
Published = Annotated[dt.datetime | None, typer.Option(help="State the day of publication.", formats=[DATE_FORMAT])]
KindOption = Annotated[Kind | None, typer.Option(help="State the kind of report.")]
Model = Annotated[
    Path | None,
    typer.Option(help="Use the trained model in this folder.", envvar="FINDINGS_MODEL", show_default="the shipped one"),
]


def stated_metadata(
    title: str | None, authority: str | None, published: dt.datetime | None, kind: Kind | None
) -> Stated:
    """What the person who runs a command states about the documents."""
    return Stated(title=title, authority=authority, published=published.date() if published else None, kind=kind)


def _folder(path: Path | None) -> Path | None:
    if path is not None and not path.is_dir():
        raise typer.BadParameter(f"{path} is no folder.")
    return path


Reports = Annotated[
    Path | None,
    typer.Option(help="Folder of published reports.", envvar="FINDINGS_REPORTS", callback=_folder),
]
Gold = Annotated[
    Path | None,
    typer.Option(help="Folder of hand-read reports and sentences.", envvar="FINDINGS_GOLD", callback=_folder),
]

Corpus = Annotated[Path, typer.Option(help="Folder of authored sentences and labels.", exists=True, file_okay=False)]


def needed(folder: Path | None, option: str, variable: str) -> Path:
    """The folder that a command cannot do without; a usage error where it was not named."""
    if folder is None:
        raise typer.BadParameter(f"needs a folder: give {option} or set {variable}.")
    return folder
