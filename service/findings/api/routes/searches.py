"""Searches that people keep, and feeds of what is new to them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel
from sqlalchemy.orm import Session

from findings.api.deps import Actor, Filters, Reading, Store
from findings.api.feed import feed
from findings.errors import Code, FindingsError
from findings.store import saved
from findings.store.filters import FindingFilters
from findings.store.saved import Saved, SearchToSave

router = APIRouter(tags=["search"])

ATOM = "application/atom+xml"
EXAMPLES = {"drift": {"summary": "What is said of drift", "value": {"name": "Drift", "query": "q=drift"}}}
EXAMPLE = {"requestBody": {"content": {"application/json": {"examples": EXAMPLES}}}}

SearchId = Annotated[str, Path(max_length=64, pattern=r"^[0-9a-zA-Z]+$")]
Entries = Annotated[int, Query(ge=1, le=200, description="How many findings the feed holds at most.")]


class Searches(BaseModel):
    """The searches that are kept."""

    items: list[Saved]


@router.get("/searches")
def list_searches(session: Reading) -> Searches:
    """Every search that is kept, by name."""
    return Searches(items=saved.kept(session))


@router.post("/searches", status_code=201, openapi_extra=EXAMPLE)
def keep_search(store: Store, actor: Actor, search: SearchToSave) -> Saved:
    """Keep a search under a name; `query` is what stands after the question mark of its address."""
    return saved.keep(store, search, actor=actor)


@router.delete("/searches/{search_id}", status_code=204)
def drop_search(store: Store, actor: Actor, search_id: SearchId) -> None:
    """Keep a search no longer."""
    saved.drop(store, search_id, actor=actor)


@router.get("/searches/{search_id}/feed", response_class=Response, responses={200: {"content": {ATOM: {}}}})
def saved_feed(request: Request, session: Reading, search_id: SearchId, entries: Entries = 50) -> Response:
    """What is new to a search that is kept, as an Atom feed: findings of the reports that came in last."""
    search = saved.one(session, search_id)
    return _feed(request, session, saved.understood(search.query), entries, search.name)


@router.get("/feed", response_class=Response, responses={200: {"content": {ATOM: {}}}})
def any_feed(request: Request, session: Reading, filters: Filters) -> Response:
    """The same for any search."""
    return _feed(request, session, filters, 50, filters.q or "Findings")


def _feed(request: Request, session: Session, filters: FindingFilters, entries: int, name: str) -> Response:
    if filters.internal:
        raise FindingsError(Code.INVALID, "No feed holds internal reports; ask for it without internal=true.")
    news = saved.news(session, filters.public(), entries)
    own = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    site = str(request.base_url).rstrip("/")
    return Response(feed(news, title=f"Findings: {name}", site=site, own=own), media_type=ATOM)
