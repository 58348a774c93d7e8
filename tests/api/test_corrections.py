"""Corrections by way of the service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from findings.api.examples import FINDING_ID, REPORT_ID, TEXT
from findings.errors import Code

Problem = Callable[..., str]
HERE = f"/findings/{FINDING_ID}/corrections"


@pytest.fixture
def filled(client: TestClient) -> TestClient:
    """A report."""
    client.post("/classify", json={"text": TEXT}).raise_for_status()
    return client


def correct(client: TestClient, body: dict[str, Any], reviewer: str | None = None) -> dict[str, Any]:
    headers = {"Findings-Reviewer": reviewer} if reviewer else {}
    response = client.post(HERE, json=body, headers=headers)
    response.raise_for_status()
    found: dict[str, Any] = response.json()
    return found


def test_a_correction_gives_the_finding_with_its_history(filled: TestClient) -> None:
    found = correct(filled, {"label": "priority_action", "themes": ["health"]}, "ann@example.org")
    assert (found["label"], [tag["id"] for tag in found["themes"]]) == ("priority_action", ["health"])
    assert [each["actor"] for each in found["history"]] == ["ann@example.org"]
    assert correct(filled, {"note": "Odd."})["history"][-1]["actor"] == "tester"
    filled.cookies.set("findings_reviewer", "Ann%20Other")
    assert correct(filled, {"note": "Odd."})["history"][-1]["actor"] == "Ann Other"
    filled.cookies.set("findings_reviewer", "%3Cb%3E")
    assert correct(filled, {"note": "Odd."})["history"][-1]["actor"] == "tester"
    assert filled.get(f"/findings/{FINDING_ID}").json()["history"][0]["after"]["label"] == "priority_action"
    assert filled.get("/findings", params={"reviewed": True}).json()["total"] == 1


def test_a_report_read_again_keeps_the_correction(filled: TestClient) -> None:
    correct(filled, {"label": "priority_action"})
    posted = filled.post("/classify", json={"text": TEXT, "authority": "Kent"}).json()
    assert {each["id"]: each["label"] for each in posted["findings"]}[FINDING_ID] == "priority_action"


def test_a_missed_finding_is_added(filled: TestClient, problem: Problem) -> None:
    missed = {"start": 0, "end": TEXT.index("\n"), "label": "not_a_finding"}
    found = filled.post(f"/reports/{REPORT_ID}/findings", json=missed)
    assert (found.status_code, found.json()["text"]) == (201, TEXT.partition("\n")[0])
    problem(filled.post(f"/reports/{REPORT_ID}/findings", json=missed), 409, Code.CONFLICT)
    problem(filled.post("/reports/nope/findings", json=missed), 404, Code.NOT_FOUND)


def test_orphans_are_listed(filled: TestClient) -> None:
    assert filled.get("/review/orphans").json() == {"items": []}


def test_what_cannot_be_decided_is_a_problem_document(filled: TestClient, problem: Problem) -> None:
    assert "nothing is decided" in problem(filled.post(HERE, json={}), 422, Code.INVALID)
    problem(filled.post(HERE, json={"undo": True}), 409, Code.CONFLICT)
    problem(filled.post("/findings/nope/corrections", json={"undo": True}), 404, Code.NOT_FOUND)


def test_two_reviewers_share_the_queue_disagree_and_settle_it(filled: TestClient) -> None:
    ann, bob = {"Findings-Reviewer": "ann"}, {"Findings-Reviewer": "bob"}
    first = filled.get("/review/queue", headers=ann, params={"limit": 50}).json()
    assert first["items"]
    assert filled.get("/review/queue", headers=bob).json()["items"] == []
    correct(filled, {"label": "strength"}, "ann")
    [second] = filled.get("/review/queue", headers=bob, params={"double": True}).json()["items"]
    assert (second["id"], second["blind"], second["suggestion"]) == (FINDING_ID, True, None)
    correct(filled, {"label": "priority_action"}, "bob")
    [pair] = filled.get("/review/agreement").json()["labels"]
    assert (pair["reviewers"], pair["alike"]) == (["ann", "bob"], 0)
    assert len(filled.get("/review/disagreements").json()["items"]) == 1
    correct(filled, {"label": "priority_action", "adjudicates": True}, "cat")
    assert filled.get("/review/disagreements").json() == {"items": []}


def test_a_reviewer_has_a_plain_name(filled: TestClient, problem: Problem) -> None:
    problem(filled.get("/review/queue", headers={"Findings-Reviewer": "<b>"}), 422, Code.INVALID)


@pytest.mark.parametrize("form", ["jsonl", "csv", "spacy"])
def test_decisions_are_exported_and_imported(filled: TestClient, problem: Problem, form: str) -> None:
    correct(filled, {"label": "priority_action"})
    path = f"/import/corrections.{form}"
    data = filled.get(f"/export/corrections.{form}").content
    filled.delete(f"/reports/{REPORT_ID}").raise_for_status()
    assert filled.post(path, files={"file": data}).json()["of_unknown_reports"] == 1
    filled.post("/classify", json={"text": TEXT}).raise_for_status()
    assert filled.post(path, files={"file": data}).json()["new"] == 1
    assert filled.get(f"/findings/{FINDING_ID}").json()["label"] == "priority_action"
    problem(filled.post(path, files={"file": b"\xff"}), 422, Code.INVALID)


def test_decisions_are_tasks_for_other_tools(filled: TestClient) -> None:
    correct(filled, {"label": "priority_action"})
    task = filled.get("/export/corrections.jsonl", params={"task": "prodigy"}).json()
    assert task["accept"] == ["priority_action"]
