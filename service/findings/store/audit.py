"""The record of every write: who, what, to which thing, when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.store import tables as t


class AuditEntry(BaseModel):
    """One write."""

    at: dt.datetime
    actor: str
    action: str
    target: str
    target_id: str
    detail: dict[str, Any]


def record(session: Session, actor: str, action: str, target: str, target_id: str, **detail: Any) -> None:
    """Add a line to the audit table, within the transaction of the write it tells of; `detail` holds no report text."""
    if not actor.strip():
        raise ValueError("a write names its actor")
    session.add(t.Audit(actor=actor, action=action, target=target, target_id=target_id, detail=detail))


def entries(session: Session, target: str | None = None, target_id: str | None = None) -> list[AuditEntry]:
    """The lines of the audit table, oldest first, all or those of one thing."""
    wanted = select(t.Audit).order_by(col(t.Audit.id))
    if target is not None:
        wanted = wanted.where(col(t.Audit.target) == target)
    if target_id is not None:
        wanted = wanted.where(col(t.Audit.target_id) == target_id)
    return [AuditEntry(**row.model_dump(exclude={"id"})) for row in session.scalars(wanted)]
