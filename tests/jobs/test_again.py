"""A job that failed can be tried again, by hand and when the service starts; why it failed stays to be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from findings.errors import Code, FindingsError
from findings.jobs import catalogue, promotion, table
from findings.jobs.promotion import SHIPPED
from findings.jobs.table import Job, JobKind
from findings.main import build
from findings.settings import Settings
from findings.store.session import Database

WHY = "The disk was <full>."


@pytest.fixture
def given(tmp_path: Path) -> Settings:
    """Settings of an installation that uses the shipped model."""
    return Settings(database_url=f"sqlite:///{tmp_path / 'jobs.db'}", models=tmp_path / "models", model=None)


@pytest.fixture
def empty(given: Settings) -> Iterator[Database]:
    """A database with nothing in it."""
    database = Database(given.database_url)
    yield database
    database.close()


@pytest.fixture
def failed(empty: Database) -> Job:
    """The job that was to label what is stored, and failed."""
    table.enqueue(empty, JobKind.RECLASSIFY, {"version": SHIPPED}, actor="ann")
    taken = table.take(empty)
    assert taken is not None
    table.finish(empty, taken, error=WHY)
    return taken


def open_jobs(database: Database) -> list[Job]:
    with database.read() as session:
        return [job for job in table.jobs(session) if job.state == "queued"]


def test_it_is_tried_again_once_however_often_that_is_asked(empty: Database, failed: Job) -> None:
    again = [table.again(empty, failed.id, actor=who) for who in ("ann", "bob")]
    assert again[0].id == again[1].id != failed.id
    assert (again[0].kind, again[0].arguments, again[0].state) == (failed.kind, failed.arguments, "queued")
    with empty.read() as session:
        assert table.job(session, failed.id).error == WHY
    with pytest.raises(FindingsError, match="only one that failed") as refused:
        table.again(empty, again[0].id, actor="ann")
    assert refused.value.code is Code.CONFLICT


@pytest.mark.usefixtures("failed")
def test_what_was_not_labelled_is_tried_again_when_the_service_starts(empty: Database, given: Settings) -> None:
    made = promotion.resume(empty, given, actor="service")
    assert made is not None
    assert [job.id for job in open_jobs(empty)] == [made.id]
    assert promotion.resume(empty, given, actor="another service") is None
    with empty.read() as session:
        assert promotion.unfinished(session, given) is None


def test_the_page_says_why_it_failed_and_tries_again(empty: Database, given: Settings, failed: Job) -> None:
    app = build(given)
    app.state.database = empty
    client = TestClient(app)
    page = client.get("/ui/models").text
    assert "Not all that is stored is labelled by shipped: The disk was &lt;full&gt;." in page
    assert page.count(f"/ui/models/jobs/{failed.id}/retry") == 2
    told = client.get(f"/ui/models/jobs/{failed.id}")
    assert (told.status_code, told.headers["HX-Trigger"]) == (286, "job-over")
    client.post(f"/ui/models/jobs/{failed.id}/retry")
    [made] = open_jobs(empty)
    assert client.post(f"/jobs/{failed.id}/retry").json()["id"] == made.id
    assert client.post("/jobs/4711/retry").status_code == 404
    assert client.get(f"/ui/models/jobs/{made.id}").status_code == 200
    assert "Not all that is stored" not in client.get("/ui/models").text


def test_addresses_and_forms_that_cannot_be_are_told(empty: Database, given: Settings) -> None:
    app = build(given)
    app.state.database = empty
    client = TestClient(app)
    assert client.get(f"/ui/models/jobs/{10**20}").status_code == 422
    assert client.post("/ui/models/compare", data={"before": "x" * 200, "after": "y"}).status_code == 422


def test_what_is_older_is_labelled_anew_by_one_job(empty: Database, given: Settings) -> None:
    first = catalogue.start_relabelling(empty, given, actor="ann")
    assert (first.kind, first.arguments, first.actor) == (JobKind.RECLASSIFY, {"version": SHIPPED}, "ann")
    assert catalogue.start_relabelling(empty, given, actor="bob").id == first.id
    assert promotion.reconcile(empty, given, actor="service") is None
    with pytest.raises(FindingsError, match="FINDINGS_MODEL"):
        catalogue.start_relabelling(empty, given.model_copy(update={"model": Path("one")}), actor="ann")
