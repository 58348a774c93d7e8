"""`findings serve`: the service and its pages."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from findings.cli.database import DatabaseUrl
from findings.cli.options import Model
from findings.errors import Code, FindingsError
from findings.settings import settings


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65_535)] = 8000,
    model: Model = None,
    database: DatabaseUrl = None,
) -> None:
    """Serve the pages and the API until stopped by Ctrl-C.

    Requests are answered only under the host names in FINDINGS_ALLOWED_HOSTS.
    """
    import uvicorn

    from findings.main import build
    from findings.reason.encoders import encoder

    _check_free(host, port)
    stated = {"model": model, "database_url": database}
    chosen = settings().model_copy(update={name: value for name, value in stated.items() if value is not None})
    encoder(chosen.encoder)  # kept for the service; one that cannot be had is told here, before anything starts
    uvicorn.run(build(chosen), host=host, port=port, access_log=False)  # requests are logged by the service


def _check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise FindingsError(
            Code.CONFLICT, f"Nothing can listen on {host} port {port}: {error.strerror}. Choose another --port."
        ) from error
