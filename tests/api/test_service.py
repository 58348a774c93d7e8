"""The service as a whole: health, metrics, and an interface description that is true."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.types import Receive, Scope, Send

from findings.api.app import create_app
from findings.api.examples import FINDING_ID, REPORT_ID
from findings.api.model_examples import VERSION
from findings.errors import Code
from findings.settings import Settings

Problem = Callable[..., str]


def test_health(client: TestClient) -> None:
    assert client.get("/health/live").json() == {"status": "live"}
    ready = client.get("/health/ready").json()
    assert (ready["status"], ready["workers"]) == ("ready", 1)
    assert ready["model"]


def test_a_service_without_model_lives_but_is_not_ready(tmp_path: Any, problem: Problem) -> None:
    wrong = Settings(database_url=f"sqlite:///{tmp_path / 'new.db'}", model=tmp_path)
    with TestClient(create_app(wrong)) as client:
        assert client.get("/health/live").status_code == 200
        problem(client.get("/health/ready"), 503, Code.NOT_READY)
        told = problem(client.post("/classify", json={"text": "x"}), 503, Code.MODEL_MISSING)
        assert str(tmp_path) in told


def test_metrics_count_requests(client: TestClient) -> None:
    client.get("/themes")
    assert 'http_requests_total{handler="/themes",method="GET",status="2xx"}' in client.get("/metrics").text


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nope", 404), ("PUT", "/themes", 405)])
def test_what_there_is_not(client: TestClient, problem: Problem, method: str, path: str, status: int) -> None:
    assert path in problem(client.request(method, path), status, Code.NOT_FOUND if status == 404 else Code.METHOD)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def test_every_operation_says_what_it_does(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    found = list(operations(document))
    assert len(found) > 12
    assert all(operation["description"] for _, _, operation in found)
    assert all("Problem" in json.dumps(operation["responses"]["4XX"]) for _, _, operation in found)
    references = {part.split('"')[0] for part in json.dumps(document).split("#/components/schemas/")[1:]}
    assert references <= set(document["components"]["schemas"])


# What asks for a retrained model, which takes minutes to make, for a job that failed, or for a service that is not
# told by its settings which model to use: see tests/jobs.
RETRAINED = (
    "/models/relabel",
    "/models/train",
    "/models/{version}/flips",
    "/models/{version}/promote",
    "/models/{version}/rollback",
    "/jobs/{number}/retry",
)
MADE = {"/searches": "search_id", "/models/compare": "number"}


def test_the_examples_run(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    known = {"report_id": REPORT_ID, "finding_id": FINDING_ID, "form": "csv", "name": "Hackney"}
    known |= {"theme": "planning", "version": VERSION}
    listed = [each for each in operations(document) if each[1] not in RETRAINED]
    for method, path, operation in sorted(listed, key=lambda each: each[0] == "delete"):
        for kind, example in examples(operation):
            response = client.request(method, path.format(**known), **sent(kind, example))
            assert response.status_code < 300, (method, path, response.text)
            if method == "post" and path in MADE:
                known[MADE[path]] = response.json()["id"]
    assert known.keys() >= set(MADE.values())


def examples(operation: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    content = operation.get("requestBody", {}).get("content", {})
    if not content:
        yield "", None
    for kind, described in content.items():
        for example in described["examples"].values():
            yield kind, example["value"]


def sent(kind: str, example: Any) -> dict[str, Any]:
    match kind:
        case "application/json":
            return {"json": example}
        case "multipart/form-data":
            fields = {name: value for name, value in example.items() if name != "file"}
            return {"files": {"file": ("example.txt", example["file"])}, "data": fields}
        case "text/plain":
            return {"content": example, "headers": {"content-type": kind}}
        case _:
            return {}


def test_generated_requests_get_described_answers(app: FastAPI, client: TestClient) -> None:
    async def started(scope: Scope, receive: Receive, send: Send) -> None:
        """The service without its start and end: it runs already."""
        assert scope["type"] == "http"
        await app(scope, receive, send)

    client.get("/health/live").raise_for_status()
    schema = schemathesis.openapi.from_asgi("/openapi.json", started)
    for operation in schema.get_all_operations():
        assert isinstance(operation, Ok)
        _hold(operation.ok())


def _hold(operation: Any) -> None:
    @given(case=operation.as_strategy())
    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    def answers(case: Any) -> None:
        # Not every string is a theme or a cursor, nor are any bytes a document: those may be refused.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    answers()
