"""The whole service: the JSON interface and the pages in one application."""

from __future__ import annotations

from fastapi import FastAPI

from findings import web
from findings.api.app import create_app
from findings.settings import Settings


def build(settings: Settings) -> FastAPI:
    """The application that `findings serve` runs."""
    app = create_app(settings)
    web.mount(app)
    return app
