"""The real service: its database, its worker processes and the current model."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import delete

from findings.api.app import create_app
from findings.errors import Code, FindingsError
from findings.pipeline.load import build, current_model
from findings.settings import Settings
from findings.store import tables as t
from findings.store.saved_tables import SavedSearch
from findings.store.taxonomy_tables import TaxonomyChange

WARM_SECONDS = 120
MAX_BYTES = 200_000


@pytest.fixture(scope="session")
def service_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a service of the tests' own."""
    folder = tmp_path_factory.mktemp("service")
    return Settings(
        database_url=f"sqlite:///{folder / 'findings.db'}",
        model=_model(folder / "model"),
        models=folder / "models",
        vectors=folder / "vectors",
        max_document_bytes=MAX_BYTES,
        workers=1,
        actor="tester",
    )


def _model(folder: Path) -> Path:
    """The current model; where none is trained yet, the untrained pipeline, which reads structure all the same."""
    try:
        return current_model()
    except FindingsError:
        build().to_disk(folder)
        return folder


@pytest.fixture(scope="session")
def app(service_settings: Settings) -> FastAPI:
    """The service."""
    return create_app(service_settings)


@pytest.fixture(scope="session")
def running(app: FastAPI) -> Iterator[TestClient]:
    """A client of the running service, its workers warm."""
    with TestClient(app) as client:
        until = time.monotonic() + WARM_SECONDS
        while client.get("/health/ready").status_code != 200:
            assert time.monotonic() < until
            assert app.state.readers.failure is None, app.state.readers.failure
            time.sleep(0.1)
        yield client


@pytest.fixture
def client(running: TestClient, app: FastAPI) -> TestClient:
    """The same with nothing stored."""
    with app.state.database.write() as session:
        for table in (t.Report, t.Audit, t.Job, SavedSearch, TaxonomyChange):
            session.execute(delete(table))
    return running


def assert_problem(response: object, status: int, code: Code) -> str:
    """Hold that a response is a problem document of that status and code; return what it says."""
    assert response.status_code == status, response.text  # type: ignore[attr-defined]
    assert response.headers["content-type"] == "application/problem+json"  # type: ignore[attr-defined]
    body = response.json()  # type: ignore[attr-defined]
    assert (body["status"], body["code"]) == (status, code)
    return str(body["detail"])


@pytest.fixture
def problem() -> object:
    """Holds that a response is a problem document."""
    return assert_problem
