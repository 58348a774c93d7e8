"""Reports and findings once they are stored: read, filter, search, correct, remove, take away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from findings.api.examples import FINDING_ID, ITEM, REPORT_ID, TEXT
from findings.errors import Code

Problem = Callable[..., str]
OTHER = """Areas for improvement

- Senior leaders do not know how long children wait for a short break.
"""


@pytest.fixture
def filled(client: TestClient) -> TestClient:
    """Two reports."""
    stated = {"authority": "Hackney", "published": "2019-12-09", "kind": "ilacs"}
    client.post("/classify", json={"text": TEXT, **stated}).raise_for_status()
    stated = {"authority": "Kent", "published": "2021-05-01", "kind": "send"}
    client.post("/classify", json={"text": OTHER, **stated}).raise_for_status()
    return client


def test_every_offset_can_be_checked(filled: TestClient) -> None:
    report = filled.get(f"/reports/{REPORT_ID}").json()
    findings = filled.get("/findings", params={"report": REPORT_ID, "sort": "position"}).json()["items"]
    assert findings
    assert all(report["text"][each["start"] : each["end"]] == each["text"] for each in findings)
    judged = {label: n for label, n in report["labels"].items() if label != "not_a_finding"}
    assert sum(judged.values()) == len(findings)


def test_reports_are_listed(filled: TestClient) -> None:
    first = filled.get("/reports", params={"limit": 1}).json()
    second = filled.get("/reports", params={"limit": 1, "cursor": first["next"]}).json()
    assert [page["items"][0]["authority"] for page in (first, second)] == ["Kent", "Hackney"]
    assert (first["total"], second["next"]) == (2, None)
    assert filled.get("/reports", params={"authority": "Kent"}).json()["total"] == 1


def test_findings_are_filtered(filled: TestClient) -> None:
    def total(**query: Any) -> int:
        return int(filled.get("/findings", params=query).json()["total"])

    everything = total()
    assert total(authority=["Kent", "Hackney"]) == everything
    assert (
        total(authority="Kent") == total(kind="send") == total(**{"from": "2021-01-01"}) == total(q="short-break") == 1
    )
    assert total(label="area_for_improvement", to="2019-12-09") >= 2
    assert total(reviewed="true") == 0


def test_a_finding_tells_of_its_report_and_history(filled: TestClient) -> None:
    item = filled.get("/findings", params={"q": "timeliness"}).json()["items"][0]
    assert item["report"] == {
        "id": REPORT_ID,
        "title": item["report"]["title"],
        "authority": "Hackney",
        "published": "2019-12-09",
        "kind": "ilacs",
        "superseded_by": None,
        "internal": False,
        "demonstration": False,
    }
    found = filled.get(f"/findings/{FINDING_ID}").json()
    assert found == {**item, "history": []}


def test_search_marks_hits_and_counts(filled: TestClient) -> None:
    body = filled.get("/search", params={"q": "children health*"}).json()
    [item] = body["items"]
    assert "<mark>health</mark>" in item["snippet"]
    assert body["facets"]["authority"] == [{"value": "Hackney", "name": "Hackney", "count": 1}]
    facets = {"theme", "label", "authority", "kind", "year", "outcome", "region", "grade"}
    assert set(body["facets"]) == {*facets, "capped"}


@pytest.mark.parametrize("q", ["co-production", "SEND?", '"', "'", "((", "a:b*", "*", "NOT", "\x00", "AND OR"])
def test_no_words_break_a_search(filled: TestClient, q: str) -> None:
    assert filled.get("/search", params={"q": q}).status_code == 200


def test_themes_and_authorities_are_counted(filled: TestClient) -> None:
    themes = filled.get("/themes").json()["items"]
    assert len(themes) == 30
    assert all(theme["count"] == sum(theme["labels"].values()) for theme in themes)
    found = filled.get("/authorities").json()["items"]
    assert [(each["name"], each["reports"]) for each in found] == [("Hackney", 1), ("Kent", 1)]


def test_a_person_corrects_a_report(filled: TestClient) -> None:
    change = {"authority": "Camden", "judgements": [{"area": "in_care", "grade": "good"}], "note": "cover"}
    body = filled.patch(f"/reports/{REPORT_ID}", json=change).json()
    assert (body["authority"], body["judgements"]) == ("Camden", change["judgements"])
    assert [each["field"] for each in body["history"]] == ["authority", "judgements"]
    assert filled.get("/findings", params={"authority": "Hackney"}).json()["total"] == 0
    assert filled.get("/findings", params={"authority": "Camden"}).json()["total"] >= 2


def test_a_report_is_removed_with_everything(filled: TestClient, problem: Problem) -> None:
    assert filled.delete(f"/reports/{REPORT_ID}").status_code == 204
    problem(filled.get(f"/reports/{REPORT_ID}"), 404, Code.NOT_FOUND)
    problem(filled.get(f"/findings/{FINDING_ID}"), 404, Code.NOT_FOUND)
    problem(filled.delete(f"/reports/{REPORT_ID}"), 404, Code.NOT_FOUND)
    assert filled.get("/search", params={"q": "timeliness"}).json()["total"] == 0


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/findings?theme=neglekt", "/themes"),
        ("/findings?label=good", "'strength'"),
        ("/findings?lable=strength", "lable"),
        ("/findings?limit=0", "limit"),
        ("/findings?from=2020-13-01", "2020-13-01"),
        ("/findings?cursor=x", "next"),
        ("/findings?outcome=9", "outcome_1"),
        ("/reports?kind=letter", "kind"),
        ("/export/findings.pdf", "csv"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_named(client: TestClient, problem: Problem, address: str, told: str) -> None:
    assert told in problem(client.get(address), 422, Code.INVALID)


def test_exports_hold_the_same_findings(filled: TestClient) -> None:
    wanted = {item["id"] for item in filled.get("/findings", params={"authority": "Hackney"}).json()["items"]}
    csv_file = filled.get("/export/findings.csv", params={"authority": "Hackney"})
    assert csv_file.headers["content-disposition"] == 'attachment; filename="findings.csv"'
    table = list(csv.DictReader(io.StringIO(csv_file.content.decode("utf-8-sig"))))
    lines = filled.get("/export/findings.jsonl", params={"authority": "Hackney"}).text.splitlines()
    book = load_workbook(io.BytesIO(filled.get("/export/findings.xlsx", params={"authority": "Hackney"}).content))
    assert {row["finding"] for row in table} == wanted
    assert {json.loads(line)["id"] for line in lines} == wanted
    assert {row[0].value for row in book.worksheets[0].iter_rows(min_row=2)} == wanted
    assert ITEM in {row["text"] for row in table}
    assert ("Filter: authority", "Hackney") in [tuple(cell.value for cell in row) for row in book.worksheets[1]]
