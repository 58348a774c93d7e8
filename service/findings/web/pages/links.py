"""Correct what is said to have become of a point: choose the outcome and the passage that says so, or take it back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from sqlalchemy.orm import Session

from findings.api.deps import Actor, Reading, Store
from findings.errors import Code, FindingsError
from findings.reason.candidates import candidates
from findings.reason.follow import follow
from findings.review.links import SPOKEN, LinkIn, decide
from findings.web.pages.authority import OUTCOMES
from findings.web.templating import link, render

router = APIRouter(prefix="/ui/authorities")


async def _fields(request: Request) -> dict[str, str]:
    async with request.form() as sent:
        return {name: value for name, value in sent.items() if isinstance(value, str) and value.strip()}


Fields = Annotated[dict[str, str], Depends(_fields)]


@router.get("/{name}/links")
def correct(request: Request, name: str, point: str, report: str, session: Reading) -> Response:
    """A link with every passage of the later report that could be meant, and who decided on it before."""
    return _page(request, session, name, point, report)


@router.post("/{name}/links")
def save(request: Request, name: str, form: Fields, store: Store, actor: Actor) -> Response:
    """Keep the decision; where it cannot be, the form comes back saying why."""
    try:
        given = _given(form)
        decide(store, name, given, actor=actor)
    except FindingsError as error:
        with store.read() as session:
            return _page(request, session, name, form.get("point", ""), form.get("report_id", ""), error=error)
    return RedirectResponse(link(f"/ui/authorities/{name}", {}, note="decided") + f"#p-{given.point}", status_code=303)


def _given(form: dict[str, str]) -> LinkIn:
    kept = {key: value for key, value in form.items() if key != "finding_id" or form.get("outcome") in SPOKEN}
    try:
        return LinkIn.model_validate(kept)
    except ValidationError as error:
        told = "; ".join(each["msg"].removeprefix("Value error, ") for each in error.errors(include_url=False))
        raise FindingsError(Code.INVALID, f"Not saved: {told}.") from error


def _page(
    request: Request, session: Session, name: str, point_id: str, report: str, *, error: FindingsError | None = None
) -> Response:
    found = follow(session, name)
    point = next((each for each in found.points if each.finding.id == point_id), None)
    if point is None or report not in {each.report_id for each in point.links}:
        raise FindingsError(Code.NOT_FOUND, f"There is no such link of {name}. Choose it on the authority’s page.")
    context = {
        "name": found.name,
        "point": point,
        "link": next(each for each in point.links if each.report_id == report),
        "by_id": {each.id: each for each in found.reports},
        "candidates": candidates(session, point.finding.text, report),
        "outcome_names": OUTCOMES,
        "error": error.message if error else None,
    }
    return render(request, "link.html", context, status=error.status if error else 200)
