"""Reads what an address asks of a page, forgivingly: a form sends empty fields, and people edit addresses."""

from __future__ import annotations

from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)
SHOWN = 80
WHOLE = ""  # the name of all that is asked, where no single part of it is wrong


def asked(request: Request, model: type[M]) -> tuple[M, list[str]]:
    """What the query string says, and a sentence for each part of it that cannot be taken and was left out."""
    given = _given(request, {field.alias or name for name, field in model.model_fields.items()})
    told = list[str]()
    while True:
        try:
            return model.model_validate(given), told
        except ValidationError as error:
            if not given:
                raise
            wrong = {_part(each["loc"]): str(each["msg"]) for each in error.errors(include_url=False)}
        told += [_told(name, given.get(name), why) for name, why in wrong.items()]
        kept = {name: value for name, value in given.items() if name not in wrong}
        given = kept if len(kept) < len(given) else {}


def _part(place: tuple[int | str, ...]) -> str:
    return str(place[0]) if place else WHOLE


def _given(request: Request, names: set[str]) -> dict[str, Any]:
    """Values of the known names; empty ones are not given, several stay a list."""
    given: dict[str, Any] = {}
    for name in names:
        values = [value for value in request.query_params.getlist(name) if value.strip()]
        if values:
            given[name] = values if len(values) > 1 else values[0]
    return given


def _told(name: str, value: object, why: str) -> str:
    why = why.removeprefix("Value error, ")
    if name == WHOLE:
        return f"What was chosen does not go together and was left out: {why}."
    return f"“{name}” was left out: {why} (it was {str(value)[:SHOWN]!r})."
