"""What the service says of itself."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from findings.api.problems import Problem

REF = "#/components/schemas/{model}"


def describe(app: FastAPI) -> None:
    """Make `app`'s OpenAPI document name the problem documents that every operation may answer with."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schemas = generate()["components"]["schemas"]
            problem = Problem.model_json_schema(ref_template=REF)
            schemas.update(problem.pop("$defs"), Problem=problem)
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
        return app.openapi_schema or {}

    app.openapi = openapi  # type: ignore[method-assign]
