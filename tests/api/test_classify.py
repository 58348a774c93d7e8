"""Classifying what is posted, in each of its shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from findings.api.examples import FINDING_ID, ITEM, REPORT_ID, TEXT
from findings.errors import Code
from findings.store import audit

Problem = Callable[..., str]


def test_a_new_report_is_classified_and_kept(client: TestClient) -> None:
    response = client.post("/classify", json={"text": TEXT})
    assert response.status_code == 201
    assert response.headers["location"] == f"/reports/{REPORT_ID}"
    body = response.json()
    assert set(body) == {"report", "findings"}
    assert body["report"]["id"] == REPORT_ID
    assert body["report"]["pages"] == 1
    first = body["findings"][0]
    assert (first["id"], first["text"], first["label"]) == (FINDING_ID, ITEM, "area_for_improvement")
    assert first["section"][-1] == "What needs to improve"
    assert TEXT[first["start"] : first["end"]] == ITEM
    assert first["reasons"]


def test_the_same_content_is_known(client: TestClient) -> None:
    first = client.post("/classify", json={"text": TEXT})
    again = client.post("/classify", content=TEXT, headers={"content-type": "text/plain; charset=utf-8"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert client.get("/reports").json()["total"] == 1


def test_what_is_stated_beats_the_text_and_updates_a_known_report(client: TestClient) -> None:
    stated = {"title": "A title", "authority": "Kent", "published": "2020-01-31", "kind": "sif"}
    client.post("/classify", json={"text": TEXT})
    response = client.post("/classify", json={"text": TEXT, **stated})
    assert response.status_code == 200
    assert {name: response.json()["report"][name] for name in stated} == stated
    report = client.get(f"/reports/{REPORT_ID}").json()
    assert set(report["stated"]) == set(stated)
    assert {change["actor"] for change in report["history"]} == {"tester"}
    assert client.post("/classify", json={"text": TEXT}).json()["report"]["authority"] == "Kent"


def test_plain_text_takes_what_is_stated_from_the_query(client: TestClient) -> None:
    response = client.post(
        "/classify", params={"authority": "Kent"}, content=TEXT, headers={"content-type": "text/plain"}
    )
    assert response.json()["report"]["authority"] == "Kent"


def test_a_file_with_fields(client: TestClient) -> None:
    page = f"<html><body><h2>Areas for improvement</h2><ul><li>{ITEM}</li></ul></body></html>"
    files = {"file": ("report.pdf", page.encode(), "application/pdf")}
    response = client.post("/classify", files=files, data={"authority": "Kent", "title": "", "kind": "send"})
    assert response.status_code == 201, response.text
    body = response.json()
    assert (body["report"]["authority"], body["report"]["kind"]) == ("Kent", "send")
    assert [(each["text"], each["label"]) for each in body["findings"]] == [(ITEM, "area_for_improvement")]
    assert client.post("/classify", files=files).status_code == 200


def test_nothing_is_kept_when_so_asked(client: TestClient) -> None:
    response = client.post("/classify", json={"text": TEXT, "store": False})
    assert response.status_code == 200
    assert response.json()["findings"]
    assert client.get("/reports").json()["total"] == 0
    assert client.get("/findings").json()["total"] == 0


def test_all_passages_when_so_asked(client: TestClient) -> None:
    text = TEXT + "\nInspectors also met managers and foster carers.\n"
    some = client.post("/classify", json={"text": text}).json()["findings"]
    every = client.post("/classify?all=true", json={"text": text}).json()["findings"]
    assert len(every) > len(some)
    assert "not_a_finding" not in {each["label"] for each in some}


def test_the_write_names_its_actor(client: TestClient, app: FastAPI) -> None:
    client.post("/classify", json={"text": TEXT})
    with app.state.database.read() as session:
        [entry] = audit.entries(session, "report", REPORT_ID)
    assert (entry.actor, entry.action) == ("tester", "report.added")


@pytest.mark.parametrize(
    ("request_", "status", "code", "told"),
    [
        ({"json": {"text": ""}}, 422, Code.INVALID, "body.text"),
        ({"json": {"text": " \n "}}, 422, Code.EMPTY, "Send"),
        ({"json": {"txt": "x"}}, 422, Code.INVALID, "body.txt"),
        ({"json": {"text": "x", "published": "31.1.2020"}}, 422, Code.INVALID, "31.1.2020"),
        ({"json": {"text": "x", "kind": "letter"}}, 422, Code.INVALID, "'ilacs'"),
        ({"json": ["x"]}, 422, Code.INVALID, "body"),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 422, Code.INVALID, "JSON"),
        ({"content": b'{"text": "\\ud800"}', "headers": {"content-type": "application/json"}}, 422, Code.INVALID, ""),
        ({"content": b"", "headers": {"content-type": "text/plain"}}, 422, Code.EMPTY, "Send"),
        ({"content": b"x", "headers": {"content-type": "text/plain; charset=no"}}, 422, Code.INVALID, "UTF-8"),
        ({"content": b"x", "headers": {"content-type": "image/png"}}, 415, Code.UNSUPPORTED, "image/png"),
        ({"content": b"x"}, 415, Code.UNSUPPORTED, "multipart/form-data"),
        ({"data": {"title": "x"}, "files": {"doc": b"x"}}, 422, Code.INVALID, "doc"),
        ({"files": {"file": b""}}, 422, Code.EMPTY, "empty"),
        ({"files": {"file": b"%PDF-1.7 broken"}}, 422, Code.TRUNCATED, ""),
        ({"json": {"text": "x" * 200_001}}, 413, Code.TOO_LARGE, "200,000"),
    ],
)
def test_what_cannot_be_taken(
    client: TestClient, problem: Problem, request_: dict[str, Any], status: int, code: Code, told: str
) -> None:
    assert told in problem(client.post("/classify", **request_), status, code)


def test_a_chunked_body_is_cut_off_at_the_limit(client: TestClient, problem: Problem) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(400):
            sent += 10_000
            yield b"x" * 10_000

    problem(client.post("/classify", content=endless(), headers={"content-type": "text/plain"}), 413, Code.TOO_LARGE)
