"""`findings taxonomy`: show the themes, say what a change of them would do, make it, take it back."""

from __future__ import annotations

from typing import Annotated

import srsly
import typer
from rich.table import Table

from findings.cli.database import DatabaseUrl, open_database
from findings.cli.options import AsJson
from findings.cli.output import console, print_json
from findings.cli.taxonomy_change import File, Kind, Themes, To, Typed, Why, Words, changes, tell
from findings.errors import FindingsError
from findings.settings import settings
from findings.store import taxonomy as stored
from findings.store import taxonomy_told
from findings.store.taxonomy_told import Made
from findings.taxonomy.change_values import What
from findings.taxonomy.check_change import check_change
from findings.taxonomy.loader import taxonomy as current

taxonomy = typer.Typer(
    no_args_is_help=True,
    help="Show the themes and what became of older ones; rename, merge, split or retire them, and take that back.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@taxonomy.command()
def show(database: DatabaseUrl = None, as_json: AsJson = False) -> None:
    """Show the version, the themes with what they cover, and what became of older ones."""
    with open_database(database).read() as session:
        found = taxonomy_told.told(session)
    if as_json:
        print_json(found.model_dump(mode="json", by_alias=True))
        return
    table = Table("id", "name", "covers", title=f"Taxonomy, version {found.version}")
    for theme in found.themes:
        table.add_row(theme.id, theme.name, theme.covers)
    console.print(table)
    for theme in found.older:
        console.print(theme.told + (f" {theme.left} findings have it until somebody decides." if theme.left else ""))


@taxonomy.command()
def check(database: DatabaseUrl = None) -> None:
    """Check that nothing is left to decide and that no change of the product waits; ends with status 1 otherwise."""
    with open_database(database).read() as session:
        found = taxonomy_told.told(session)
    wrong = [f"{each.told} {each.left} findings wait for a person; /ui/taxonomy." for each in found.older if each.left]
    for change in found.waiting[:1]:
        try:
            check_change(current(), change)
        except FindingsError as error:
            wrong.append(f"{len(found.waiting)} changes of the product wait: {error.message}")
    for line in wrong or [f"Version {found.version}: {len(found.themes)} themes; nothing is left to decide."]:
        console.print(line, highlight=False, soft_wrap=True)
    raise typer.Exit(int(bool(wrong)))


@taxonomy.command()
def plan(
    what: Kind = None,
    themes: Themes = None,
    to: To = None,
    words: Words = None,
    why: Why = "to see what it would do",
    file: File = None,
    database: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Say what a change would do to what is stored, and change nothing."""
    wanted = changes(Typed(what, themes, to, words, why, file))
    plans = stored.apply_all(open_database(database), wanted, actor=settings().actor, dry=True)
    tell(plans, done=False, as_json=as_json)


@taxonomy.command()
def apply(
    what: Kind = None,
    themes: Themes = None,
    to: To = None,
    words: Words = None,
    why: Why = None,
    file: File = None,
    database: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Make a change, all at once or not at all; `undo` takes the last one back. One made before does nothing."""
    wanted = changes(Typed(what, themes, to, words, why, file))
    plans = stored.apply_all(open_database(database), wanted, actor=settings().actor)
    tell(plans, done=True, as_json=as_json)


@taxonomy.command()
def history(
    database: DatabaseUrl = None,
    as_json: AsJson = False,
    as_yaml: Annotated[
        bool, typer.Option("--yaml", help="Print the changes that stand as `apply --file` reads them.")
    ] = False,
) -> None:
    """List every change, oldest first: by whom, why, and whether it was taken back."""
    with open_database(database).read() as session:
        found = taxonomy_told.changes(session)
    if as_json:
        print_json(found.model_dump(mode="json", by_alias=True))
        return
    if as_yaml:
        keep = {"what", "from_", "to", "why"}
        rows = [
            _plain(each.model_dump(mode="json", by_alias=True, include=keep)) for each in found.items if each.stands
        ]
        typer.echo(srsly.yaml_dumps({"changes": rows}))
        return
    table = Table("version", "when", "who", "what", "why", "")
    for made in found.items:
        table.add_row(str(made.version), f"{made.at:%Y-%m-%d}", made.actor, _what(made), made.why, _state(made))
    console.print(table)


def _plain(row: dict[str, object]) -> dict[str, object]:
    targets = row["to"]
    assert isinstance(targets, list)
    return {**row, "to": [{name: value for name, value in target.items() if value} for target in targets]}


def _what(made: Made) -> str:
    if made.what is What.UNDO:
        return f"undo version {made.undoes}"
    into = f" → {', '.join(target.id for target in made.to)}" if made.to else ""
    return f"{made.what} {', '.join(made.from_)}{into}"


def _state(made: Made) -> str:
    return "" if made.stands or made.what is What.UNDO else "taken back"
