"""Which finding a reviewer decides on next: the one that teaches most, unlike the last, in nobody else's hands."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, exists, func, select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.review.queue_values import Queue, QueueItem, QueueQuery, Suggestion
from findings.store import tables as t
from findings.store.filters import FindingFilters, conditions
from findings.store.human import QUIET
from findings.store.queries import brief_of, dialect_of
from findings.store.rows import value_of
from findings.store.session import Database

POOL = 200
REMEMBERED = 20
AROUND = 400
LOCK = 7_206_114  # any number: PostgreSQL's name for "somebody takes from the queue"

Cell = tuple[str | None, str]


def take(database: Database, query: QueueQuery, *, actor: str, hold: float, blind_share: float) -> Queue:
    """The next findings for a reviewer, held for `hold` seconds; `blind_share` of them without a suggestion."""
    with database.write() as session:
        if dialect_of(session) == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        _let_go(session, query.skip, actor)
        chosen = _conditions(session, query, actor)
        rows = _choose(session, query, chosen, actor)
        until = t.now() + dt.timedelta(seconds=hold)
        items = [_hold(session, row, actor, until, blind_share=1 if query.double else blind_share) for row in rows]
        return Queue(items=items, left=_left(session, query, chosen))


def _left(session: Session, query: QueueQuery, chosen: Sequence[ColumnElement[bool]]) -> int:
    undecided = [] if query.double else [col(t.Finding.reviewed_at).is_(None)]
    return session.scalar(select(func.count()).select_from(t.Finding).where(*chosen, *undecided)) or 0


def _let_go(session: Session, skipped: Sequence[str], actor: str) -> None:
    h, f = t.Hold, t.Finding
    passed = select(col(f.pk)).where(col(f.id).in_(skipped))
    session.execute(delete(h).where(col(h.until) < t.now()))
    session.execute(delete(h).where(col(h.actor) == actor, col(h.finding_pk).in_(passed)))


def _conditions(session: Session, query: QueueQuery, actor: str) -> list[ColumnElement[bool]]:
    f, h, c = t.Finding, t.Hold, t.Correction
    plain = query.model_dump(include=set(FindingFilters.model_fields) - {"reviewed"})
    filters = FindingFilters.model_validate(plain)
    by_label, *found = conditions(filters, dialect_of(session))
    if query.label:
        found.append(by_label)
    if query.skip:
        found.append(col(f.id).not_in(query.skip))
    if query.disputed is not None:
        found.append(col(f.disputed) == query.disputed)
    if query.double:
        own = (col(c.finding_id) == col(f.id), col(c.actor) == actor, col(c.action).not_in(QUIET))
        return [*found, col(f.reviewed_at).is_not(None), ~exists().where(*own)]
    others = select(col(h.finding_pk)).where(col(h.actor) != actor)
    return [*found, col(f.pk).not_in(others)]


def _choose(
    session: Session, query: QueueQuery, chosen: Sequence[ColumnElement[bool]], actor: str
) -> Sequence[t.Finding]:
    f, h = t.Finding, t.Hold
    own = select(col(h.finding_pk)).where(col(h.actor) == actor)
    # `human` says the same as `reviewed_at`, whose index would have the database sort all that is left.
    free = [] if query.double else [col(f.human).is_(None)]
    held = session.scalars(select(f).where(*chosen, *free, col(f.pk).in_(own)).limit(query.limit)).all()
    wanted = select(f).where(*chosen, *free, col(f.pk).not_in([row.pk for row in held]))
    room = query.limit - len(held)
    if query.order == "position":
        return [*held, *session.scalars(wanted.order_by(col(f.report_id), col(f.position)).limit(room))]
    pool = session.scalars(wanted.order_by(col(f.uncertainty).desc(), col(f.pk).desc()).limit(POOL)).all()
    return [*held, *_spread(session, pool, _seen(session, actor), room)]


def _seen(session: Session, actor: str) -> Counter[Cell]:
    """How often a reviewer lately met each theme and kind of report."""
    f, c = t.Finding, t.Correction
    latest = select(col(c.finding_id)).where(col(c.actor) == actor).order_by(col(c.id).desc()).limit(REMEMBERED)
    ids = session.scalars(latest).all()
    return Counter(_cells(session, session.scalars(select(f).where(col(f.id).in_(ids))).all()).values())


def _cells(session: Session, rows: Sequence[t.Finding]) -> dict[int, Cell]:
    """The foremost theme and the kind of report of findings, by row key."""
    theme = t.FindingTheme
    wanted = select(theme).where(col(theme.finding_pk).in_([row.pk for row in rows])).order_by(col(theme.confidence))
    foremost = {tag.finding_pk: tag.theme for tag in session.scalars(wanted)}
    return {row.pk or 0: (foremost.get(row.pk or 0), row.kind) for row in rows}


def _spread(session: Session, pool: Sequence[t.Finding], seen: Counter[Cell], room: int) -> list[t.Finding]:
    """The least certain of the pool, those of themes and kinds that were seen least before the others."""
    cells, waiting, found = _cells(session, pool), list(pool), list[t.Finding]()
    while waiting and len(found) < room:
        row = min(waiting, key=lambda each: seen[cells[each.pk or 0]])  # the first of the least seen: the least certain
        waiting.remove(row)
        seen[cells[row.pk or 0]] += 1
        found.append(row)
    return found


def _hold(session: Session, row: t.Finding, actor: str, until: dt.datetime, *, blind_share: float) -> QueueItem:
    hold = session.get(t.Hold, (row.pk, actor))
    if hold is None:
        hold = t.Hold(finding_pk=row.pk or 0, actor=actor, until=until, blind=_blind(row.id, actor, blind_share))
        session.add(hold)
    hold.until = until
    value = value_of(session, row)
    shown = value.model_dump(include=set(QueueItem.model_fields))
    before, after = _around(session, row)
    return QueueItem(
        **shown,
        report=brief_of(session.get_one(t.Report, row.report_id)),
        before=before,
        after=after,
        uncertainty=row.uncertainty,
        blind=hold.blind,
        until=until,
        suggestion=None if hold.blind else Suggestion(**value.model_dump(include=set(Suggestion.model_fields))),
    )


def _blind(finding: str, actor: str, share: float) -> bool:
    """Whether a reviewer sees no suggestion: by lot, but the same whenever it is asked."""
    drawn = int.from_bytes(sha256(f"{finding}:{actor}".encode()).digest()[:4]) / 2**32
    return drawn < share


def _around(session: Session, row: t.Finding) -> tuple[str, str]:
    words, first = col(t.ReportText.text), max(0, row.start - AROUND)
    before = func.substr(words, first + 1, row.start - first)
    after = func.substr(words, row.end + 1, AROUND)
    found = session.execute(select(before, after).where(col(t.ReportText.report_id) == row.report_id)).one_or_none()
    return (found[0], found[1]) if found else ("", "")
