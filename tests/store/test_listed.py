"""Narrow rows and tallies follow whatever happens to findings, on both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import delete, select, text, update
from sqlmodel import col

from findings.schemas import Analysis, Label, Stated
from findings.store import reports
from findings.store import tables as t
from findings.store.listed import MARK, NO_TAG, Listed, Tally
from findings.store.reports import ReportPatch
from findings.store.rows import set_label, set_tags
from findings.store.session import Database

Make = Callable[..., Analysis]
STALE = """SELECT f.id FROM listed JOIN finding AS f ON f.pk = listed.pk WHERE terms IS DISTINCT FROM
    finding_terms(f.pk, f.words, f.label, f.kind, f.authority, tags) || report_terms(f.report_id, f.listed_on)"""


def consistent(database: Database) -> int:
    """Hold that narrow rows and tallies say what the findings do, and return how many findings there are."""
    with database.read() as session:
        findings = session.scalars(select(t.Finding)).all()
        tags: dict[int, set[str]] = {finding.pk or 0: set() for finding in findings}
        for pk, theme in session.execute(select(col(t.FindingTheme.finding_pk), col(t.FindingTheme.theme))):
            tags[pk].add(theme)
        framework = t.FindingFramework
        for pk, outcome in session.execute(select(col(framework.finding_pk), col(framework.outcome))):
            tags[pk].add(outcome)
        rows = {row.pk: row for row in session.scalars(select(Listed))}
        told = {(row.report_id, row.label, row.tag): row.count for row in session.scalars(select(Tally)) if row.count}
        if session.get_bind().dialect.name == "postgresql":
            assert session.scalars(text(STALE)).all() == []
    assert rows.keys() == tags.keys()
    for finding in findings:
        row = rows[finding.pk or 0]
        same = ("report_id", "position", "label", "listed_on", "confidence")
        assert [getattr(row, name) for name in same] == [getattr(finding, name) for name in same]
        assert set(row.tags.strip(MARK).split(MARK)) - {""} == tags[row.pk]
        assert row.tags.startswith(MARK)
    counted = Counter((f.report_id, f.label, tag) for f in findings for tag in (NO_TAG, *tags[f.pk or 0]))
    assert told == dict(counted)
    return len(findings)


@pytest.fixture
def filled(database: Database, make: Make) -> Database:
    """Two reports."""
    for number in range(2):
        reports.save(database, make(number), Stated(), actor="ann")
    return database


def test_they_follow_reports(filled: Database, make: Make) -> None:
    assert consistent(filled) == 8
    reports.save(filled, make(0, model="model-2"), Stated(), actor="ann")
    assert consistent(filled) == 8
    reports.patch(filled, make(0).report.id, ReportPatch(published="2020-01-31", authority="Kent"), actor="ann")  # type: ignore[arg-type]
    assert consistent(filled) == 8
    reports.delete_report(filled, make(0).report.id, actor="ann")
    assert consistent(filled) == 4


def test_they_follow_the_grade_and_the_year_of_a_report(filled: Database, make: Make) -> None:
    report = make(0).report.id
    for change in (
        {"judgements": [{"area": "overall_effectiveness", "grade": "good"}]},
        {"judgements": [{"area": "overall_effectiveness", "grade": "inadequate"}], "inspection_start": "2018-05-01"},
        {"judgements": [], "inspection_start": "2019-05-01"},
    ):
        reports.patch(filled, report, ReportPatch.model_validate(change), actor="ann")
        assert consistent(filled) == 8


def test_they_follow_single_findings(filled: Database) -> None:
    f = t.Finding
    with filled.write() as session:
        rows = session.scalars(select(f).order_by(col(f.pk))).all()
        set_label(rows[0], Label.STRENGTH, "ann")
        set_tags(session, rows[1], themes=[{"id": "neglect", "confidence": 0.9}])
        session.execute(update(f).where(col(f.pk) == rows[2].pk).values(label=Label.NOT_A_FINDING, position=17))
        session.execute(delete(f).where(col(f.pk) == rows[3].pk))
    assert consistent(filled) == 7


def test_they_follow_a_theme_that_is_renamed(filled: Database) -> None:
    tag = t.FindingTheme
    with filled.write() as session:
        session.execute(update(tag).where(col(tag.theme) == "planning").values(theme="neglect"))
    assert consistent(filled) == 8
