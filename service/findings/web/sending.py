"""What the form of the first page sends: files, a pasted text, and what is stated of them."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile

from findings.api.posted import Posted, PostedFields
from findings.api.workers import Content
from findings.errors import Code, FindingsError
from findings.web.words import FACTS

MAX_FILES = 100
MAX_FIELDS = 10
STATED = ("title", "authority", "published", "kind")


class Outcome(BaseModel):
    """What came of one document: its report, or why it could not be read."""

    name: str | None = None
    report: str | None = None
    findings: int = 0
    new: bool = True
    error: str | None = None
    status: int = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """One document of the form; `name` is what a person calls it."""

    name: str
    posted: Posted


async def read_sent(request: Request, limit: int) -> list[Sent]:
    """The documents of a form. Raises FindingsError where there are none, or what is stated of them cannot be."""
    async with request.form(max_files=MAX_FILES, max_fields=MAX_FIELDS, max_part_size=limit) as form:
        fields = _stated(form)
        found = [
            Sent(name, Posted(content=content, fields=fields, all=True)) for name, content in await _contents(form)
        ]
    if not found:
        raise FindingsError(Code.INVALID, "Nothing was sent: choose a file, or paste the text of the report.")
    for each in found:
        _check_size(each, limit)
    return found


async def _contents(form: FormData) -> list[tuple[str, Content]]:
    files = [each for each in form.getlist("file") if isinstance(each, UploadFile) and each.filename]
    found = [(each.filename or "", Content(await each.read(), each.filename)) for each in files]
    text = form.get("text")
    return [*found, ("Pasted text", Content(text))] if isinstance(text, str) and text.strip() else found


def _stated(form: FormData) -> PostedFields:
    try:
        return PostedFields.model_validate({name: form.get(name) for name in STATED})
    except ValidationError as error:
        wrong = "; ".join(f"{FACTS[str(each['loc'][0])]}: {each['msg']}" for each in error.errors())
        raise FindingsError(Code.INVALID, f"What you say of the report cannot be taken: {wrong}.") from error


def _check_size(sent: Sent, limit: int) -> None:
    size = len(sent.posted.content.data)
    if size > limit:
        raise FindingsError(
            Code.TOO_LARGE,
            f"{sent.name} has {size:,} bytes; the limit is {limit:,}. Split it or leave pictures out.",
        )
