"""Searches that people keep."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from findings.api.deps import Actor, Reading, Store
from findings.store import saved
from findings.store.counts import counts
from findings.store.saved import SearchToSave
from findings.web.chips import chips
from findings.web.templating import render

router = APIRouter(prefix="/ui/saved")


@router.get("")
def saved_page(request: Request, session: Reading) -> Response:
    """Every search that is kept, with how much it finds now and the feed of what is new to it."""
    rows = []
    for each in saved.kept(session):
        query = saved.understood(each.query)
        params = query.model_dump(by_alias=True, exclude_defaults=True, mode="json")
        rows.append((each, chips(params, []), None if query.meaning else counts(session, query, "label")))
    return render(request, "saved.html", {"rows": rows})


@router.post("")
def save(store: Store, actor: Actor, name: Annotated[str, Form()], query: Annotated[str, Form()] = "") -> Response:
    """Keep a search and show those that are kept."""
    saved.keep(store, SearchToSave(name=name.strip()[:200] or "Unnamed search", query=query), actor=actor)
    return RedirectResponse("/ui/saved", status_code=303)


@router.post("/{search_id}/remove")
def remove(store: Store, actor: Actor, search_id: str) -> Response:
    """Keep a search no longer."""
    saved.drop(store, search_id, actor=actor)
    return RedirectResponse("/ui/saved", status_code=303)
