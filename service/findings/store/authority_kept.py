"""What was found out about an authority stays at hand as long as nothing that is about it is written."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Hashable
from itertools import groupby
from operator import itemgetter
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import ScalarSelect, Select, bindparam, func, inspect, select
from sqlalchemy.orm import Session

from findings.store import tables as t
from findings.store.latest import Latest
from findings.store.link_tables import LinkDecision

MOST_KEPT = 400  # after which what was asked for longest ago goes

V = TypeVar("V")
State = tuple[Any, ...]
_kept: WeakKeyDictionary[Any, Latest[Hashable, tuple[State, Any]]] = WeakKeyDictionary()
_turns = Lock()


def kept_of(session: Session, authority: str, name: Hashable, make: Callable[[State], V]) -> V:
    """What `make` gives, or gave since anything about `authority` was written, by a name of its own.

    It is told the state of all that is about it. Whoever is given it must not change it. What a session that writes
    sees is not kept: it may be taken back.
    """
    state, pool = state_of(session, authority), session.get_bind().engine.pool  # one for those who read and who write
    with _turns:
        answers = _kept.setdefault(pool, Latest())
        if (authority, name) in answers:
            known, found = answers[authority, name]
            if known == state:
                kept: V = found
                return kept
    made = make(state)
    if session.info.get("reads"):
        with _turns:
            answers.keep((authority, name), (state, made), MOST_KEPT)
    return made


def state_of(session: Session, authority: str) -> State:
    """What tells apart the states of all that is stored about an authority.

    Every write names its report in the audit table, among the corrections or among the decisions on links, or is a
    change of themes; what a report is superseded by goes with that one without a word.
    """
    themes = session.scalar(THEMES)
    return themes, *map(tuple, session.execute(REPORTS, {"authority": authority}))


def stamp_of(state: State) -> str:
    """A short name of a state, the same in every process."""
    told = json.dumps(state, default=lambda at: at.astimezone(dt.UTC).isoformat())
    return hashlib.sha256(told.encode()).hexdigest()


def stamps(session: Session) -> dict[str, str]:
    """The stamp of every authority that there is a report about, by its name."""
    themes, rows = session.scalar(THEMES), session.execute(ALL)
    of_each = groupby(map(tuple, rows), key=itemgetter(-1))
    return {name: stamp_of((themes, *(row[:-1] for row in reports))) for name, reports in of_each}


def _written(rows: Select[Any], number: Any) -> list[ScalarSelect[Any]]:
    """The last number of a table of records, and how many there are: a record may be written later than another."""
    return [rows.with_only_columns(each).scalar_subquery() for each in (func.max(number), func.count())]


def _reports() -> Select[Any]:
    report, audit, correction, decision = (inspect(each).c for each in (t.Report, t.Audit, t.Correction, LinkDecision))
    audited = select(audit.id).where(audit.target == "report", audit.target_id == report.id)
    corrected = select(correction.id).where(correction.report_id == report.id)
    decided = select(decision.id).where(decision.point_report == report.id)
    own = (report.id, report.updated_at, report.superseded_by, report.internal, report.demonstration)
    records = (
        *_written(audited, audit.id),
        *_written(corrected, correction.id),
        *_written(decided, decision.id),
    )
    return select(*own, *records)


# Made once: to put a query together takes longer than to ask it.
REPORT = inspect(t.Report).c
REPORTS = _reports().where(REPORT.authority == bindparam("authority")).order_by(REPORT.id)
ALL = (
    _reports().add_columns(REPORT.authority).where(REPORT.authority.is_not(None)).order_by(REPORT.authority, REPORT.id)
)
THEMES = select(func.max(inspect(t.Audit).c.id)).where(inspect(t.Audit).c.target == "taxonomy")
