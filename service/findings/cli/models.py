"""`findings models`: keep trained models, make one current, go back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from findings.cli.options import AsJson
from findings.cli.output import console, messages, print_json
from findings.errors import FindingsError
from findings.jobs.promotion import check_gate
from findings.pipeline import registry
from findings.pipeline.gate_values import gate_of
from findings.settings import settings

SHIPPED = "the shipped model"
NEXT_DOCUMENT = "A service that runs takes it at its next document, and labels what is stored anew."

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
        (kept.version, kept.version == current, *_state(home / kept.version)) for kept in registry.kept_models(home)
    ]
    if as_json:
        names = ("version", "current", "gate", "damaged")
        print_json({"current": current, "items": [dict(zip(names, row, strict=True)) for row in rows]})
        return
    table = Table("version", "", "gate", "damaged")
    for version, is_current, gate, damage in [*rows, (SHIPPED, current is None, None, None)]:
        table.add_row(version, "current" if is_current else "", gate or "", damage or "")
    console.print(table)


def _state(folder: Path) -> tuple[str | None, str | None]:
    """What a model's comparison came to, and how it is damaged, if it is."""
    try:
        registry.check(folder)
        gate = gate_of(folder)
    except FindingsError as error:
        return None, error.message
    return (gate.decision if gate else None), None


@models.command()
def keep(
    folder: Annotated[Path, typer.Argument(help="Folder that `findings train` wrote.", exists=True, file_okay=False)],
) -> None:
    """Take a trained model in under its version and content; it is never changed after that."""
    from findings.pipeline.load import load

    load(folder)
    typer.echo(registry.keep(folder, settings().models).version)


@models.command()
def promote(
    version: Annotated[str, typer.Argument(help="Version, as `findings models list` shows it.")],
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Promote it although its comparison could not tell, or there is none.")
    ] = False,
) -> None:
    """Make a kept model current, where its comparison with the one before allows it."""
    check_gate(version, settings(), confirmed=confirm)
    registry.promote(version, settings().models)
    messages.print(f"{version} is current. {NEXT_DOCUMENT}")


@models.command()
def rollback() -> None:
    """Make the model current that was before the current one."""
    now = registry.roll_back(settings().models)
    messages.print(f"{now.version or SHIPPED} is current again. {NEXT_DOCUMENT}")
