"""Similar findings, an authority through time and coverage of a plan, over the service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from findings.errors import Code

Problem = Callable[..., str]
TEXT = """Inspection of children's services

What needs to improve

- Social workers' caseloads in the assessment teams.
- The timeliness of return home interviews when children go missing.
"""
LATER = TEXT.replace("Social workers' caseloads in the assessment teams.", "Workloads of those who assess.")
PLAN = """Plan

- Talk to children within a day when they go missing. Owner: Head of Y. By: May 2021.
- Plant trees along the road.
"""


@pytest.fixture
def first(client: TestClient) -> dict[str, Any]:
    """The first of two reports about Hackney."""
    later = {"text": LATER, "authority": "Hackney", "published": "2021-01-01", "kind": "ilacs"}
    client.post("/classify", json=later).raise_for_status()
    earlier = {"text": TEXT, "authority": "Hackney", "published": "2019-01-01", "kind": "ilacs"}
    found: dict[str, Any] = client.post("/classify", json=earlier).raise_for_status().json()
    return found


def test_similar_findings_and_sentences(client: TestClient, first: dict[str, Any]) -> None:
    caseloads = first["findings"][0]
    items = client.get(f"/findings/{caseloads['id']}/similar").json()["items"]
    assert items[0]["finding"]["text"] == "Workloads of those who assess."
    items = client.get("/similar", params={"q": "children who ran away are asked why they go missing"}).json()["items"]
    assert "return home interviews" in items[0]["finding"]["text"]
    assert client.get("/similar", params={"q": "missing", "authority": "Leeds"}).json() == {"items": []}
    assert client.get("/similar").json() == {"items": []}


def test_an_authority_through_time(client: TestClient, first: dict[str, Any]) -> None:
    found = client.get("/authorities/Hackney").raise_for_status().json()
    assert [report["published"] for report in found["reports"]] == ["2019-01-01", "2021-01-01"]
    interviews = next(point for point in found["points"] if "interviews" in point["finding"]["text"])
    assert interviews["finding"]["report_id"] == first["report"]["id"]
    assert [link["outcome"] for link in interviews["links"]] == ["repeated"]


def test_a_plan_in_every_shape(client: TestClient, first: dict[str, Any]) -> None:
    address = f"/reports/{first['report']['id']}/coverage"
    stored = client.post("/classify", json={"text": PLAN, "kind": "council_report"}).json()["report"]["id"]
    answers = [
        client.post(address, json={"text": PLAN}),
        client.post(address, json={"report_id": stored}),
        client.post(address, files={"file": ("plan.txt", PLAN.encode())}),
        client.post(address, content=PLAN, headers={"content-type": "text/plain"}),
    ]
    for answer in answers:
        found = answer.raise_for_status().json()
        assert found["unanswered"] == [first["findings"][0]["id"]]
        assert found["idle"] == [1]
        assert found["actions"][0] | {"answers": None, "start": 0, "end": 0} == {
            "text": "Talk to children within a day when they go missing.",
            "page": 1,
            "start": 0,
            "end": 0,
            "owner": "Head of Y",
            "due": "May 2021",
            "due_on": "2021-05-31",
            "status": None,
            "answers": None,
        }


def test_what_cannot_be_answered_is_told(client: TestClient, first: dict[str, Any], problem: Problem) -> None:
    address = f"/reports/{first['report']['id']}/coverage"
    problem(client.get("/findings/nosuch/similar"), 404, Code.NOT_FOUND)
    problem(client.get("/authorities/Nowhere"), 404, Code.NOT_FOUND)
    problem(client.post("/reports/nosuch/coverage", json={"text": PLAN}), 404, Code.NOT_FOUND)
    problem(client.post(address, json={"report_id": "nosuch"}), 404, Code.NOT_FOUND)
    problem(client.post(address, json={}), 422, Code.INVALID)
    problem(client.post(address, json={"text": PLAN, "report_id": "x"}), 422, Code.INVALID)
    problem(client.post(address, content=b"x", headers={"content-type": "image/png"}), 415, Code.UNSUPPORTED)
