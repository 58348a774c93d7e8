"""Comparisons, saved searches and feeds over HTTP."""

from __future__ import annotations

import csv
import io
from typing import Any
from xml.etree import ElementTree

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from findings.errors import Code
from findings.schemas import Analysis, Finding, Report, Stated, ThemeTag
from findings.store import reports
from findings.store.standing import StandingPatch, set_standing

ATOM = "{http://www.w3.org/2005/Atom}"
PLACES = (("Hackney", "ilacs", "2019-02-01"), ("Camden", "ilacs", "2020-02-01"), ("Kent", "sif", "2015-02-01"))
LABELS = ("strength", "area_for_improvement", "priority_action", "not_a_finding")


def analysis(number: int, authority: str, kind: str, day: str) -> Analysis:
    """A report with as many strengths more as its number says."""
    labels = [*LABELS, *["strength"] * number]
    known: dict[str, Any] = {"id": f"r{number}", "sha256": f"{number:064}", "model": "m", "taxonomy": "1", "pages": 1}
    known["judgements"] = [{"area": "overall_effectiveness", "grade": ("good", "inadequate")[number % 2]}]
    found = [
        Finding.model_validate(
            {"id": f"f{number}x{at}", "text": f"Plans drift {at}.", "start": at, "end": at + 1, "page": 1}
            | {"section": [], "unit": "sentence", "label": label, "confidence": 0.9, "scores": {label: 0.9}}
            | {"themes": [ThemeTag(id=theme, confidence=0.9) for theme in ("planning", "neglect")[: 1 + at % 2]]}
        )
        for at, label in enumerate(labels)
    ]
    report = Report.model_validate(known | {"authority": authority, "kind": kind, "published": day})
    return Analysis(report=report, findings=found, text="x" * 20)


@pytest.fixture
def filled(client: TestClient, app: FastAPI) -> TestClient:
    """The service with three reports."""
    for number, place in enumerate(PLACES):
        reports.save(app.state.database, analysis(number, *place), Stated(), actor="ann")
    return client


def lines(client: TestClient, query: str) -> dict[str, Any]:
    return {line["value"]: line for line in client.get(f"/compare?{query}").json()["lines"]}


def test_shares_by_one_thing(filled: TestClient) -> None:
    themes = lines(filled, "rows=theme")
    assert list(themes) == ["planning", "neglect"]
    assert themes["planning"]["whole"]["total"] == 12
    assert themes["planning"]["whole"]["strengths"] == 6
    grades = lines(filled, "rows=grade")
    assert [(name, line["whole"]["strengths"]) for name, line in grades.items()] == [("good", 4), ("inadequate", 2)]
    assert list(lines(filled, "rows=region")) == ["London", "South East"]
    assert list(lines(filled, "rows=year&q=drift&kind=ilacs")) == ["2019", "2020"]


def test_rows_and_columns(filled: TestClient) -> None:
    found = filled.get("/compare?rows=theme&columns=authority").json()
    assert [column["value"] for column in found["columns"]] == ["Camden", "Hackney", "Kent"]
    assert [cell["total"] for cell in found["lines"][0]["cells"]] == [4, 3, 5]
    assert "not a score" in found["note"]


def test_with_themes_as_columns_a_row_counts_each_finding_once(filled: TestClient) -> None:
    rows = {"one": "rows=kind", "themes": "rows=kind&columns=theme", "beside": "rows=kind&columns=theme&place=Kent"}
    found = {name: lines(filled, query)["ilacs"] for name, query in rows.items()}
    assert {name: line["whole"]["total"] for name, line in found.items()} == {"one": 7, "themes": 7, "beside": 7}
    assert [cell["total"] for cell in found["themes"]["cells"]] == [7, 2]


def test_a_label_of_one_report_is_compared(filled: TestClient) -> None:
    assert lines(filled, "rows=kind&label=strength&authority=Hackney")["ilacs"]["whole"]["total"] == 1


def test_an_authority_beside_others(filled: TestClient) -> None:
    found = filled.get("/compare?place=London Borough of Hackney&rows=kind&group=Kent").json()
    members = {column["value"]: column["authorities"] for column in found["columns"]}
    assert members == {
        "place": ["Hackney"],
        "region": ["Camden"],
        "neighbours": members["neighbours"],
        "all": ["Camden", "Kent"],
        "group": ["Kent"],
    }
    ilacs = next(line for line in found["lines"] if line["value"] == "ilacs")
    assert [cell["total"] for cell in ilacs["cells"]][:2] == [3, 4]


def test_a_table_and_charts_to_take_away(filled: TestClient) -> None:
    table = filled.get("/compare.csv?rows=theme&columns=year")
    rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff"))))
    assert [(row["theme"], row["column"], row["total"]) for row in rows][:2] == [
        ("Planning and review", "all", "12"),
        ("Planning and review", "2015", "5"),
    ]
    assert filled.get("/compare.svg?rows=theme").content.startswith(b"<svg")
    assert filled.get("/compare.png?columns=authority").content.startswith(b"\x89PNG")


def test_what_cannot_be_compared_says_why(filled: TestClient, problem: Any) -> None:
    assert "Nowhere" in problem(filled.get("/compare?place=Nowhere"), 404, Code.NOT_FOUND)
    assert "both theme" in problem(filled.get("/compare?columns=theme"), 422, Code.INVALID)


def test_saved_searches_and_their_feeds(filled: TestClient, problem: Any) -> None:
    kept = filled.post("/searches", json={"name": "Drift in London", "query": "q=drift&region=London"}).json()
    assert [each["name"] for each in filled.get("/searches").json()["items"]] == ["Drift in London"]
    answer = filled.get(f"/searches/{kept['id']}/feed")
    assert answer.headers["content-type"] == "application/atom+xml"
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    entries = feed.findall(f"{ATOM}entry")
    assert feed.findtext(f"{ATOM}title") == "Findings: Drift in London"
    assert len(entries) == 7
    assert entries[0].findtext(f"{ATOM}title") == "Camden: strength"
    assert entries[0].find(f"{ATOM}link").get("href").endswith("/ui/reports/r1#f-f1x0")  # type: ignore[union-attr]
    assert filled.delete(f"/searches/{kept['id']}").status_code == 204
    problem(filled.get(f"/searches/{kept['id']}/feed"), 404, Code.NOT_FOUND)
    assert "colour" in problem(filled.post("/searches", json={"name": "x", "query": "colour=red"}), 422, Code.INVALID)


def feed_of(content: bytes) -> set[str]:
    feed = ElementTree.fromstring(content)  # noqa: S314 - our own
    return {each.findtext(f"{ATOM}title", "").partition(":")[0] for each in feed.findall(f"{ATOM}entry")}


def test_internal_reports_are_in_no_feed(filled: TestClient, app: FastAPI, problem: Any) -> None:
    set_standing(app.state.database, "r0", StandingPatch(internal=True), actor="ann")
    assert feed_of(filled.get("/feed?q=drift").content) == {"Kent", "Camden"}
    assert feed_of(filled.get("/feed?report=r0&superseded=true").content) == set()
    plain, marked = (
        filled.post("/searches", json={"name": query, "query": query}).json()["id"]
        for query in ("authority=Hackney&authority=Kent", "internal=true")
    )
    assert feed_of(filled.get(f"/searches/{plain}/feed").content) == {"Kent"}
    for address in (f"/searches/{marked}/feed", "/feed?internal=true"):
        assert "internal=true" in problem(filled.get(address), 422, Code.INVALID)
