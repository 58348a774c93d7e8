"""What was followed is kept, and followed anew as soon as a report, a correction or a decision comes in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from findings.reason.follow import follow
from findings.reason.links import Followed
from findings.reason.verdict import Outcome
from findings.review.links import LinkIn, decide
from findings.schemas import Analysis
from findings.store import tables as t
from findings.store.audit import record
from findings.store.reports import ReportPatch, delete_report, patch
from findings.store.session import Database
from findings.store.standing import StandingPatch, set_standing

pytestmark = pytest.mark.usefixtures("lenient")
Put = Callable[..., Analysis]


def followed(database: Database) -> Followed:
    with database.read() as session:
        return follow(session, "Hackney")


@pytest.mark.usefixtures("first")
def test_it_is_followed_once(database: Database) -> None:
    assert followed(database) is followed(database)


@pytest.mark.usefixtures("first")
def test_reports_are_seen_at_once(database: Database, praised: Put) -> None:
    assert followed(database).points[0].state is None
    later = praised("2022-01-01")
    assert followed(database).points[0].state is Outcome.RESOLVED
    delete_report(database, later.report.id, actor="ann")
    assert followed(database).points[0].state is None


def test_a_decision_is_seen_at_once(database: Database, praised: Put, first: Analysis) -> None:
    later = praised("2022-01-01")
    followed(database)
    point, report = first.findings[0].id, later.report.id
    unclear = LinkIn(point=point, report_id=report, outcome=Outcome.UNCLEAR)
    decided = decide(database, "Hackney", unclear, actor="ann")
    assert decided == followed(database).points[0]
    assert followed(database).points[0].links[0].decided_by == "ann"
    decide(database, "Hackney", LinkIn(point=point, report_id=report, undo=True), actor="ann")
    assert followed(database).points[0].state is Outcome.RESOLVED


def test_a_correction_is_seen_at_once(
    database: Database, first: Analysis, corrected: Callable[[Analysis], None]
) -> None:
    assert len(followed(database).points) == 1
    corrected(first)
    assert followed(database).points == []


@pytest.mark.usefixtures("first")
def test_what_is_written_about_others_changes_nothing(database: Database, praised: Put) -> None:
    known = followed(database)
    praised("2020-01-01", authority="Kent")
    assert followed(database) is known


def test_a_report_that_changes_hands_is_seen_at_once(database: Database, praised: Put, first: Analysis) -> None:
    praised("2022-01-01")
    assert len(followed(database).reports) == 2
    patch(database, first.report.id, ReportPatch(authority="Kent"), actor="ann")
    assert len(followed(database).reports) == 1


def test_standing_and_themes_are_seen_at_once(database: Database, first: Analysis) -> None:
    assert not followed(database).reports[0].internal
    set_standing(database, first.report.id, StandingPatch(internal=True), actor="ann")
    known = followed(database)
    assert known.reports[0].internal
    with database.write() as session:
        record(session, "ann", "taxonomy.rename", "taxonomy", "2")
    assert followed(database) is not known


def test_what_a_write_sees_is_not_kept(database: Database, first: Analysis) -> None:
    with database.write() as session:
        session.get_one(t.Report, first.report.id).internal = True
        assert follow(session, "Hackney").reports[0].internal
        session.rollback()
    assert not followed(database).reports[0].internal


@pytest.mark.usefixtures("first")
def test_who_writes_is_given_what_is_kept(database: Database) -> None:
    known = followed(database)
    with database.write() as session:
        assert follow(session, "Hackney") is known


@pytest.mark.usefixtures("first")
def test_internal_reports_are_kept_apart(database: Database) -> None:
    with database.read() as session:
        assert follow(session, "Hackney", public=True) is not follow(session, "Hackney")
