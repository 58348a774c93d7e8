"""What stands before every request: host and origin checked, size limited, answers marked safe, and one log line."""

from __future__ import annotations

import time
from collections.abc import Sequence
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from findings.api.problems import problem
from findings.errors import Code, FindingsError

log = structlog.get_logger("findings.api")

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class HostGuard:
    """Refuses requests under a foreign Host (DNS rebinding) and changes asked for by foreign pages.

    hosts (Sequence[str]): allowed names without port; `*` allows all, `*.example.org` every name below it.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self.app = app
        self.hosts = [host.lower() for host in hosts]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer that it is refused."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if not self.allows(host):
            message = f"This service does not answer to the host {host[:80]!r}; add it to FINDINGS_ALLOWED_HOSTS."
            return await problem(Code.HOST, message)(scope, receive, send)
        if scope["method"] not in SAFE_METHODS and origin is not None and urlsplit(origin).netloc != host:
            message = f"A page of {origin[:80]!r} may not change anything here; use this service's own pages."
            return await problem(Code.ORIGIN, message)(scope, receive, send)
        return await self.app(scope, receive, send)

    def allows(self, host: str) -> bool:
        """Whether a Host header names this service."""
        name = (urlsplit(f"//{host}").hostname or "") if _well_formed(host) else ""
        name = f"[{name}]" if ":" in name else name
        return any(_matches(name, pattern) for pattern in self.hosts)


def _well_formed(host: str) -> bool:
    try:
        parts = urlsplit(f"//{host}")
        return parts.netloc == host and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        return False


def _matches(name: str, pattern: str) -> bool:
    return pattern == "*" or name == pattern or (pattern.startswith("*.") and name.endswith(pattern[1:]))


class BodyLimit:
    """Refuses bodies of more than `limit` bytes, whatever their headers claim."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; once its body is too long, whatever is answered becomes that error."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        claimed = Headers(scope=scope).get("content-length", "0")
        if claimed.isdecimal() and int(claimed) > self.limit:
            return await self._refusal()(scope, receive, send)
        return await _Limited(self, receive, send).run(scope)

    def _refusal(self) -> ASGIApp:
        error = self.error()
        return problem(error.code, error.message, headers={"Connection": "close"})

    def error(self) -> FindingsError:
        """The error of a body that is too long."""
        return FindingsError(
            Code.TOO_LARGE,
            f"The request is longer than {self.limit:,} bytes; split the document, leave pictures out, "
            "or raise FINDINGS_MAX_DOCUMENT_BYTES.",
        )


class _Limited:
    """One request whose body is counted as it comes in."""

    def __init__(self, guard: BodyLimit, receive: Receive, send: Send) -> None:
        self.guard, self.receive, self.send = guard, receive, send
        self.seen = 0
        self.answered = False

    async def run(self, scope: Scope) -> None:
        try:
            await self.guard.app(scope, self._receive, self._send)
        except FindingsError:
            if not self._too_long():
                raise
        if self._too_long() and not self.answered:
            await self.guard._refusal()(scope, self.receive, self.send)

    def _too_long(self) -> bool:
        return self.seen > self.guard.limit

    async def _receive(self) -> Message:
        message = await self.receive()
        self.seen += len(message.get("body", b""))
        if self._too_long():
            raise self.guard.error()
        return message

    async def _send(self, message: Message) -> None:
        # What the application makes of the broken body is not sent: the refusal is.
        if self.answered or not self._too_long():
            self.answered = True
            await self.send(message)


class SafeHeaders:
    """Adds the headers that keep browsers from doing more with an answer than it needs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and mark its answer; a header that the answer sets itself stays."""

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, marked if scope["type"] == "http" else send)


class RequestLog:
    """Writes one line a request: method, path, status and time; never what was sent or searched for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log how it went."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        begun, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            took = round((time.perf_counter() - begun) * 1000, 1)
            log.info("request", method=scope["method"], path=scope["path"], status=status, ms=took)
