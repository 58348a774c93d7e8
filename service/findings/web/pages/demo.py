"""Fills an empty service with a set of invented documents, and takes them away again."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from findings.api.deps import Actor, Pool, Store
from findings.api.workers import Content
from findings.demo import documents, keep
from findings.store.standing import remove_demonstration

router = APIRouter(prefix="/ui/demo")


@router.post("")
async def load(store: Store, pool: Pool, actor: Actor) -> Response:
    """Read the demonstration set and keep it, marked as invented."""
    for each in documents():
        analysis = await pool.read(Content(each.data, each.name), each.stated)
        await run_in_threadpool(keep, store, each, analysis, actor=actor)
    return RedirectResponse("/ui/?note=demo", status_code=303)


@router.post("/remove")
def remove(store: Store, actor: Actor) -> Response:
    """Remove every invented document and what was derived from it."""
    remove_demonstration(store, actor=actor)
    return RedirectResponse("/ui/", status_code=303)
