"""Authorities with counts, and one through time."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from findings.api.deps import Reading
from findings.reason.follow import Followed, follow
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
