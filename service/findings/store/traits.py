"""What the findings of a report are counted under and listed by, kept at hand as long as nothing is written."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.schemas import Area, Grade
from findings.store import tables as t
from findings.store.kept import kept
from findings.taxonomy.authorities import canonical


class Traits(NamedTuple):
    """Traits of a report as text; an empty one is not known."""

    authority: str
    region: str
    kind: str
    year: str
    grade: str


def traits_of(session: Session) -> dict[str, Traits]:
    """The traits of every report, by report id."""
    return kept(session, "traits", lambda: _read(session))


def numbered(session: Session) -> tuple[dict[str, int], list[Traits]]:
    """For every report the number of its traits, and the traits by number: many reports have the same."""

    def number() -> tuple[dict[str, int], list[Traits]]:
        known = dict[Traits, int]()
        numbers = {report: known.setdefault(each, len(known)) for report, each in traits_of(session).items()}
        return numbers, list(known)

    return kept(session, "numbered traits", number)


def by_day(session: Session) -> list[tuple[dt.date, str]]:
    """The day that each report is listed under, and its id, oldest first."""
    r = t.Report
    day = func.coalesce(col(r.published), t.UNKNOWN_DAY)
    wanted = select(day, col(r.id)).order_by(day, col(r.id))
    return kept(session, "days", lambda: [(listed_on, report) for listed_on, report in session.execute(wanted)])


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
