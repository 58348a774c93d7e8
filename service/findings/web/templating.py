"""Templates and the links that they share. Everything from a report is escaped by Jinja."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates
from jinja2.runtime import Macro

from findings.taxonomy import Taxonomy, Theme, taxonomy
from findings.web import words

MOST_MADE = 10_000
FILTERS = ("day", "moment", "percent", "whole_percent", "grade_name", "label_name")
NAMES = ("KINDS", "AREAS", "OUTCOMES", "FACTS", "REASONS", "JUDGED", "SHORT_LABELS", "GRADES", "JOBS", "LEARNED_FROM")


def query(params: dict[str, Any], **changes: Any) -> str:
    """A query string of `params` with `changes`; None and empty values are left out."""
    merged = {**params, **changes}
    return urlencode({name: value for name, value in merged.items() if value not in (None, "", [])}, doseq=True)


def link(path: str, params: dict[str, Any], **changes: Any) -> str:
    """The address of a page with `params` and `changes`."""
    asked = query(params, **changes)
    return f"{path}?{asked}" if asked else path


def same(macro: Macro, *values: Any) -> str:
    """What a macro makes of these values, made once as long as the taxonomy stays: a page says most of it often."""
    now, kept = taxonomy(), _made[0] if _made else None
    if kept is None or kept[0] is not now:
        kept = now, lru_cache(MOST_MADE, typed=True)(_make)
        _made[:] = [kept]
    return kept[1](macro, *values)


_made: list[tuple[Taxonomy, Callable[..., str]]] = []


def _make(macro: Macro, *values: Any) -> str:
    made: str = macro(*values)  # escaped, and marked so
    return made


class Themes(Mapping[str, Theme]):
    """The themes as they are when a page is made; by id also those that stand no more, and what never was one."""

    def __getitem__(self, theme: str) -> Theme:
        return taxonomy().known(theme) or Theme(theme, theme, "", "")

    def __contains__(self, theme: object) -> bool:
        return isinstance(theme, str) and taxonomy().known(theme) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(taxonomy().themes)

    def __len__(self) -> int:
        return len(taxonomy().themes)


@lru_cache
def templates() -> Jinja2Templates:
    """The page templates."""
    found = Jinja2Templates(Path(__file__).with_name("templates"))
    found.env.trim_blocks = found.env.lstrip_blocks = True
    # The keys of labels follow the taxonomy's order, not the alphabet's.
    found.env.policies["json.dumps_kwargs"] = {"sort_keys": False}
    found.env.filters.update({name: getattr(words, name) for name in FILTERS})
    found.env.globals.update({name: getattr(words, name) for name in NAMES})
    found.env.globals.update(query=query, link=link, same=same, fact=words.fact, themes=Themes())
    found.env.globals.update(taxonomy_now=lambda: taxonomy().version, became=lambda theme: taxonomy().told(theme))
    return found


def render(request: Request, template: str, context: dict[str, Any], *, status: int = 200) -> Response:
    """The page of a template."""
    context = {"older_themes": _older(request), **context}
    return templates().TemplateResponse(request, template, context, status_code=status)


def _older(request: Request) -> list[str]:
    """What became of the themes that an address names and that stand no more, a sentence each."""
    told = (taxonomy().told(theme) for theme in dict.fromkeys(request.query_params.getlist("theme")))
    return [sentence for sentence in told if sentence]
