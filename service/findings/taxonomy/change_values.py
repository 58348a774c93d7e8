"""A change of the themes as data: what is done, to which themes, into which, and why."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

MOST = 20  # themes that one change names


class What(StrEnum):
    """What a change does."""

    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
    RETIRE = "retire"
    UNDO = "undo"


def _listed(value: object) -> object:
    return [value] if isinstance(value, str | dict) else value


def _target(value: object) -> object:
    return {"id": value} if isinstance(value, str) else value


ThemeId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


class Target(BaseModel):
    """A theme that a change leads to: its id alone where there is one already, else what it is called and covers.

    `national_framework` is the source's where it is left out. `words` tell a split's new themes apart: a finding that
    holds one of them ("dental", "dentist*") is of this theme.
    """

    model_config = ConfigDict(extra="forbid")

    id: ThemeId
    name: Words | None = None
    covers: Words | None = None
    national_framework: Annotated[str, Field(max_length=60)] | None = None
    words: Annotated[list[Words], BeforeValidator(_listed), Field(max_length=100)] = []


OneTarget = Annotated[Target, BeforeValidator(_target)]


class ThemeChange(BaseModel):
    """A change of the themes. `undo` names no theme: it takes back the last change that stands."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    what: What
    from_: Annotated[list[ThemeId], BeforeValidator(_listed), Field(alias="from", max_length=MOST)] = []
    to: Annotated[list[OneTarget], BeforeValidator(_listed), Field(max_length=MOST)] = []
    why: Words


class Applied(ThemeChange):
    """A change that was made: the version of the taxonomy that it led to, when, by whom; `undoes` is a version."""

    version: int
    at: dt.datetime
    actor: str = ""
    undoes: int | None = None
