"""What a report stands for: internal or not, superseded or not, said by a person."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from findings.api.deps import Actor, Store
from findings.store.standing import StandingPatch, set_standing

router = APIRouter(prefix="/ui/reports")


@router.post("/{report_id}/standing")
def stand(
    report_id: str,
    store: Store,
    actor: Actor,
    internal: Annotated[bool | None, Form()] = None,
    current: Annotated[bool, Form()] = False,
) -> Response:
    """Mark a report internal or public, or say that it is no earlier version of another."""
    wanted = {"internal": internal} if internal is not None else {}
    change = StandingPatch.model_validate(wanted | ({"superseded_by": None} if current else {}))
    set_standing(store, report_id, change, actor=actor)
    return RedirectResponse(f"/ui/reports/{report_id}?note=saved", status_code=303)
