"""Decisions on links: only added, taken back by adding, and found again in a later reading of the reports."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import func, select

from findings.errors import Code, FindingsError
from findings.identity import finding_id, report_id
from findings.reason.follow import follow
from findings.reason.links import Followed
from findings.reason.sure import shipped
from findings.reason.verdict import Outcome
from findings.review.links import LinkIn, decide
from findings.schemas import Analysis, Finding, Kind, Label, Report, Stated, Unit
from findings.store.link_tables import LinkDecision
from findings.store.reports import save
from findings.store.session import Database

POINT = "The quality of supervision of social workers."
PRAISE = "Supervision is regular and of good quality."
OTHER = "Foster carers are trained well."


@pytest.fixture(autouse=True)
def lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Claims links from a lower chance: how sure a real one must be is not tested here."""
    lower = shipped()._replace(enough={"fault": 0.4, "praise": 0.4})
    monkeypatch.setattr("findings.reason.follow.shipped", lambda: lower)


def analysis(year: int, rows: list[tuple[Label, str]], *, model: str = "m-1", before: str = "") -> Analysis:
    """A report of a year; `before` is text that another reading puts before everything, which moves all offsets."""
    sha256 = hashlib.sha256(str(year).encode()).hexdigest()
    report = Report(
        id=report_id(sha256),
        sha256=sha256,
        kind=Kind.ILACS,
        authority="Hackney",
        published=dt.date(year, 1, 1),
        pages=1,
        model=model,
        taxonomy="1",
    )
    findings, text = [], before
    for label, each in rows:
        start, text = len(text), f"{text}{each}\n"
        findings.append(_finding(report.id, label, each, start))
    return Analysis(report=report, findings=findings, text=text)


def _finding(report: str, label: Label, text: str, start: int) -> Finding:
    return Finding(
        id=finding_id(report, start, start + len(text), text),
        text=text,
        start=start,
        end=start + len(text),
        page=1,
        section=["What needs to improve"],
        unit=Unit.LIST_ITEM,
        label=label,
        confidence=0.9,
        scores={label: 0.9},
    )


FIRST = [(Label.AREA_FOR_IMPROVEMENT, POINT)]
LATER = [(Label.STRENGTH, PRAISE), (Label.STRENGTH, OTHER)]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database with two inspections of one authority."""
    found = Database(f"sqlite:///{tmp_path / 'findings.db'}")
    for year, rows in ((2019, FIRST), (2022, LATER)):
        save(found, analysis(year, rows), Stated(), actor="tester")
    yield found
    found.close()


def followed(database: Database) -> Followed:
    with database.read() as session:
        return follow(session, "Hackney")


def given(database: Database, **more: object) -> LinkIn:
    point = followed(database).points[0]
    return LinkIn.model_validate({"point": point.finding.id, "report_id": point.links[0].report_id, **more})


def wrong(database: Database) -> LinkIn:
    return given(database, outcome=Outcome.NOT_MENTIONED, note="It is about another team.")


def test_a_decision_takes_the_place_of_the_machines(database: Database) -> None:
    assert followed(database).points[0].state is Outcome.RESOLVED
    point = decide(database, "Hackney", wrong(database), actor="ann")
    [link] = point.links
    assert (link.outcome, link.finding, link.decided_by) == (Outcome.NOT_MENTIONED, None, "ann")
    assert link.reasons == ["decided by ann", "It is about another team."]
    assert point.state is Outcome.NOT_MENTIONED
    assert [each["before"] for each in link.history] == [Outcome.RESOLVED]


def test_another_passage_can_be_named(database: Database) -> None:
    other = analysis(2022, LATER).findings[1].id
    [link] = decide(
        database, "Hackney", given(database, outcome=Outcome.IMPROVING, finding_id=other), actor="ann"
    ).links
    assert link.finding is not None
    assert (link.finding.text, link.outcome) == (OTHER, Outcome.IMPROVING)


def test_decisions_are_taken_back_one_after_the_other(database: Database) -> None:
    decide(database, "Hackney", wrong(database), actor="ann")
    decide(database, "Hackney", given(database, outcome=Outcome.NOT_LOOKED_AT), actor="bob")
    undo = given(database, undo=True)
    assert decide(database, "Hackney", undo, actor="ann").links[0].outcome is Outcome.NOT_MENTIONED
    [link] = decide(database, "Hackney", undo, actor="ann").links
    assert (link.outcome, link.decided_by, len(link.history)) == (Outcome.RESOLVED, None, 4)
    with pytest.raises(FindingsError, match="nothing to take back") as raised:
        decide(database, "Hackney", undo, actor="ann")
    assert raised.value.code is Code.CONFLICT
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(LinkDecision)) == 4


def test_a_decision_outlives_a_new_reading(database: Database) -> None:
    passage = analysis(2022, LATER).findings[1].id
    decide(database, "Hackney", given(database, outcome=Outcome.IMPROVING, finding_id=passage), actor="ann")
    for year, rows in ((2019, FIRST), (2022, LATER)):
        save(database, analysis(year, rows, model="m-2", before="Page 1\n"), Stated(), actor="tester")
    [link] = followed(database).points[0].links
    assert link.decided_by == "ann"
    assert link.finding is not None
    assert link.finding.id == analysis(2022, LATER, before="Page 1\n").findings[1].id


def test_a_decision_whose_point_is_gone_is_shown_as_an_orphan(database: Database) -> None:
    decide(database, "Hackney", wrong(database), actor="ann")
    save(database, analysis(2019, [(Label.STRENGTH, OTHER)], model="m-2", before="x" * 99), Stated(), actor="tester")
    assert followed(database).orphans == [POINT]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"outcome": "repeated"},
        {"outcome": "not_looked_at", "finding_id": "x"},
        {"outcome": "unclear", "undo": True},
    ],
)
def test_half_decisions_are_refused(more: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        LinkIn.model_validate({"point": "p", "report_id": "r", **more})


def test_what_is_not_there_is_refused(database: Database) -> None:
    known = wrong(database)
    for change in ({"point": "nope"}, {"report_id": "nope"}):
        with pytest.raises(FindingsError) as raised:
            decide(database, "Hackney", known.model_copy(update=change), actor="ann")
        assert raised.value.code is Code.NOT_FOUND
    stranger = known.model_copy(update={"outcome": Outcome.REPEATED, "finding_id": known.point})
    with pytest.raises(FindingsError, match="no finding of report"):
        decide(database, "Hackney", stranger, actor="ann")
