"""The choices of a search as chips, each with the address that leaves it out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from findings.store.values import FindingRow
from findings.taxonomy import taxonomy
from findings.web.templating import link
from findings.web.words import KINDS, OUTCOMES, day, grade_name, label_name, percent

PATH = "/ui/search"
UNCHOSEN = ("sort", "limit", "cursor")


class Chip(BaseModel):
    """A choice, and where one gets by taking it away."""

    text: str
    href: str


def chips(
    params: dict[str, Any], found: list[FindingRow], *, path: str = PATH, others: dict[str, Any] | None = None
) -> list[Chip]:
    """A chip for every choice in `params`, the words included; `found` names the report that was chosen.

    `others` are parameters of the page at `path` that are no choices.
    """
    whole = {**params, **(others or {})}
    return [
        Chip(text=_text(name, value, found), href=link(path, whole, cursor=None, **{name: rest}))
        for name, value, rest in _choices(params)
    ]


def _choices(params: dict[str, Any]) -> Iterator[tuple[str, Any, list[Any] | None]]:
    for name, chosen in params.items():
        if name in UNCHOSEN:
            continue
        if not isinstance(chosen, list):
            yield name, chosen, None
            continue
        for value in chosen:
            yield name, value, [other for other in chosen if other != value]


def _text(name: str, value: Any, found: list[FindingRow]) -> str:
    names = {each.report.id: each.report.authority or each.report.title for each in found}
    match name:
        case "q":
            return f"“{value}”"
        case "theme":
            return taxonomy().name_of(value)
        case "label":
            return label_name(value)
        case "kind":
            return KINDS[value]
        case "outcome":
            return OUTCOMES[value]
        case "grade":
            return f"Graded {grade_name(value).lower()}"
        case "year":
            return f"Published in {value}"
        case "entity":
            return f"Names {value}"
        case "report":
            return f"One report: {names.get(value) or value}"
        case "from" | "to":
            return f"Published {name} {day(dt.date.fromisoformat(value))}"
        case "min_confidence":
            return f"At least {percent(value)} sure"
        case "meaning":
            return "By meaning"
        case "reviewed":
            return "Reviewed" if value else "Not reviewed"
        case _:
            return str(value)
