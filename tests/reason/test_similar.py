"""More like this, and search by sentence, over a real store."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete
from sqlmodel import col

from findings.errors import FindingsError
from findings.reason.mapped import MappedNeighbours
from findings.reason.nearest import open_neighbours
from findings.reason.senses import shipped
from findings.reason.similar import by_sentence, fused, more_like
from findings.schemas import Analysis, Kind, Label
from findings.store import tables as t
from findings.store.filters import FindingFilters
from findings.store.session import Database

Put = Callable[..., Analysis]
AREA, STRENGTH, NOTHING = Label.AREA_FOR_IMPROVEMENT, Label.STRENGTH, Label.NOT_A_FINDING
CASELOADS = "Caseloads in the assessment teams are too high."
WORKLOADS = "Some social workers have unmanageable workloads."
BALANCED = "Workloads are manageable and caseloads are low."
SCHOOL = "The virtual school supports attendance."
ADDRESS = "Caseloads were discussed with managers in their offices."


@pytest.fixture
def first(put: Put) -> Analysis:
    """A report of Hackney's beside one of Leeds's."""
    put(Kind.ILACS, "2020-01-01", [(AREA, WORKLOADS), (STRENGTH, SCHOOL), (NOTHING, ADDRESS)], authority="Leeds")
    return put(Kind.ILACS, "2021-01-01", [(AREA, CASELOADS), (STRENGTH, BALANCED)])


def test_more_like_this_finds_other_wordings_and_not_itself(database: Database, first: Analysis) -> None:
    with database.read() as session:
        found = more_like(session, open_neighbours(database), first.findings[0].id, FindingFilters(), 10)
    assert [each.finding.text for each in found][:2] in ([WORKLOADS, BALANCED], [BALANCED, WORKLOADS])
    assert all(each.finding.label is not NOTHING and 0 < each.score <= 1 and each.reasons for each in found)


def test_filters_narrow_where_is_looked(database: Database, first: Analysis) -> None:
    with database.read() as session:
        found = more_like(
            session, open_neighbours(database), first.findings[0].id, FindingFilters(authority=["Leeds"]), 1
        )
    assert [each.finding.text for each in found] == [WORKLOADS]
    assert found[0].finding.report.authority == "Leeds"


@pytest.mark.usefixtures("first")
def test_a_sentence_finds_by_meaning_and_by_words(database: Database) -> None:
    with database.read() as session:
        meant = by_sentence(session, open_neighbours(database), "staff carry too much work", FindingFilters(), 3)
        worded = by_sentence(session, open_neighbours(database), 'attendance OR "virtual (school', FindingFilters(), 3)
    assert {each.finding.text for each in meant} <= {CASELOADS, WORKLOADS, BALANCED, SCHOOL}
    assert worded[0].finding.text == SCHOOL


def test_vectors_follow_the_store(database: Database, first: Analysis, put: Put) -> None:
    neighbours = MappedNeighbours(database, None, shipped())
    with database.read() as session:
        neighbours.refresh(session)
        assert len(neighbours.keys) == 4
    put(Kind.SIF, "2016-01-01", [(AREA, "Foster carers are few.")])
    with database.write() as session:
        session.execute(delete(t.Report).where(col(t.Report.id) == first.report.id))
    with database.read() as session:
        neighbours.refresh(session)
        assert len(neighbours.keys) == len(neighbours.used) == 3
        [key, score] = neighbours.nearest(session, "Foster carers are few.", 1)[0]
        assert score > 0.97
        assert key == neighbours.keys[-1]


def test_an_unknown_finding_is_named(database: Database) -> None:
    with database.read() as session, pytest.raises(FindingsError, match="nosuch"):
        more_like(session, open_neighbours(database), "nosuch", FindingFilters(), 10)


def test_ranks_are_joined() -> None:
    assert fused([[1, 2, 3], [3, 4]]) == [3, 1, 2, 4]
    assert fused([[], []]) == []
