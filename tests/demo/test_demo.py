"""The demonstration set: loaded once however often, marked, superseding itself where it should, and removable."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlmodel import col

from findings.demo import FOLDER, documents, keep
from findings.errors import FindingsError
from findings.schemas import Kind
from findings.store.filters import FindingQuery
from findings.store.queries import find
from findings.store.report_queries import ReportQuery, list_reports
from findings.store.session import Database
from findings.store.standing import has_demonstration, remove_demonstration
from findings.store.tables import Audit


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database with the set in it, loaded twice."""
    from findings.analyse import Analyser
    from findings.intake import read

    try:
        analyser = Analyser()
    except FindingsError as error:
        pytest.skip(f"needs a trained model: {error}")
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'findings.db'}")
    for _ in range(2):
        for each in documents():
            keep(database, each, analyser.analyse(read(each.data, each.name), each.stated), actor="tester")
    yield database
    database.close()


def test_every_document_says_that_it_is_invented() -> None:
    assert {each.name for each in documents()} == {path.name for path in (FOLDER / "documents").iterdir()}
    for each in documents():
        assert b"*Invented for demonstration. There is no place called" in each.data
        assert (each.stated.title or "").endswith("(invented)")


def test_the_set_is_stored_once_and_marked(loaded: Database) -> None:
    with loaded.read() as session:
        reports = list_reports(session, ReportQuery(limit=100)).items
        assert len(reports) == len(documents())
        assert all(report.demonstration for report in reports)
        assert [report.kind for report in reports if report.internal] == [Kind.MINUTES]
        assert len({report.kind for report in reports}) == 7
        [earlier] = [report for report in reports if report.superseded_by]
        later = next(report for report in reports if report.id == earlier.superseded_by)
        assert earlier.published is not None
        assert later.published is not None
        assert earlier.published < later.published
        assert find(session, FindingQuery(theme=["health"], authority=["Sallowby"])).total


def test_the_set_can_be_removed(loaded: Database) -> None:
    assert remove_demonstration(loaded, actor="tester") == len(documents())
    with loaded.read() as session:
        assert not has_demonstration(session)
        assert list_reports(session, ReportQuery()).items == []
        removed = session.scalars(select(Audit).where(col(Audit.action) == "report.removed")).all()
        assert {row.actor for row in removed} == {"tester"}
