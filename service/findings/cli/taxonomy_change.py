"""Changes of the themes as they are typed or written in a file, and what they come to as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import srsly
import typer
from pydantic import ValidationError

from findings.cli.output import console, print_json
from findings.errors import Code, FindingsError
from findings.store.taxonomy import Plan
from findings.taxonomy.change_values import ThemeChange, What

Kind = Annotated[What | None, typer.Argument(help="What to do; leave it out with --file.", show_default=False)]
Themes = Annotated[list[str] | None, typer.Argument(help="Ids of the themes it is done to.", show_default=False)]
To = Annotated[
    list[str] | None,
    typer.Option(
        "--to", help='Theme it leads to: "id", "id=Name" or "id=Name: what it covers". Repeat it for a split.'
    ),
]
Words = Annotated[
    list[str] | None, typer.Option(help='Of a split: words that tell a theme, "id=dental,dentist*". Repeat it.')
]
Why = Annotated[str | None, typer.Option(help="Why, for whoever reads the history.")]
File = Annotated[
    Path | None,
    typer.Option(
        "--file", help="YAML or JSON file of a change, or of several (`changes`).", exists=True, dir_okay=False
    ),
]


class Typed(NamedTuple):
    """A change as it is typed."""

    what: What | None
    themes: list[str] | None
    to: list[str] | None
    words: list[str] | None
    why: str | None
    file: Path | None


def changes(typed: Typed) -> list[ThemeChange]:
    """The changes that are asked for. Raises FindingsError where they cannot be read."""
    if (typed.file is None) is (typed.what is None):
        raise typer.BadParameter("say what to do (rename, merge, split, retire, undo) and to which themes, or --file.")
    rows = _in_file(typed.file) if typed.file is not None else [_as_typed(typed)]
    try:
        return [ThemeChange.model_validate(row) for row in rows]
    except ValidationError as error:
        [first, *_] = error.errors(include_url=False)
        place = ".".join(map(str, first["loc"]))
        message = f"This is no change of the themes: {place}: {first['msg']} (it was {first['input']!r})."
        raise FindingsError(Code.INVALID, message) from error


def _in_file(path: Path) -> list[Any]:
    try:
        read = srsly.read_yaml(path)
    except ValueError as error:
        raise FindingsError(Code.INVALID, f"{path} is neither YAML nor JSON: {error}. Mend it.") from error
    rows = read["changes"] if isinstance(read, dict) and "changes" in read else read
    return rows if isinstance(rows, list) else [rows]


def _as_typed(typed: Typed) -> dict[str, Any]:
    words = dict(_parted(each) for each in typed.words or [])
    targets = [_target(each, words) for each in typed.to or []]
    if unknown := words.keys() - {target["id"] for target in targets}:
        raise typer.BadParameter(f"--words names {', '.join(sorted(unknown))}, which no --to does.")
    if typed.why is None:
        raise typer.BadParameter("say --why, for whoever reads the history.")
    return {"what": typed.what, "from": typed.themes or [], "to": targets, "why": typed.why}


def _parted(given: str) -> tuple[str, list[str]]:
    name, _, words = given.partition("=")
    return name.strip(), [word.strip() for word in words.split(",") if word.strip()]


def _target(given: str, words: dict[str, list[str]]) -> dict[str, Any]:
    name, _, rest = given.partition("=")
    called, _, covers = rest.partition(":")
    told = {"name": called.strip(), "covers": covers.strip(), "words": words.get(name.strip(), [])}
    return {"id": name.strip(), **{field: value for field, value in told.items() if value}}


def tell(plans: Sequence[Plan], *, done: bool, as_json: bool) -> None:
    """Print what changes did, or would do."""
    if as_json:
        print_json({"items": [plan.model_dump(mode="json", by_alias=True) for plan in plans]})
        return
    for plan in plans:
        for line in _lines(plan, done):
            console.print(line, highlight=False, soft_wrap=True)


def _lines(plan: Plan, done: bool) -> Iterator[str]:
    if plan.already:
        yield f"Made already, as version {plan.version}: nothing is changed."
        return
    yield f"{'Version' if done else 'Nothing is changed. It would be version'} {plan.version} of the taxonomy."
    yield from (f"  {'' if done else 'After it: '}{sentence}" for sentence in plan.sentences)
    counts = {
        "Findings with a theme that it is about": plan.findings,
        "of them given it by people, whose records stay as they are": plan.by_people,
        "of them with several of the themes that become one": plan.joined,
        "of them told apart by their words": plan.told,
        "of them with the older theme until somebody decides": plan.left,
        "Decisions that name it, read through the change from now on": plan.corrections,
    }
    yield from (f"  {what}: {number:,}" for what, number in counts.items() if number or what.startswith("Findings"))
    if plan.saved_searches:
        names = ", ".join(f"“{each.name}”" for each in plan.saved_searches)
        yield f"  Saved searches that name it go on working: {names}."
