"""Grades of earlier inspections are kept with a report, and renewed with its reading."""

from __future__ import annotations

from collections.abc import Callable

from findings.schemas import Analysis, PreviousJudgement, Stated
from findings.store import report_queries, reports
from findings.store.session import Database

TOLD = [{"area": "in_care", "grade": "adequate", "inspected": "2012-09"}]


def kept(database: Database, report: str) -> list[PreviousJudgement]:
    with database.read() as session:
        return report_queries.report(session, report).previous_judgements


def test_they_are_kept_and_a_newer_reading_renews_them(database: Database, make: Callable[..., Analysis]) -> None:
    first = make(previous_judgements=TOLD)
    reports.save(database, first, Stated(), actor="ann")
    assert kept(database, first.report.id) == first.report.previous_judgements
    reports.save(database, make(model="model-2"), Stated(), actor="ann")
    assert kept(database, first.report.id) == []
