"""Saving, correcting and removing reports, on both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text, update
from sqlmodel import col

from findings.errors import Code, FindingsError
from findings.schemas import Analysis, Area, Grade, Judgement, Kind, Stated
from findings.store import audit, queries, report_queries, reports
from findings.store import tables as t
from findings.store.filters import FindingQuery
from findings.store.reports import ReportPatch
from findings.store.session import Database
from findings.store.values import ReportDetail

Make = Callable[..., Analysis]
NOTHING = Stated()


def detail(database: Database, analysis: Analysis) -> ReportDetail:
    with database.read() as session:
        return report_queries.report(session, analysis.report.id)


def count(database: Database, **filters: object) -> int | None:
    with database.read() as session:
        return queries.find(session, FindingQuery.model_validate(filters)).total


def test_what_was_saved_comes_back(database: Database, make: Make) -> None:
    analysis = make(published=dt.date(2020, 1, 31), lead_inspectors=["A. Reader"])
    assert reports.save(database, analysis, NOTHING, actor="ann")
    with database.read() as session:
        assert report_queries.analysis(session, analysis.report.id) == analysis


def test_the_same_content_is_the_same_report(database: Database, make: Make) -> None:
    assert reports.save(database, make(), NOTHING, actor="ann")
    assert not reports.save(database, make(), NOTHING, actor="ann")
    assert count(database) == 3
    assert detail(database, make()).history == []


def test_stated_metadata_updates_a_known_report_with_history(database: Database, make: Make) -> None:
    reports.save(database, make(), NOTHING, actor="ann")
    reports.save(database, make(authority="Kent"), Stated(authority="Kent"), actor="bob")
    found = detail(database, make())
    assert found.authority == "Kent"
    [change] = found.history
    assert (change.actor, change.field, change.before, change.after) == ("bob", "authority", "Hackney", "Kent")
    assert count(database, authority="Kent") == 3
    assert count(database, authority="Hackney") == 0


def test_a_newer_reading_replaces_findings_but_not_what_a_person_said(database: Database, make: Make) -> None:
    reports.save(database, make(), Stated(authority="Hackney"), actor="ann")
    newer = make(model="model-2", authority="Wrong", title="Better title")
    newer.findings.pop(0)
    assert not reports.save(database, newer, NOTHING, actor="bob")
    found = detail(database, newer)
    assert (found.model, found.authority, found.title) == ("model-2", "Hackney", "Better title")
    assert count(database) == 2
    assert count(database, q="production") == 0


def test_the_same_model_leaves_a_report_as_it_is(database: Database, make: Make) -> None:
    reports.save(database, make(), NOTHING, actor="ann")
    reports.save(database, make(authority="Kent"), NOTHING, actor="ann")
    assert detail(database, make()).authority == "Hackney"


def test_a_person_corrects_metadata(database: Database, make: Make) -> None:
    reports.save(database, make(), NOTHING, actor="ann")
    change = ReportPatch(
        authority="Kent",
        published=dt.date(2021, 5, 1),
        kind=Kind.SIF,
        judgements=[Judgement(area=Area.ADOPTION, grade=Grade.OUTSTANDING)],
        note="see the cover",
    )
    reports.patch(database, make().report.id, change, actor="cat")
    found = detail(database, make())
    assert (found.authority, found.published, found.kind) == ("Kent", dt.date(2021, 5, 1), "sif")
    assert [(each.area, each.grade) for each in found.judgements] == [("adoption", "outstanding")]
    assert {each.field for each in found.history} == {"authority", "published", "kind", "judgements"}
    assert {(each.actor, each.note) for each in found.history} == {("cat", "see the cover")}
    assert count(database, authority="Kent", kind="sif", to="2021-05-01", **{"from": "2021-05-01"}) == 3


def test_null_says_that_it_is_not_known(database: Database, make: Make) -> None:
    reports.save(database, make(published=dt.date(2020, 1, 1)), NOTHING, actor="ann")
    reports.patch(database, make().report.id, ReportPatch(published=None), actor="cat")
    found = detail(database, make())
    assert found.published is None
    assert found.stated == ["published"]
    assert count(database, to="2030-01-01") == 0


def test_an_inspection_cannot_end_before_it_starts(database: Database, make: Make) -> None:
    reports.save(database, make(inspection_start=dt.date(2020, 2, 1)), NOTHING, actor="ann")
    with pytest.raises(FindingsError, match="2020-02-01"):
        reports.patch(database, make().report.id, ReportPatch(inspection_end=dt.date(2020, 1, 1)), actor="cat")
    assert detail(database, make()).inspection_end is None


def test_removing_a_report_removes_everything_derived_from_it(database: Database, make: Make) -> None:
    reports.save(database, make(1), NOTHING, actor="ann")
    reports.save(database, make(2), NOTHING, actor="ann")
    reports.patch(database, make(1).report.id, ReportPatch(title="New"), actor="ann")
    with database.read() as session:
        finding = queries.find(session, FindingQuery(report=[make(1).report.id])).items[0]
    with database.write() as session:
        session.add(_correction(make(1), finding.id))
    reports.delete_report(database, make(1).report.id, actor="dan")
    reports.delete_report(database, make(2).report.id, actor="dan")
    assert _rows(database) == dict.fromkeys(OWNED, 0)
    if database.engine.dialect.name == "sqlite":
        with database.read() as session:
            assert session.scalar(text("SELECT count(*) FROM finding_words WHERE finding_words MATCH 'children'")) == 0
    reports.save(database, make(1), NOTHING, actor="ann")
    assert count(database, q="co-production") == 1


OWNED: tuple[type, ...] = (t.Report, t.ReportText, t.ReportHistory, t.Judgement, t.Finding)
OWNED += (t.FindingTheme, t.FindingFramework, t.FindingEntity, t.Correction)


def _rows(database: Database) -> dict[type, int | None]:
    with database.read() as session:
        return {table: session.scalar(select(func.count()).select_from(table)) for table in OWNED}


def _correction(analysis: Analysis, finding: str) -> t.Correction:
    return t.Correction(
        report_id=analysis.report.id,
        finding_id=finding,
        start=0,
        end=1,
        key="k",
        before={"label": "strength"},
        after={"label": "priority_action"},
        actor="eve",
        model="model-1",
        taxonomy="1",
    )


def test_reviewed_findings_are_told_apart(database: Database, make: Make) -> None:
    reports.save(database, make(), NOTHING, actor="ann")
    finding = make().findings[0].id
    assert (count(database, reviewed=True), count(database, reviewed=False)) == (0, 3)
    with database.write() as session:
        session.add(_correction(make(), finding))
        reviewed = {"human": ["label"], "reviewed_at": t.now()}
        session.execute(update(t.Finding).where(col(t.Finding.id) == finding).values(**reviewed))
    assert (count(database, reviewed=True), count(database, reviewed=False)) == (1, 2)
    with database.read() as session:
        [decision] = queries.finding(session, finding).history
    assert (decision.actor, decision.after) == ("eve", {"label": "priority_action"})


def test_every_write_is_in_the_audit_table_with_its_actor(database: Database, make: Make) -> None:
    reports.save(database, make(), NOTHING, actor="ann")
    reports.save(database, make(model="model-2"), NOTHING, actor="bob")
    reports.patch(database, make().report.id, ReportPatch(title="New"), actor="cat")
    reports.delete_report(database, make().report.id, actor="dan")
    with database.read() as session:
        entries = audit.entries(session, "report", make().report.id)
    assert [(entry.actor, entry.action) for entry in entries] == [
        ("ann", "report.added"),
        ("bob", "report.reread"),
        ("cat", "report.changed"),
        ("dan", "report.removed"),
    ]


def test_a_write_without_actor_is_not_made(database: Database, make: Make) -> None:
    with pytest.raises(ValueError, match="actor"):
        reports.save(database, make(), NOTHING, actor=" ")
    assert count(database) == 0


def test_what_is_not_there_cannot_be_changed(database: Database) -> None:
    with pytest.raises(FindingsError) as removing:
        reports.delete_report(database, "nope", actor="ann")
    with pytest.raises(FindingsError) as changing:
        reports.patch(database, "nope", ReportPatch(title="x"), actor="ann")
    assert removing.value.code is changing.value.code is Code.NOT_FOUND


def test_characters_that_no_database_holds_are_replaced_one_for_one(database: Database, make: Make) -> None:
    analysis = make(sentences=["Visits \x00 are \ud800 late."], title="T\x00")
    reports.save(database, analysis, NOTHING, actor="ann")
    with database.read() as session:
        stored = report_queries.analysis(session, analysis.report.id)
    [finding] = stored.findings
    assert finding.text == "Visits \ufffd are \ufffd late."
    assert stored.text[finding.start : finding.end] == finding.text
    assert stored.report.title == "T\ufffd"


def test_the_same_report_saved_at_once_is_one_report(database: Database, make: Make) -> None:
    with ThreadPoolExecutor(6) as pool:
        new = list(pool.map(lambda _: reports.save(database, make(), NOTHING, actor="ann"), range(12)))
    assert sum(new) == 1
    assert count(database) == 3
