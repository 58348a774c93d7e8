"""Whether the service lives, and whether it can work."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from findings.api.deps import Pool, Store
from findings.errors import Code, FindingsError

router = APIRouter(prefix="/health", tags=["health"])


class Live(BaseModel):
    """The process answers."""

    status: Literal["live"] = "live"


class Ready(BaseModel):
    """The database answers and every worker has loaded its model."""

    status: Literal["ready"] = "ready"
    model: str
    taxonomy: str
    workers: int


@router.get("/live")
async def live() -> Live:
    """Whether the process answers."""
    return Live()


@router.get("/ready")
def ready(store: Store, pool: Pool) -> Ready:
    """Whether a report could be classified and stored now."""
    try:
        store.ping()
    except SQLAlchemyError as error:
        raise FindingsError(Code.NOT_READY, "The database does not answer; check FINDINGS_DATABASE_URL.") from error
    if pool.reading is None:
        raise FindingsError(Code.NOT_READY, pool.failure or "The models are still being loaded; ask again in a while.")
    model, taxonomy = pool.reading
    return Ready(model=model, taxonomy=taxonomy, workers=pool.workers)
