"""Adds the pages and their files to the service."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from findings.errors import FindingsError
from findings.web.pages import (
    authority,
    compare,
    coverage,
    demo,
    facts,
    home,
    links,
    models,
    report,
    reports,
    review,
    review_form,
    review_lists,
    saved,
    search,
    standing,
    taxonomy,
    themes,
)
from findings.web.templating import render

STATIC = Path(__file__).with_name("static")
PAGES = (
    home,
    links,
    demo,
    reports,
    report,
    standing,
    facts,
    coverage,
    search,
    saved,
    themes,
    taxonomy,
    authority,
    compare,
    review,
    review_form,
    review_lists,
    models,
)

Handler = Callable[[Request, Any], Awaitable[Response]]


def mount(app: FastAPI) -> None:
    """Serve the pages from `app`; `/` leads to them, and an error on a page is shown as one."""
    app.mount("/ui/static", StaticFiles(directory=STATIC), name="static")
    for page in PAGES:
        app.include_router(page.router, include_in_schema=False)
    app.add_api_route("/", _home, include_in_schema=False)
    for kind, told in ERRORS.items():
        app.add_exception_handler(kind, _on_pages(told, app.exception_handlers[kind]))


def _home() -> Response:
    return RedirectResponse("/ui/", status_code=307)


def _on_pages(told: Callable[[Any], tuple[int, str]], as_json: Any) -> Handler:
    """The service's own handler, but a person on a page reads a page where a program reads JSON."""

    async def handler(request: Request, error: Any) -> Response:
        if not request.url.path.startswith("/ui/"):
            return await as_json(request, error)  # type: ignore[no-any-return]
        status, message = told(error)
        return render(request, "error.html", {"message": message, "status": status}, status=status)

    return handler


def _known(error: FindingsError) -> tuple[int, str]:
    return error.status, error.message


def _invalid(error: RequestValidationError) -> tuple[int, str]:
    wrong = "; ".join(f"{each['loc'][-1]}: {each['msg']}" for each in error.errors()[:5])
    return HTTPStatus.UNPROCESSABLE_ENTITY, f"The form cannot be read ({wrong}). Go back and mend it."


def _http(error: HTTPException) -> tuple[int, str]:
    if error.status_code == HTTPStatus.NOT_FOUND:
        return error.status_code, "There is no page at this address. Check it for a letter too many or too few."
    return error.status_code, error.detail


def _unknown(_error: Exception) -> tuple[int, str]:
    return HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here, not in what you did. Try again in a while."


ERRORS: dict[type[Exception], Callable[[Any], tuple[int, str]]] = {
    FindingsError: _known,
    RequestValidationError: _invalid,
    HTTPException: _http,
    Exception: _unknown,
}
