"""What is asked of the reports that findings stand in, as conditions on what names a report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar

from sqlalchemy import ARRAY, ColumnElement, String, all_, any_, exists, inspect, literal, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.store import tables as t
from findings.store.filters import FindingFilters, reports_asked
from findings.store.kept import kept
from findings.store.listed import LISTED

OF_REPORT = ("authority", "region", "kind", "report", "grade", "year", "from_", "to", "internal")
MOST_KEPT = 50
NAMED = 1_000  # reports that SQLite is told of one by one

V = TypeVar("V")
_R = t.Report
GONE, INTERNAL = col(_R.superseded_by).is_not(None), col(_R.internal).is_(True)


def asks_of_reports(filters: FindingFilters) -> bool:
    """Whether anything but that they stand is asked of reports."""
    return any(getattr(filters, name) not in (None, []) for name in OF_REPORT)


def in_reports(session: Session, filters: FindingFilters, report: Any) -> list[ColumnElement[bool]]:
    """Conditions on a column of report ids; where nothing is asked, only those that are out are named."""
    if asks_of_reports(filters):
        return [report.in_(select(col(_R.id)).where(*reports_asked(filters)))]
    return standing_of(session, filters, report)


def standing_of(session: Session, filters: FindingFilters, report: Any) -> list[ColumnElement[bool]]:
    """The same of what reports stand for alone."""
    found = list[ColumnElement[bool]]()
    if not (filters.superseded or filters.report):
        found += _none_of(session, report, "gone", GONE)
    if filters.internal:
        found.append(among(session, report, _marked(session, "internal", INTERNAL)))
    elif filters.internal is not None:
        found += _none_of(session, report, "internal", INTERNAL)
    return found


def of_reports(filters: FindingFilters) -> list[ColumnElement[bool]]:
    """What is asked of reports, looked up row by row."""
    return [exists().where(col(_R.id) == LISTED.report_id, *reports_asked(filters))]


def reports_of(session: Session, filters: FindingFilters) -> Collection[str]:
    """The ids of the reports that are asked for."""
    wanted = select(inspect(_R).columns.id).where(*reports_asked(filters))
    return kept_of_reports(session, "reports", filters, lambda: set(session.scalars(wanted)))


def kept_of_reports(session: Session, name: str, filters: FindingFilters, make: Callable[[], V]) -> V:
    """What depends on the reports that are asked for, kept; where nothing is asked, as long as what is of all."""
    asked = filters.model_dump_json(include={*OF_REPORT, "superseded"})
    if asks_of_reports(filters):
        return kept(session, asked, make, name, most=MOST_KEPT)
    return kept(session, (name, asked), make)


def among(session: Session, report: Any, names: Sequence[str]) -> ColumnElement[bool]:
    """That a report is one of those named."""
    # As an array on PostgreSQL, which takes long to plan for as many values.
    named = report == any_(literal(names, ARRAY(String))) if _is_postgresql(session) else report.in_(names)
    found: ColumnElement[bool] = named
    return found


def _none_of(session: Session, report: Any, name: str, condition: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    names = _marked(session, name, condition)
    if not names:
        return []
    if _is_postgresql(session):
        return [report != all_(literal(names, ARRAY(String)))]
    return [report.not_in(names if len(names) <= NAMED else select(col(_R.id)).where(condition))]


def _marked(session: Session, name: str, condition: ColumnElement[bool]) -> list[str]:
    wanted = select(inspect(_R).columns.id).where(condition).order_by(inspect(_R).columns.id)
    return kept(session, name, lambda: list(session.scalars(wanted)))


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
