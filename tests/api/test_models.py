"""The models' interface: what there is, and what is refused with a reason."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient

from findings.errors import Code

Problem = Callable[..., str]


def test_the_shipped_model_is_listed_and_read(client: TestClient) -> None:
    found = client.get("/models").json()
    assert found["items"][-1]["version"] == "shipped"
    assert found["fixed"] is not None  # the tests' service is set to one model
    assert client.get("/models/shipped").json()["damaged"] is None


def test_what_cannot_be_done_is_told(client: TestClient, problem: Problem) -> None:
    assert "Review some" in problem(client.post("/models/train"), 409, Code.CONFLICT)
    assert "is kept" in problem(client.get("/models/9.9.9"), 404, Code.NOT_FOUND)
    assert "FINDINGS_MODEL" in problem(client.post("/models/shipped/promote"), 409, Code.CONFLICT)
    assert "compare" in problem(client.get("/models/shipped/flips"), 404, Code.NOT_FOUND)
    assert "/jobs" in problem(client.get("/jobs/4711"), 404, Code.NOT_FOUND)
    assert "shipped is" in problem(client.post("/models/9.9.9/rollback"), 409, Code.CONFLICT)
    pair = {"before": "shipped", "after": "9.9.9"}
    assert "is kept" in problem(client.post("/models/compare", json=pair), 404, Code.NOT_FOUND)
    assert "FINDINGS_MODEL" in problem(client.post("/models/relabel"), 409, Code.CONFLICT)


def test_jobs_are_listed(client: TestClient) -> None:
    assert client.get("/jobs").json() == {"items": []}
