"""Which finding a reviewer decides on next: the one that teaches most, unlike the last, in nobody else's hands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import delete, func, literal, select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.review.queue_items import items_of
from findings.review.queue_pool import choose, conditions_of
from findings.review.queue_values import MOST_COUNTED, Queue, QueueItem, QueueQuery
from findings.store import tables as t
from findings.store.queries import dialect_of
from findings.store.session import Database

LOCK = 7_206_114  # any number: PostgreSQL's name for "somebody takes from the queue"

Held = dict[int, t.Hold]


@dataclass(frozen=True, slots=True)
class Terms:
    """How a reviewer is given findings: who, until when they are held, and the share without a suggestion."""

    actor: str
    until: dt.datetime
    blind_share: float


def take(
    database: Database,
    query: QueueQuery,
    *,
    actor: str,
    hold: float,
    blind_share: float,
    only: Sequence[str] | None = None,
) -> Queue:
    """The next findings for a reviewer, held for `hold` seconds; `blind_share` of them without a suggestion.

    `only` are the ids that may be given, where not all of them may.
    """
    share = 1.0 if query.double else 0.0 if query.finding or query.older else blind_share
    terms = Terms(actor, t.now() + dt.timedelta(seconds=hold), share)
    with database.write() as session:
        if dialect_of(session) == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        _let_go(session, query.skip, actor)
        own, others = _holds(session, actor)
        have = _held_on(session, query.have, own, others, terms)
        free = [pk for pk in own if pk not in have.values()]
        rows = choose(session, query, actor, own=free, taken=others, only=only)
        items = _give(session, rows, own, terms)
    gone = [name for name in query.have if name not in have]
    return Queue(items=items, gone=gone, left=_left(database, query, actor, only) if query.count else None)


def _left(database: Database, query: QueueQuery, actor: str, only: Sequence[str] | None) -> int:
    with database.read() as session:
        chosen = conditions_of(session, query, actor, only)
        some = select(literal(1)).select_from(t.Finding).where(*chosen).limit(MOST_COUNTED).subquery()
        return session.scalar(select(func.count()).select_from(some)) or 0


def _let_go(session: Session, skipped: Sequence[str], actor: str) -> None:
    h, f = t.Hold, t.Finding
    session.execute(delete(h).where(col(h.until) < t.now()))
    if skipped:
        passed = select(col(f.pk)).where(col(f.id).in_(skipped))
        session.execute(delete(h).where(col(h.actor) == actor, col(h.finding_pk).in_(passed)))


def _holds(session: Session, actor: str) -> tuple[Held, set[int]]:
    """The reviewer's own holds by row key, first given first, and the row keys that others hold."""
    found = session.scalars(select(t.Hold).order_by(col(t.Hold.until), col(t.Hold.finding_pk))).all()
    own = {hold.finding_pk: hold for hold in found if hold.actor == actor}
    return own, {hold.finding_pk for hold in found if hold.actor != actor}


def _held_on(session: Session, have: Sequence[str], own: Held, others: set[int], terms: Terms) -> dict[str, int]:
    """Hold on to what the reviewer was given before; the row keys of what of it is still there for them, by id."""
    if not have:
        return {}
    f = t.Finding
    rows = session.scalars(select(f).where(col(f.id).in_(have))).all()
    kept = {row.id: row.pk or 0 for row in rows if row.pk in own or (row.pk not in others and not _decided(row))}
    for name, pk in kept.items():
        _hold(session, pk, name, own, terms)
    return kept


def _decided(row: t.Finding) -> bool:
    return "label" in (row.human or ())


def _give(session: Session, rows: Sequence[t.Finding], own: Held, terms: Terms) -> list[QueueItem]:
    holds = [_hold(session, row.pk or 0, row.id, own, terms) for row in rows]
    session.flush()
    return items_of(session, rows, holds)


def _hold(session: Session, pk: int, finding: str, own: Held, terms: Terms) -> t.Hold:
    hold = own.get(pk)
    if hold is None:
        blind = _blind(finding, terms.actor, terms.blind_share)
        hold = own[pk] = t.Hold(finding_pk=pk, actor=terms.actor, until=terms.until, blind=blind)
        session.add(hold)
    hold.until = terms.until
    return hold


def _blind(finding: str, actor: str, share: float) -> bool:
    """Whether a reviewer sees no suggestion: by lot, but the same whenever it is asked."""
    drawn = int.from_bytes(sha256(f"{finding}:{actor}".encode()).digest()[:4]) / 2**32
    return drawn < share
