"""Errors as RFC 9457 problem documents, each with a code of `errors.py` and a sentence that says the mend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from findings.errors import Code, FindingsError
from findings.store.mapping import storable

MEDIA_TYPE = "application/problem+json"
SHOWN = 80
log = structlog.get_logger("findings.api")


class FieldError(BaseModel):
    """One field of a request that cannot be taken, and why."""

    field: str
    message: str


class Problem(BaseModel):
    """An RFC 9457 problem document."""

    type: str
    title: str
    status: int
    detail: str
    code: Code
    errors: list[FieldError] = []


RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "The request cannot be fulfilled; `detail` says what to change.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    },
    "5XX": {
        "description": "The service cannot fulfil it now; `detail` says why.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    },
}


def problem(
    code: Code,
    detail: str,
    status: int | None = None,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """The response that tells of an error."""
    status = status or FindingsError(code, detail).status
    body = Problem(
        type=f"urn:findings:error:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=storable(detail),
        code=code,
        errors=list(errors),
    )
    return JSONResponse(body.model_dump(mode="json"), status, headers, MEDIA_TYPE)


def handle_errors(app: FastAPI) -> None:
    """Make every error of `app` a problem document."""
    app.exception_handler(FindingsError)(_known)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(Exception)(_unknown)


async def _known(_request: Request, error: FindingsError) -> JSONResponse:
    headers = {"Retry-After": "5"} if error.status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return problem(error.code, error.message, headers=headers)


async def _invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
    errors = [_field_error(each) for each in error.errors()]
    told = "; ".join(f"{each.field}: {each.message}" for each in errors[:5])
    return problem(Code.INVALID, f"The request cannot be read. Mend {told}.", errors=errors)


def _field_error(error: dict[str, Any]) -> FieldError:
    given = error.get("input")
    shown = f" (got {given[:SHOWN]!r})" if isinstance(given, str) else ""
    field = ".".join(str(part) for part in error.get("loc", ()))
    return FieldError(
        field=storable(field), message=storable(str(error.get("msg", "")).removeprefix("Value error, ") + shown)
    )


HTTP_CODES = {
    HTTPStatus.NOT_FOUND: (Code.NOT_FOUND, "There is nothing at {path}; /openapi.json lists what there is."),
    HTTPStatus.METHOD_NOT_ALLOWED: (Code.METHOD, "{path} does not take {method}; /openapi.json lists what it takes."),
}


async def _http(request: Request, error: HTTPException) -> JSONResponse:
    code, told = HTTP_CODES.get(HTTPStatus(error.status_code), (Code.INVALID, "{detail}"))
    detail = told.format(path=request.url.path, method=request.method, detail=error.detail)
    return problem(code, detail, error.status_code, headers=error.headers)


async def _unknown(_request: Request, error: Exception) -> JSONResponse:
    log.error("failed", error=type(error).__name__)
    return problem(
        Code.INTERNAL,
        "Something went wrong here, not in what you sent. Try again; if it stays, report it with the time.",
    )
