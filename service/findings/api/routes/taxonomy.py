"""The taxonomy: its labels and themes, what became of older ones, and changes of the themes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from findings.api.deps import Reading, Store
from findings.api.routes.corrections import Reviewer
from findings.api.taxonomy_examples import CHANGE_EXAMPLES, PLAN_EXAMPLES
from findings.store import taxonomy, taxonomy_told
from findings.store.taxonomy import Plan
from findings.store.taxonomy_told import Changes, Defined, Told
from findings.taxonomy.change_values import ThemeChange

router = APIRouter(prefix="/taxonomy", tags=["taxonomy"])


@router.get("")
def read_taxonomy(session: Reading) -> Told:
    """Labels and themes with their definitions, the version, and what became of themes that stand no more."""
    return taxonomy_told.told(session)


@router.get("/changes")
def list_changes(session: Reading) -> Changes:
    """Every change of the themes, oldest first; those that were taken back are still told of."""
    return taxonomy_told.changes(session)


@router.get("/themes/{theme}")
def read_theme(session: Reading, theme: Annotated[str, Path(max_length=60, pattern=r"^[a-z0-9_]+$")]) -> Defined:
    """One theme, whether it stands or not; old ids are known for ever."""
    return taxonomy_told.one(session, theme)


@router.post("/plan", openapi_extra=PLAN_EXAMPLES)
def plan_change(session: Reading, change: ThemeChange) -> Plan:
    """What a change would do: which findings, decisions and kept searches it is about. Nothing is changed."""
    return taxonomy.plan(session, change)


@router.post(
    "/changes",
    status_code=201,
    responses={200: {"model": Plan, "description": "The change was made before; nothing is done."}},
    openapi_extra=CHANGE_EXAMPLES,
)
def make_change(store: Store, reviewer: Reviewer, response: Response, change: ThemeChange) -> Plan:
    """Make a change: stored findings are given the themes that it leads to, all at once or not at all.

    What people decided stays as they wrote it and is read through the change; older ids go on working in filters,
    kept searches, feeds and imports. `undo` takes the last change back.
    """
    made = taxonomy.apply(store, change, actor=reviewer)
    response.status_code = 200 if made.already else 201
    return made
