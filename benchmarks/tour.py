"""Takes the pictures of the README's tour anew: `python -m benchmarks.tour`, with Chromium on the machine.

Serves an empty database, loads the demonstration set by its button and goes where the tour goes.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page, ViewportSize, sync_playwright

PICTURES = Path(__file__).parents[1] / "service" / "findings" / "web" / "static" / "tour"
SIZE: ViewportSize = {"width": 1040, "height": 720}
PATIENCE = 400


def main() -> None:
    """Serve, load, take every picture."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        known = os.environ | {"FINDINGS_DATABASE_URL": f"sqlite:///{folder}/tour.db"}
        command = [str(Path(sys.executable).with_name("findings")), "serve", "--port", str(port)]
        service = subprocess.Popen(command, env=known)  # noqa: S603
        try:
            site = f"http://127.0.0.1:{port}"
            _wait(site)
            _take(site)
        finally:
            service.terminate()
            service.wait(PATIENCE)


def _wait(site: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if httpx.get(f"{site}/health/ready").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    raise SystemExit(f"the service was not ready after {PATIENCE} s")


def _take(site: str) -> None:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = chromium.new_page(viewport=SIZE)
        page.set_default_timeout(PATIENCE * 1_000)
        page.goto(f"{site}/ui/")
        page.click("text=Load the demonstration set")
        page.wait_for_selector("[data-demonstration]")
        asked, plan = _report(site, "Wrenfield: inspection", "2020"), _report(site, "improvement plan", "2020")
        _picture(page, "report", f"{site}/ui/reports/{asked}?view=text", "#shown")
        _picture(page, "search", f"{site}/ui/search?q=%22return+home%22", "h1")
        _picture(page, "follow", f"{site}/ui/authorities/Wrenfield", "article.finding >> nth=-5")
        page.goto(f"{site}/ui/reports/{asked}/coverage")
        page.select_option("#plan", plan)
        page.click("button:has-text('Compare')")
        _picture(page, "coverage", None, "#answered")
        chromium.close()


def _report(site: str, title: str, year: str) -> str:
    reports: list[dict[str, Any]] = httpx.get(f"{site}/reports").json()["items"]
    return next(str(each["id"]) for each in reports if title in each["title"] and each["published"].startswith(year))


def _picture(page: Page, name: str, address: str | None, at: str) -> None:
    if address:
        page.goto(address)
    page.locator(at).first.evaluate("element => window.scrollTo(0, element.getBoundingClientRect().top + scrollY - 72)")
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    PICTURES.mkdir(parents=True, exist_ok=True)
    main()
