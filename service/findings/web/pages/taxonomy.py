"""The themes with their definitions, what became of older ones, and what was changed when."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from findings.api.deps import Reading
from findings.store.taxonomy_told import changes, one, told
from findings.web.templating import link, render

router = APIRouter(prefix="/ui")


@router.get("/taxonomy")
def taxonomy(request: Request, session: Reading) -> Response:
    """Every theme that stands or stood, and the changes."""
    found = told(session)
    grouped = groupby(found.themes, key=lambda theme: theme.national_framework)
    context = {
        "found": found,
        "groups": [(name, list(themes)) for name, themes in grouped],
        "made": list(reversed(changes(session).items)),
    }
    return render(request, "taxonomy.html", context)


@router.get("/themes/{theme}")
def theme(theme: str, session: Reading) -> Response:
    """The findings of a theme, also of one that stands no more: the page says what became of it."""
    return RedirectResponse(link("/ui/search", {}, theme=one(session, theme).id))
