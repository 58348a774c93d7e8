"""Options that choose among stored findings: one for each filter of the service, made of its own description."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, get_args, get_origin

import typer
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from findings.cli.options import DATE_FORMAT
from findings.cli.output import messages
from findings.store.filters import FindingFilters
from findings.taxonomy import taxonomy

AGAIN = "Given more than once: any of them."
PLACE = ("limit", "cursor")  # of a query, what is no part of what is chosen

Command = Callable[..., None]
F = TypeVar("F", bound=FindingFilters)


def filtered(model: type[FindingFilters], *, words: bool = True) -> Callable[[Command], Command]:
    """Gives a command an option for each filter of `model`; what was typed comes to it as `typed`, by field.

    words: whether the words that are looked for are an option too.
    """
    left_out = (*PLACE, *(() if words else ("q",)))
    options = [_option(name, field) for name, field in model.model_fields.items() if name not in left_out]

    def wrap(command: Command) -> Command:
        own = [each for each in signature(command, eval_str=True).parameters.values() if each.name != "typed"]

        @wraps(command)
        def run(**given: Any) -> None:
            typed = {each.name: given.pop(each.name) for each in options}
            command(**given, typed={name: value for name, value in typed.items() if value not in (None, [])})

        run.__signature__ = Signature([*own, *options])  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in (*own, *options)}
        return run

    return wrap


def chosen(model: type[F], typed: dict[str, Any]) -> F:
    """The filters that were typed. Raises typer.BadParameter naming the option that is wrong.

    Open the database first: its themes are those that may be named. What became of older ones is told.
    """
    _check_themes(typed.get("theme", []))
    plain = {name: value.date() if isinstance(value, dt.datetime) else value for name, value in typed.items()}
    try:
        return model.model_validate(plain)
    except ValidationError as error:
        [first, *_] = error.errors(include_url=False)
        name, why = str(first["loc"][0]).strip("_"), first["msg"].removeprefix("Value error, ")
        raise typer.BadParameter(f"--{name.replace('_', '-')}: {why}.") from error


def _check_themes(names: list[str]) -> None:
    known = taxonomy()
    for name in names:
        if known.known(name) is None:
            raise typer.BadParameter(f"--theme {name!r} is no theme. There are: {', '.join(known.themes)}.")
        if told := known.told(name):
            messages.print(told, style="dim", highlight=False)


def option_name(name: str, field: FieldInfo) -> str:
    """A filter as it is typed."""
    return "--words" if name == "q" else f"--{(field.alias or name).replace('_', '-')}"


def _option(name: str, field: FieldInfo) -> Parameter:
    """A filter as a parameter of a command; one that is not typed is None."""
    kind, several = _kind(field.annotation), get_origin(field.annotation) is list
    flag = kind is bool and field.default is not None
    declared = option_name(name, field)
    option = typer.Option(
        f"{declared}/--not-{name}" if kind is bool and not flag else declared,
        help=f"{field.description} {AGAIN}" if several else field.description,
        formats=[DATE_FORMAT] if kind is dt.datetime else None,
        show_default=False if flag or field.default in (None, []) else str(field.default),
    )
    wanted: Any = list[kind] | None if several else kind | None  # type: ignore[valid-type]
    return Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[wanted, option])


def _kind(annotation: Any) -> Any:
    """The type of one value of a filter, as a command line knows it."""
    if get_origin(annotation) in (Annotated, list):
        return _kind(get_args(annotation)[0])
    if isinstance(annotation, UnionType):
        return _kind(next(each for each in get_args(annotation) if each is not NoneType))
    return dt.datetime if annotation is dt.date else annotation
