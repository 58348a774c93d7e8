"""Chooses from the store what the queue gives next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from typing import Any, NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.review.queue_values import QueueQuery
from findings.store import tables as t
from findings.store.filters import FindingFilters, conditions
from findings.store.human import QUIET
from findings.store.queries import dialect_of
from findings.store.queue_index import undecided
from findings.taxonomy import taxonomy

POOL = 200
REMEMBERED = 20

Cell = tuple[str | None, str]
Conditions = list[Any]


class Candidate(NamedTuple):
    """A finding that may be given: its row key and the kind of its report."""

    pk: int
    kind: str


def choose(
    session: Session,
    query: QueueQuery,
    actor: str,
    *,
    own: Sequence[int],
    taken: Set[int],
    only: Sequence[str] | None = None,
) -> Sequence[t.Finding]:
    """The findings to give: those that were named, else those that the reviewer holds, then the best of the others."""
    f = t.Finding
    if query.finding:
        found = session.scalars(select(f).where(col(f.id).in_(query.finding))).all()
        return sorted(found, key=lambda row: query.finding.index(row.id))[: query.limit]
    chosen = conditions_of(session, query, actor, only)
    held = session.scalars(select(f).where(col(f.pk).in_(own), *chosen).limit(query.limit)).all() if own else []
    held = sorted(held, key=lambda row: own.index(row.pk or 0))
    free = [*chosen, col(f.pk).not_in([*own, *taken, *_given(session, query)])]
    keys = _best(session, query, free, actor, query.limit - len(held))
    rows = {row.pk: row for row in session.scalars(select(f).where(col(f.pk).in_(keys)))}
    return [*held, *(rows[key] for key in keys)]


def _given(session: Session, query: QueueQuery) -> Sequence[int | None]:
    if not query.have:
        return []
    return session.scalars(select(col(t.Finding.pk)).where(col(t.Finding.id).in_(query.have))).all()


def conditions_of(session: Session, query: QueueQuery, actor: str, only: Sequence[str] | None = None) -> Conditions:
    """What a finding must fulfil to be given to a reviewer, whoever holds it."""
    f, c = t.Finding, t.Correction
    plain = query.model_dump(include=set(FindingFilters.model_fields) - {"reviewed", "superseded"})
    by_label, *found = conditions(FindingFilters(**plain, superseded=True), dialect_of(session))
    found += _standing(session, query)
    if query.label:
        found.append(by_label)
    if only is not None:
        found.append(col(f.id).in_(only))
    if query.skip:
        found.append(col(f.id).not_in(query.skip))
    if query.disputed is not None:
        found.append(col(f.disputed) == query.disputed)
    undone = select(col(c.undoes)).where(col(c.undoes).is_not(None))
    stands = (col(c.action).not_in(QUIET), col(c.group_id).not_in(undone))
    own = (col(c.finding_id) == col(f.id), col(c.actor) == actor, *stands)
    if query.older:
        since = (*own, col(c.taxonomy) == taxonomy().version)
        split = select(col(t.FindingTheme.finding_pk)).where(col(t.FindingTheme.theme).in_(taxonomy().split))
        return [*found, col(f.pk).in_(split), ~exists().where(*since)]
    if query.double:
        return [*found, col(f.reviewed_at).is_not(None), ~exists().where(*own)]
    return [*found, undecided(dialect_of(session))]


def _standing(session: Session, query: QueueQuery) -> Conditions:
    """Findings of reports published anew since are left out, unless they are asked for."""
    if query.superseded or query.report:
        return []
    r = t.Report
    old = session.scalars(select(col(r.id)).where(col(r.superseded_by).is_not(None))).all()
    return [col(t.Finding.report_id).not_in(old)] if old else []


def _best(session: Session, query: QueueQuery, free: Conditions, actor: str, room: int) -> list[int]:
    f = t.Finding
    if room <= 0:
        return []
    wanted = select(col(f.pk), col(f.kind)).where(*free)
    if query.order == "position":
        rows = session.execute(wanted.order_by(col(f.report_id), col(f.position)).limit(room))
        return [pk or 0 for pk, _ in rows]
    ranked = session.execute(wanted.order_by(col(f.uncertainty).desc(), col(f.pk).desc()).limit(POOL))
    return _spread(session, [Candidate(pk or 0, kind) for pk, kind in ranked], _seen(session, actor), room)


def _seen(session: Session, actor: str) -> Counter[Cell]:
    """How often a reviewer lately met each theme and kind of report."""
    f, c = t.Finding, t.Correction
    latest = select(col(c.finding_id)).where(col(c.actor) == actor).order_by(col(c.id).desc()).limit(REMEMBERED)
    ids = session.scalars(latest).all()
    rows = session.execute(select(col(f.pk), col(f.kind)).where(col(f.id).in_(ids)))
    return Counter(_cells(session, [Candidate(pk or 0, kind) for pk, kind in rows]).values())


def _cells(session: Session, found: Sequence[Candidate]) -> dict[int, Cell]:
    """The foremost theme and the kind of report of findings, by row key."""
    theme = t.FindingTheme
    wanted = select(col(theme.finding_pk), col(theme.theme)).order_by(col(theme.confidence))
    tags = session.execute(wanted.where(col(theme.finding_pk).in_([each.pk for each in found])))
    foremost = {row.finding_pk: row.theme for row in tags}
    return {each.pk: (foremost.get(each.pk), each.kind) for each in found}


def _spread(session: Session, pool: Sequence[Candidate], seen: Counter[Cell], room: int) -> list[int]:
    """The least certain of the pool, those of themes and kinds that were seen least before the others."""
    cells, waiting, found = _cells(session, pool), list(pool), list[int]()
    while waiting and len(found) < room:
        best = min(waiting, key=lambda each: seen[cells[each.pk]])  # the first of the least seen: the least certain
        waiting.remove(best)
        seen[cells[best.pk]] += 1
        found.append(best.pk)
    return found
