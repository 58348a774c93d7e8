"""Themes with counts."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from findings.api.deps import Filters, Reading
from findings.store import queries
from findings.store.values import ThemeCount
from findings.taxonomy.loader import taxonomy

router = APIRouter(tags=["themes"])


class Themes(BaseModel):
    """The themes of a version of the taxonomy."""

    taxonomy: str
    items: list[ThemeCount]


@router.get("/themes")
def list_themes(session: Reading, filters: Filters) -> Themes:
    """Every theme with how many findings it has, in all and by label; filters narrow what is counted."""
    return Themes(taxonomy=taxonomy().version, items=queries.themes(session, filters))
