"""Host, origin, size and headers, on an application of a few lines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from findings.api.guards import BodyLimit, HostGuard, RequestLog, SafeHeaders
from findings.api.problems import handle_errors

HOSTS = ["localhost", "127.0.0.1", "[::1]", "*.example.org"]


@pytest.fixture
def client() -> TestClient:
    """A client of an application that takes JSON and raw bodies."""
    app = FastAPI()
    handle_errors(app)

    @app.post("/json")
    def take_json(body: dict[str, str]) -> int:
        return len(body)

    @app.post("/raw")
    async def take_raw(request: Request) -> int:
        return len(await request.body())

    @app.post("/form")
    async def take_form(request: Request) -> int:
        return len(await request.form())

    @app.get("/fails")
    def fail() -> None:
        raise RuntimeError("a secret")

    app.add_middleware(BodyLimit, limit=1000)
    app.add_middleware(HostGuard, hosts=HOSTS)
    app.add_middleware(SafeHeaders)
    app.add_middleware(RequestLog)
    return TestClient(app, base_url="http://localhost:8000", raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("host", "answered"),
    [
        ("localhost", True),
        ("LOCALHOST:8000", True),
        ("127.0.0.1:1", True),
        ("[::1]:8000", True),
        ("a.example.org", True),
        ("example.org", False),
        ("evil.example", False),
        ("localhost.evil.example", False),
        ("evil.example:localhost", False),
        ("localhost@evil.example", False),
        ("evilexample.org", False),
        ("", False),
        ("localhost:99999", False),
        ("[::1", False),
    ],
)
def test_only_named_hosts_are_answered(client: TestClient, host: str, answered: bool) -> None:
    response = client.post("/raw", content=b"x", headers={"host": host})
    assert response.status_code == (200 if answered else 400)
    assert answered or response.json()["code"] == "host_not_allowed"


def test_any_host_where_so_set() -> None:
    assert HostGuard(FastAPI(), ["*"]).allows("whatever.example:80")


@pytest.mark.parametrize(
    ("origin", "status"), [("http://localhost:8000", 200), ("http://evil.example", 403), ("null", 403)]
)
def test_foreign_pages_change_nothing(client: TestClient, origin: str, status: int) -> None:
    assert client.post("/raw", content=b"x", headers={"origin": origin}).status_code == status
    assert client.get("/nowhere", headers={"origin": origin}).status_code == 404


def chunks(size: int) -> Iterator[bytes]:
    for at in range(0, size, 100):
        yield b" " * min(100, size - at)


@pytest.mark.parametrize("path", ["/raw", "/json", "/form"])
@pytest.mark.parametrize("chunked", [True, False])
def test_no_body_is_longer_than_the_limit(client: TestClient, path: str, chunked: bool) -> None:
    headers = {"/json": {"content-type": "application/json"}, "/raw": {}}
    form = {"content-type": "multipart/form-data; boundary=b"}
    content = chunks(1001) if chunked else b" " * 1001
    response = client.post(path, content=content, headers=headers.get(path, form))
    assert response.status_code == 413
    assert response.json()["code"] == "document_too_large"
    assert "1,000" in response.json()["detail"]


def test_a_body_of_just_the_limit_is_taken(client: TestClient) -> None:
    assert client.post("/raw", content=chunks(1000)).json() == 1000


def test_answers_are_marked_safe(client: TestClient) -> None:
    for response in (client.post("/raw"), client.get("/nowhere"), client.get("/", headers={"host": "evil.example"})):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'self'" in response.headers["content-security-policy"]


def test_an_unforeseen_error_tells_nothing(client: TestClient) -> None:
    response = client.get("/fails")
    assert response.status_code == 500
    assert response.json()["code"] == "internal_error"
    assert "secret" not in response.text


def test_the_log_tells_of_requests_but_not_what_was_sent(client: TestClient) -> None:
    with capture_logs() as lines:
        client.post("/raw?q=secret", content=b"secret")
    [line] = [line for line in lines if line["event"] == "request"]
    assert (line["method"], line["path"], line["status"]) == ("POST", "/raw", 200)
    assert "secret" not in str(lines)
