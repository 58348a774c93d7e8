"""Adds the pages and their files to the service."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles

from findings.errors import FindingsError
from findings.web.pages import home, reports, search, themes
from findings.web.templating import render

STATIC = Path(__file__).with_name("static")
PAGES = (home, reports, search, themes)


def mount(app: FastAPI) -> None:
    """Serve the pages from `app`; `/` leads to them, and an error on a page is shown as one."""
    app.mount("/ui/static", StaticFiles(directory=STATIC), name="static")
    for page in PAGES:
        app.include_router(page.router, include_in_schema=False)
    app.add_api_route("/", _home, include_in_schema=False)
    _show_errors(app)


def _home() -> Response:
    return RedirectResponse("/ui/", status_code=307)


def _show_errors(app: FastAPI) -> None:
    """Wrap the service's own handler, so that a person on a page reads a page and a program reads JSON."""
    as_json = app.exception_handlers[FindingsError]

    async def handler(request: Request, error: FindingsError) -> Response:
        if not request.url.path.startswith("/ui/"):
            return await as_json(request, error)  # type: ignore[misc, no-any-return]
        return render(request, "error.html", {"message": error.message, "status": error.status}, status=error.status)

    app.add_exception_handler(FindingsError, handler)  # type: ignore[arg-type]
