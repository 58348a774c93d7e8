"""What is posted to be classified, in any of three shapes: JSON, plain text, or a form with a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from email.message import Message
from typing import Annotated, Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from starlette.datastructures import UploadFile
from starlette.requests import Request

from findings.api.workers import Content
from findings.errors import Code, FindingsError
from findings.schemas import Kind, Stated

MAX_FIELDS = 10


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


Blank = BeforeValidator(_blank_is_none)
Title = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^[^\x00]*$")]
Authority = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00]*$")]


class PostedFields(BaseModel):
    """What the sender states about a report; it beats what the text seems to say."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[Title | None, Blank] = None
    authority: Annotated[Authority | None, Blank] = None
    published: Annotated[dt.date | None, Blank] = None
    kind: Annotated[Kind | None, Blank] = None
    store: bool = Field(default=True, description="Whether the report is kept.")

    def stated(self) -> Stated:
        """The same as the analysis takes it."""
        return Stated(**self.model_dump(exclude={"store", "text", "all"}))


class PostedText(PostedFields):
    """A report as JSON."""

    text: str = Field(min_length=1, description="The text of the report, as extracted or pasted.")


class PostedQuery(PostedFields):
    """The same fields in the query, for a plain text body, which has no other place for them."""

    all: bool = Field(default=False, description="Whether passages that are no findings are returned too.")


class Posted(BaseModel):
    """A document to be read, and what is stated of it."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    content: Content
    fields: PostedFields
    all: bool


async def read_posted(request: Request, query: PostedQuery, limit: int) -> Posted:
    """What `request` carries. Raises FindingsError for a shape that is not known or a document beyond `limit` bytes."""
    shape = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    match shape:
        case "application/json":
            posted = _from_json(await request.body())
        case "text/plain":
            posted = Content(_decoded(await request.body(), request)), query
        case "multipart/form-data":
            posted = await _from_form(request)
        case _:
            raise _unsupported(shape)
    content, fields = posted
    _check_size(content, limit)
    return Posted(content=content, fields=fields, all=query.all)


def _from_json(body: bytes) -> tuple[Content, PostedFields]:
    try:
        fields = PostedText.model_validate_json(body)
    except ValidationError as error:
        raise _invalid(error) from error
    return Content(fields.text), fields


async def _from_form(request: Request) -> tuple[Content, PostedFields]:
    async with request.form(max_files=1, max_fields=MAX_FIELDS) as form:
        file = form.get("file")
        fields = _fields({name: form[name] for name in form if name != "file"})
        if not isinstance(file, UploadFile):
            raise FindingsError(Code.INVALID, "The form has no file; send the document as the form's `file`.")
        return Content(await file.read(), file.filename), fields


def _decoded(body: bytes, request: Request) -> str:
    header = Message()
    header["content-type"] = request.headers["content-type"]
    try:
        text = body.decode(str(header.get_param("charset", "utf-8")), errors="replace")
        return text.encode(errors="replace").decode()
    except (LookupError, ValueError) as error:
        raise FindingsError(Code.INVALID, "The text's charset is not known; send it as UTF-8.") from error


def _fields(values: Mapping[str, Any]) -> PostedFields:
    try:
        return PostedFields.model_validate(values)
    except ValidationError as error:
        raise _invalid(error) from error


def _invalid(error: ValidationError) -> RequestValidationError:
    found = error.errors(include_url=False, include_context=False)
    return RequestValidationError([{**each, "loc": ("body", *each["loc"])} for each in found])


def _unsupported(shape: str) -> FindingsError:
    return FindingsError(
        Code.UNSUPPORTED,
        f"A body of type {shape or 'nothing'!r} cannot be read; "
        "send application/json, text/plain, or multipart/form-data with a `file`.",
    )


def _check_size(content: Content, limit: int) -> None:
    size = len(content.data.encode()) if isinstance(content.data, str) else len(content.data)
    if size > limit:
        raise FindingsError(
            Code.TOO_LARGE,
            f"The document has {size:,} bytes; the limit is {limit:,}. Split it, leave pictures out, "
            "or raise FINDINGS_MAX_DOCUMENT_BYTES.",
        )
