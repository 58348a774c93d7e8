"""The command `findings`: puts its commands together and turns errors into one line and an exit status."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from findings.cli.briefing import briefing
from findings.cli.classify import classify
from findings.cli.compare import compare
from findings.cli.coverage import coverage
from findings.cli.demo import demo
from findings.cli.evaluate import evaluate
from findings.cli.export import export
from findings.cli.ingest import ingest
from findings.cli.models import models
from findings.cli.output import fail
from findings.cli.search import search
from findings.cli.serve import serve
from findings.cli.taxonomy import taxonomy
from findings.cli.train import train
from findings.errors import FindingsError

EPILOG = (
    "Exit status: 0 done · 1 done, but a document could not be read or a bar was missed · "
    "2 the command was typed wrongly · 3 the command could not run · 130 stopped by Ctrl-C"
)


class Commands(TyperGroup):
    """A group whose commands may raise `FindingsError`."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; an error that stops it goes to standard error and ends with status 3."""
        try:
            return super().invoke(ctx)
        except FindingsError as error:
            fail(error)
            raise typer.Exit(3) from error


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("findings"))
        raise typer.Exit


@app.callback()
def main(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Read public-service inspection reports and turn them into evidence people can act on."""


for command in (classify, ingest, search, compare, export, serve, train, evaluate, demo, briefing, coverage):
    app.command()(command)
app.add_typer(models, name="models")
app.add_typer(taxonomy, name="taxonomy")
