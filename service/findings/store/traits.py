"""What the findings of a report are counted under, kept at hand as long as nothing is written."""

from __future__ import annotations

from collections.abc import Set
from functools import cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.schemas import Area, Grade
from findings.store import tables as t
from findings.taxonomy.authorities import canonical


class Traits(NamedTuple):
    """Traits of a report as text; an empty one is not known."""

    authority: str
    region: str
    kind: str
    year: str
    grade: str


Kept = tuple[int, dict[str, Traits]]
_kept: WeakKeyDictionary[Any, Kept] = WeakKeyDictionary()


def traits_of(session: Session, reports: Set[str]) -> dict[str, Traits]:
    """The traits of at least these reports, by report id."""
    engine = session.get_bind().engine
    version = session.scalar(select(func.max(col(t.Audit.id)))) or 0  # whatever is written lands in this table
    known = _kept.get(engine)
    if known is None or known[0] != version or not reports <= known[1].keys():
        known = _kept[engine] = version, _read(session)
    return known[1]


def _read(session: Session) -> dict[str, Traits]:
    r, j = t.Report, t.Judgement
    overall = and_(col(j.report_id) == col(r.id), col(j.area) == Area.OVERALL_EFFECTIVENESS)
    day = func.coalesce(col(r.published), col(r.inspection_start))
    columns = (col(r.id), col(r.authority), col(r.kind), day, col(j.grade))
    rows: Any = session.execute(select(*columns).join(j, overall, isouter=True))
    return {report: _traits(authority or "", kind, day, grade) for report, authority, kind, day, grade in rows}


def _traits(authority: str, kind: str, day: Any, grade: str | None) -> Traits:
    judged = grade if grade and grade != Grade.NOT_JUDGED else ""
    return Traits(authority, _region(authority), kind, str(day.year) if day else "", judged)


@cache
def _region(authority: str) -> str:
    found = canonical(authority)
    return found.region if found else ""
