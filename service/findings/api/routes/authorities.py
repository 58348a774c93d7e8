"""Authorities with counts, and one through time."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from findings.api.deps import Reading, Store
from findings.api.review_examples import LINK_EXAMPLES
from findings.api.routes.corrections import Reviewer
from findings.reason.follow import follow
from findings.reason.links import Followed, Point
from findings.review.links import LinkIn, decide
from findings.store.report_queries import authorities
from findings.store.values import AuthorityCount

router = APIRouter(tags=["authorities"])

AuthorityName = Annotated[str, Path(max_length=200, pattern=r"^[^\x00]*$", examples=["Hackney"])]


class Authorities(BaseModel):
    """The authorities that stored reports are about."""

    items: list[AuthorityCount]


@router.get("/authorities")
def list_authorities(session: Reading) -> Authorities:
    """Every authority with how many reports and findings it has."""
    return Authorities(items=authorities(session))


@router.get("/authorities/{name}")
def follow_authority(session: Reading, name: AuthorityName) -> Followed:
    """An authority's reports on a timeline, and what became of each point in the inspections after it."""
    return follow(session, name)


@router.post("/authorities/{name}/links", openapi_extra=LINK_EXAMPLES)
def decide_link(store: Store, reviewer: Reviewer, name: AuthorityName, given: LinkIn) -> Point:
    """Decide what became of a point in one later inspection, or take the last decision back.

    Decisions are only ever added; they outlive every later reading of both reports.
    """
    return decide(store, name, given, actor=reviewer)
