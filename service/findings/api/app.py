"""Puts the service together."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from prometheus_fastapi_instrumentator import Instrumentator

from findings.api.guards import BodyLimit, HostGuard, RequestLog, SafeHeaders
from findings.api.keeper import Keeper
from findings.api.openapi import describe
from findings.api.problems import RESPONSES, handle_errors
from findings.api.routes import (
    authorities,
    briefing,
    classify,
    compare,
    corrections,
    coverage,
    exchange,
    export,
    findings,
    health,
    models,
    reports,
    review,
    search,
    searches,
    similar,
    taxonomy,
    themes,
)
from findings.api.workers import Readers
from findings.jobs.supervisor import Supervisor
from findings.reason.nearest import AT_ONCE, open_neighbours
from findings.settings import Settings
from findings.store.session import Database

BODY_OVERHEAD = 1_000_000  # what JSON's escapes and a form's borders may add to a document
ROUTES = (
    classify,
    reports,
    findings,
    corrections,
    review,
    search,
    searches,
    themes,
    authorities,
    briefing,
    export,
    exchange,
    similar,
    compare,
    coverage,
    models,
    taxonomy,
    health,
)


def create_app(settings: Settings) -> FastAPI:
    """The JSON service; its database is opened and its workers started with it."""
    app = FastAPI(
        title="Findings",
        version=version("findings"),
        summary="Reads inspection reports and gives back labelled, themed, searchable findings.",
        lifespan=_lifespan,
        responses=RESPONSES,
        docs_url=None,  # its page would load scripts from elsewhere
        redoc_url=None,
    )
    app.state.settings = settings
    handle_errors(app)
    for module in ROUTES:
        app.include_router(module.router)
    _guard(app, settings)
    describe(app)
    return app


def _guard(app: FastAPI, settings: Settings) -> None:
    """Set the middleware; the last one added is the first to see a request."""
    metrics = Instrumentator(registry=CollectorRegistry(auto_describe=True), excluded_handlers=["/metrics"])
    metrics.instrument(app).expose(app, endpoint="/metrics", include_in_schema=False)
    app.add_middleware(BodyLimit, limit=settings.max_document_bytes + BODY_OVERHEAD)
    app.add_middleware(HostGuard, hosts=settings.allowed_hosts)
    app.add_middleware(SafeHeaders)
    app.add_middleware(RequestLog)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    app.state.database = await asyncio.to_thread(Database, settings.database_url)
    app.state.neighbours = await asyncio.to_thread(
        open_neighbours, app.state.database, settings.vectors, settings.encoder, AT_ONCE
    )
    vectors = Keeper(app.state.database, app.state.neighbours)
    app.state.readers = readers = Readers(settings)
    app.state.jobs = jobs = Supervisor(app.state.database, settings)
    jobs.start()
    vectors.start()
    warming = asyncio.create_task(readers.warm())
    gc.freeze()  # what is here now stays: to look through it again and again costs requests a tenth of a second
    try:
        yield
    finally:
        warming.cancel()
        await asyncio.to_thread(vectors.close)
        await asyncio.to_thread(jobs.close)
        await asyncio.to_thread(readers.close)
        app.state.database.close()
