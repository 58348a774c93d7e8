"""`findings models`: keep trained models, make one current, go back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from findings.cli.options import AsJson
from findings.cli.output import console, messages, print_json
from findings.errors import FindingsError
from findings.pipeline import registry
from findings.settings import settings

SHIPPED = "the shipped model"
NEXT_START = "A service that runs takes it at its next start."

models = typer.Typer(
    no_args_is_help=True,
    help="Keep trained models, make one current, go back to the one before. FINDINGS_MODEL overrides them all.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@models.command("list")
def list_models(as_json: AsJson = False) -> None:
    """List the models that are kept, latest first, which is current, and which are damaged."""
    home = settings().models
    current = registry.pointer(home).version
    rows = [
        (kept.version, kept.version == current, _damage(home / kept.version)) for kept in registry.kept_models(home)
    ]
    if as_json:
        names = ("version", "current", "damaged")
        print_json({"current": current, "items": [dict(zip(names, row, strict=True)) for row in rows]})
        return
    table = Table("version", "", "damaged")
    for version, is_current, damage in [*rows, (SHIPPED, current is None, None)]:
        table.add_row(version, "current" if is_current else "", damage or "")
    console.print(table)


def _damage(folder: Path) -> str | None:
    try:
        registry.check(folder)
    except FindingsError as error:
        return error.message
    return None


@models.command()
def keep(
    folder: Annotated[Path, typer.Argument(help="Folder that `findings train` wrote.", exists=True, file_okay=False)],
) -> None:
    """Take a trained model in under its version and content; it is never changed after that."""
    from findings.pipeline.load import load

    load(folder)
    typer.echo(registry.keep(folder, settings().models).version)


@models.command()
def promote(version: Annotated[str, typer.Argument(help="Version, as `findings models list` shows it.")]) -> None:
    """Make a kept model current."""
    registry.promote(version, settings().models)
    messages.print(f"{version} is current. {NEXT_START}")


@models.command()
def rollback() -> None:
    """Make the model current that was before the current one."""
    now = registry.roll_back(settings().models)
    messages.print(f"{now.version or SHIPPED} is current again. {NEXT_START}")
