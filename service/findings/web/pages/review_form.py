"""Reviewing without script: one finding, a form, and the next."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from findings.api.deps import AppSettings, Store
from findings.api.routes.review import flips_of
from findings.errors import Code, FindingsError
from findings.review.corrections import correct
from findings.review.queue import take
from findings.review.queue_values import QueueItem, QueueQuery
from findings.review.values import CorrectionIn
from findings.taxonomy import taxonomy
from findings.web.asked import asked
from findings.web.pages.review import queue_params
from findings.web.templating import link, render

router = APIRouter(prefix="/ui/review/form")
PLAIN = ("label", "note")


async def _sent(request: Request) -> dict[str, list[str]]:
    async with request.form() as form:
        return {name: [str(value) for value in form.getlist(name) if value] for name in form}


Sent = Annotated[dict[str, list[str]], Depends(_sent)]


@router.get("")
def form(request: Request, store: Store, settings: AppSettings) -> Response:
    """The next finding of the queue that the address describes, in a form."""
    query, problems = asked(request, QueueQuery)
    share, hold = settings.blind_share, settings.hold_seconds
    only = flips_of(store, query)
    queue = take(store, query, actor=settings.actor, hold=hold, blind_share=share, only=only)
    return _page(request, query, queue.items[0] if queue.items else None, problems=problems, left=queue.left)


@router.post("")
def decide(request: Request, store: Store, settings: AppSettings, sent: Sent) -> Response:
    """Keep what the form says of a finding and go on; `skip` passes it over, `undo` takes the last decision back."""
    query, _ = asked(request, QueueQuery)
    finding = sent.get("finding", [""])[0]
    if "skip" in sent:
        query.skip = [*query.skip[-100:], finding]
    else:
        correct(store, finding, _change(sent), actor=settings.actor)
    here = {**queue_params(query), "skip": query.skip}
    return RedirectResponse(link("/ui/review/form", here), status_code=303)


def _change(sent: dict[str, list[str]]) -> CorrectionIn:
    wanted: dict[str, Any] = {name: sent[name][0] for name in PLAIN if sent.get(name)}
    if "themed" in sent:
        wanted["themes"] = sent.get("theme", [])
    try:
        return CorrectionIn.model_validate(wanted)
    except ValidationError as error:
        wrong = "; ".join(str(each["msg"]).removeprefix("Value error, ") for each in error.errors())
        raise FindingsError(Code.INVALID, f"Not saved: {wrong}. Go back and mend it.") from error


def _page(
    request: Request, query: QueueQuery, item: QueueItem | None, *, problems: list[str], left: int | None
) -> Response:
    params = queue_params(query)
    context = {
        "item": item,
        "left": left,
        "params": params,
        "here": link("/ui/review/form", {**params, "skip": query.skip}),
        "problems": problems,
        "labels": taxonomy().labels,
    }
    return render(request, "review_form.html", context)
