"""Authorities with counts."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from findings.api.deps import Reading
from findings.store.report_queries import authorities
from findings.store.values import AuthorityCount

router = APIRouter(tags=["authorities"])


class Authorities(BaseModel):
    """The authorities that stored reports are about."""

    items: list[AuthorityCount]


@router.get("/authorities")
def list_authorities(session: Reading) -> Authorities:
    """Every authority with how many reports and findings it has."""
    return Authorities(items=authorities(session))
