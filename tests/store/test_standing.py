"""Versions of one report, internal reports, and what of them is listed and exported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from findings.errors import Code, FindingsError
from findings.schemas import Analysis, Stated
from findings.store.filters import FindingFilters, FindingQuery
from findings.store.queries import every, find
from findings.store.report_queries import report
from findings.store.reports import ReportPatch, delete_report, patch, save
from findings.store.session import Database
from findings.store.standing import (
    StandingPatch,
    mark_demonstration,
    remove_demonstration,
    set_standing,
    versions_before,
)

Make = Callable[..., Analysis]
BEGAN = dt.date(2020, 2, 3)
OTHER = ("Foster carers are trained well.", "Plans are late.", "Nobody visits.", "There are 3 teams.")


def keep(database: Database, analysis: Analysis) -> str:
    save(database, analysis, Stated(), actor="tester")
    return analysis.report.id


def superseded_by(database: Database, report_id: str) -> str | None:
    with database.read() as session:
        return report(session, report_id).superseded_by


def found(database: Database, **asked: object) -> set[str]:
    with database.read() as session:
        return {row.report.id for row in find(session, FindingQuery.model_validate(asked)).items}


@pytest.fixture
def versions(database: Database, make: Make) -> tuple[str, str]:
    """The ids of a report and of its later version, the later one sent first."""
    later = keep(database, make(2, published=dt.date(2020, 6, 1), inspection_start=BEGAN))
    first = keep(database, make(1, published=dt.date(2020, 4, 1), inspection_start=BEGAN))
    return first, later


def test_the_version_published_last_supersedes_the_other(database: Database, versions: tuple[str, str]) -> None:
    first, later = versions
    assert superseded_by(database, first) == later
    assert superseded_by(database, later) is None
    with database.read() as session:
        assert versions_before(session, later) == [first]
        [change] = report(session, first).history
        assert (change.field, change.after, change.note) == ("superseded_by", later, "published anew")


def test_lists_leave_earlier_versions_out_unless_asked(database: Database, versions: tuple[str, str]) -> None:
    first, later = versions
    assert found(database) == {later}
    assert found(database, superseded=True) == {first, later}
    assert found(database, report=[first]) == {first}


@pytest.mark.parametrize(
    "other",
    [{"authority": "Leeds"}, {"kind": "sif"}, {"inspection_start": dt.date(2021, 1, 1)}, {"sentences": OTHER}],
    ids=["authority", "kind", "day", "findings"],
)
def test_reports_that_are_no_versions(database: Database, make: Make, other: dict[str, object]) -> None:
    first = keep(database, make(1, published=dt.date(2020, 4, 1), inspection_start=BEGAN))
    known = {"published": dt.date(2020, 6, 1), "inspection_start": BEGAN}
    keep(database, make(2, **(known | other)))
    assert superseded_by(database, first) is None


def test_a_person_decides_over_the_machine(database: Database, versions: tuple[str, str]) -> None:
    first, later = versions
    set_standing(database, first, StandingPatch(superseded_by=None), actor="ann")
    patch(database, later, ReportPatch(title="Corrected"), actor="ann")
    assert superseded_by(database, first) is None


def test_a_correction_of_facts_can_make_a_version(database: Database, make: Make) -> None:
    first = keep(database, make(1, published=dt.date(2020, 4, 1), inspection_start=BEGAN))
    later = keep(database, make(2, published=dt.date(2020, 6, 1)))
    patch(database, later, ReportPatch(inspection_start=BEGAN), actor="ann")
    assert superseded_by(database, first) == later


def test_without_its_later_version_a_report_stands_again(database: Database, versions: tuple[str, str]) -> None:
    first, later = versions
    delete_report(database, later, actor="ann")
    assert superseded_by(database, first) is None


def test_without_the_invented_one_in_its_stead_a_report_stands_again(
    database: Database, versions: tuple[str, str]
) -> None:
    first, later = versions
    mark_demonstration(database, later, actor="ann")
    assert remove_demonstration(database, actor="ann") == 1
    assert superseded_by(database, first) is None


def test_a_report_cannot_supersede_itself_or_be_nothing(database: Database, versions: tuple[str, str]) -> None:
    first, later = versions
    for wrong, code in ((later, Code.INVALID), (first, Code.INVALID), ("nope", Code.NOT_FOUND)):
        with pytest.raises(FindingsError) as raised:
            set_standing(database, later, StandingPatch(superseded_by=wrong), actor="ann")
        assert raised.value.code is code


def test_internal_reports_are_listed_and_not_exported(database: Database, make: Make) -> None:
    public, internal = keep(database, make(1)), keep(database, make(2, sentences=OTHER))
    set_standing(database, internal, StandingPatch(internal=True, note="a draft"), actor="ann")
    assert found(database) == {public, internal}
    assert found(database, internal=True) == {internal}
    assert {row.report.id for row in every(database, FindingFilters().public())} == {public}
    assert {row.report.id for row in every(database, FindingFilters(internal=True).public())} == {internal}
    with database.read() as session:
        assert {row.report.internal for row in find(session, FindingQuery(report=[internal])).items} == {True}
        assert report(session, internal).stated == ["internal"]
