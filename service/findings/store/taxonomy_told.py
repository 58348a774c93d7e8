"""What a database tells of its themes: which stand, what became of the others, and what was changed when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from pydantic import BaseModel
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.errors import Code, FindingsError
from findings.store import tables as t
from findings.store.taxonomy import waits
from findings.store.taxonomy_list import changes_of, follow_changes
from findings.taxonomy import Taxonomy, loader, taxonomy
from findings.taxonomy.change_values import Applied, ThemeChange, What
from findings.taxonomy.changes import standing


class Defined(BaseModel):
    """A theme: what it is called, covers, and belongs to; `stands` where findings are still given it.

    Of one that stands no more, `what` was done to it in `version`, `became` are the themes in its place now, `told`
    says so in a sentence, and `left` findings still have it, because nobody has said which of a split's themes it is.
    """

    id: str
    name: str
    covers: str
    national_framework: str
    stands: bool = True
    what: What | None = None
    version: str | None = None
    became: list[str] = []
    told: str = ""
    left: int = 0


class LabelDefined(BaseModel):
    """A label and its definition."""

    id: str
    name: str
    definition: str


class Told(BaseModel):
    """The taxonomy: its version, labels, themes in their order, and those that stand no more (`older`).

    `waiting` are changes that the product brought and that what was changed here stands in the way of.
    """

    version: str
    labels: list[LabelDefined]
    themes: list[Defined]
    older: list[Defined]
    waiting: list[ThemeChange]


class Made(Applied):
    """A change that was made; `stands` until it is taken back. `names` are what its themes were called before it."""

    stands: bool
    names: dict[str, str]


class Changes(BaseModel):
    """Every change of the themes, oldest first, and the version that they led to."""

    taxonomy: str
    items: list[Made]


def told(session: Session) -> Told:
    """The taxonomy of a database."""
    follow_changes(session)
    current = taxonomy()
    return Told(
        version=current.version,
        labels=[LabelDefined(id=name, **asdict(info)) for name, info in current.labels.items()],
        themes=[Defined(**asdict(theme)) for theme in current.themes.values()],
        older=[_older(session, current, name) for name in current.went],
        waiting=[ThemeChange(**each.model_dump(include=set(ThemeChange.model_fields))) for each in waits(session)],
    )


def one(session: Session, theme: str) -> Defined:
    """A theme that stands or stood. Raises FindingsError where there never was one."""
    follow_changes(session)
    current = taxonomy()
    if theme in current.themes:
        return Defined(**asdict(current.themes[theme]))
    if theme in current.went:
        return _older(session, current, theme)
    raise FindingsError(Code.NOT_FOUND, f"There is and was no theme {theme!r}; /taxonomy lists them all.")


def changes(session: Session) -> Changes:
    """What was changed, and by whom."""
    found = changes_of(session)
    stand = {each.version for each in standing(found)}
    items = [
        Made(**dict(each), stands=each.version in stand, names=_names(loader.of(found[:at]), each.from_))
        for at, each in enumerate(found)
    ]
    return Changes(taxonomy=taxonomy().version, items=items)


def _names(before: Taxonomy, themes: Sequence[str]) -> dict[str, str]:
    return {theme: before.name_of(theme) for theme in themes}


def _older(session: Session, current: Taxonomy, theme: str) -> Defined:
    went = current.went[theme]
    return Defined(
        **asdict(went.theme),
        stands=False,
        what=went.what,
        version=str(went.version),
        became=current.became(theme),
        told=current.told(theme),
        left=left(session, [theme]),
    )


def left(session: Session, themes: Sequence[str]) -> int:
    """How many findings have any of some themes."""
    f = t.FindingTheme
    wanted = select(func.count(col(f.finding_pk).distinct())).where(col(f.theme).in_(themes))
    return session.scalar(wanted) or 0
