"""Changes of the themes by the interface: planned, made, told of, and older addresses that go on working."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from findings.api.taxonomy_examples import MERGE, RENAME, SPLIT
from findings.errors import Code
from findings.taxonomy import loader

Problem = Callable[..., str]
TEXT = (
    "Inspection of Hackney local authority children's services\n\n"
    "What needs to improve\n\n"
    "- The timeliness of dental checks for children in care.\n"
    "- The quality of case recording, so that decisions and their reasons are recorded on children's records.\n"
)


@pytest.fixture
def posted(client: TestClient) -> Iterator[TestClient]:
    """A service with a report, after which the themes are those that ship again."""
    client.post("/classify", json={"text": TEXT, "title": "A report"}).raise_for_status()
    yield client
    loader.use([])


def themed(client: TestClient, theme: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get("/findings", params={"theme": theme}).json()["items"]
    return items


def test_a_plan_then_the_change_then_the_same_again(posted: TestClient) -> None:
    [finding] = themed(posted, "recording")
    planned = posted.post("/taxonomy/plan", json=RENAME).json()
    assert (planned["findings"], planned["version"]) == (1, "2")
    assert posted.get("/taxonomy").json()["version"] == "1"
    made = posted.post("/taxonomy/changes", json=RENAME, headers={"Findings-Reviewer": "ann"})
    assert (made.status_code, made.json()) == (201, planned)
    assert posted.post("/taxonomy/changes", json=RENAME).status_code == 200
    [change] = posted.get("/taxonomy/changes").json()["items"]
    assert (change["actor"], change["version"], change["from"], change["stands"]) == ("ann", 2, ["recording"], True)
    [now] = themed(posted, "recording")
    assert now["id"] == finding["id"]
    assert "case_records" in [tag["id"] for tag in now["themes"]]
    assert (now["taxonomy"], now["older_taxonomy"]) == ("1", True)


def test_older_addresses_go_on_working(posted: TestClient) -> None:
    posted.post("/searches", json={"name": "Records", "query": "theme=recording"}).raise_for_status()
    posted.post("/taxonomy/changes", json=RENAME).raise_for_status()
    [search] = posted.get("/searches").json()["items"]
    for address in (f"/searches/{search['id']}/feed", "/feed?theme=recording"):
        assert "case recording" in posted.get(address).text
    assert posted.get("/taxonomy/themes/recording").json()["became"] == ["case_records"]
    assert len(posted.get("/export/findings.csv?theme=recording").text.splitlines()) == 2
    assert posted.get("/themes/recording/briefing.docx").status_code == 200
    assert posted.get("/search?theme=recording").json()["total"] == 1


def test_what_is_read_from_then_on_is_read_under_the_new_themes(posted: TestClient) -> None:
    posted.post("/taxonomy/changes", json=RENAME).raise_for_status()
    for body in ({"store": False}, {"title": "Read again"}):
        read = posted.post("/classify", json={"text": TEXT, **body}).json()
        assert read["report"]["taxonomy"] == "2"
        given = {tag["id"] for finding in read["findings"] for tag in finding["themes"]}
        assert "case_records" in given
        assert "recording" not in given


def test_decisions_may_name_older_themes_where_one_stands_in_their_place(posted: TestClient, problem: Problem) -> None:
    [finding] = themed(posted, "recording")
    posted.post("/taxonomy/changes", json=RENAME).raise_for_status()
    posted.post("/taxonomy/changes", json=SPLIT).raise_for_status()
    address = f"/findings/{finding['id']}/corrections"
    decided = posted.post(address, json={"themes": ["recording"]}).json()
    assert [tag["id"] for tag in decided["themes"]] == ["case_records"]
    told = problem(posted.post(address, json={"themes": ["health"]}), 422, Code.INVALID)
    assert "physical_health or mental_health" in told


def test_decisions_leave_and_enter_as_they_were_written(posted: TestClient) -> None:
    [finding] = themed(posted, "recording")
    posted.post(f"/findings/{finding['id']}/corrections", json={"themes": ["recording"]}).raise_for_status()
    exported = posted.get("/export/corrections.csv").content
    report = finding["report"]["id"]
    posted.delete(f"/reports/{report}").raise_for_status()
    posted.post("/taxonomy/changes", json=RENAME).raise_for_status()
    posted.post("/classify", json={"text": TEXT, "title": "A report"}).raise_for_status()
    told = posted.post("/import/corrections.csv", files={"file": ("c.csv", exported)}).json()
    assert (told["new"], told["older_themes"]) == (1, {"recording": ["case_records"]})
    [now] = themed(posted, "case_records")
    assert [tag["id"] for tag in now["themes"]] == ["case_records"]
    [row] = posted.get("/export/corrections.jsonl").text.splitlines()
    assert '"id":"recording"' in row
    assert '"older_taxonomy":true' in row


def test_exports_say_what_was_labelled_under_an_older_taxonomy(posted: TestClient) -> None:
    posted.post("/taxonomy/changes", json=MERGE).raise_for_status()
    head, *lines = posted.get("/export/findings.csv").text.splitlines()
    columns = head.removeprefix("\ufeff").split(",")
    assert {tuple(line.split(",")[-3:-1]) for line in lines} == {("1", "yes")}
    assert columns[-3:-1] == ["taxonomy", "older_taxonomy"]


def test_what_cannot_be_done_names_the_mend(posted: TestClient, problem: Problem) -> None:
    wrong = {"what": "retire", "from": ["plannin"], "why": "a test"}
    assert "did you mean 'planning'?" in problem(posted.post("/taxonomy/plan", json=wrong), 422, Code.INVALID)
    undo = {"what": "undo", "why": "a test"}
    problem(posted.post("/taxonomy/changes", json=undo), 409, Code.CONFLICT)
    problem(posted.get("/taxonomy/themes/never_one"), 404, Code.NOT_FOUND)
    problem(posted.get("/findings?theme=never_one"), 422, Code.INVALID)
