"""The service as a person meets it: a process of its own, a database of its own, and a real browser."""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, ViewportSize, sync_playwright

from findings.errors import FindingsError
from findings.pipeline.load import build, current_model

SECONDS = 120
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
UNANSWERED = "Failed to load resource"  # what a browser notes of any answer of 400 or more


@pytest.fixture(scope="session")
def trained() -> bool:
    """Whether there is a trained model; without one, structure alone labels and there are no themes."""
    try:
        current_model()
    except FindingsError:
        return False
    return True


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, trained: bool) -> Iterator[str]:
    """The address of the service, ready to read."""
    folder = tmp_path_factory.mktemp("site")
    if not trained:
        build().to_disk(folder / "model")
    with running(folder, FINDINGS_MODEL=str(current_model() if trained else folder / "model")) as address:
        yield address


@pytest.fixture(scope="module")
def learning(tmp_path_factory: pytest.TempPathFactory, trained: bool) -> Iterator[str]:
    """The address of another service, whose models may be trained and promoted."""
    if not trained:
        pytest.skip("needs a trained model")
    folder = tmp_path_factory.mktemp("learning")
    with running(folder, FINDINGS_MODELS=str(folder / "models")) as address:
        yield address


@contextmanager
def running(folder: Path, **given: str) -> Iterator[str]:
    """A service with its database in `folder`, and its address."""
    port = _free_port()
    given |= {
        "FINDINGS_DATABASE_URL": f"sqlite:///{folder / 'findings.db'}",
        "FINDINGS_ACTOR": "tester",
        "FINDINGS_MAX_DOCUMENT_BYTES": "2000000",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FINDINGS_MODEL")}
    command = [str(Path(sys.executable).with_name("findings")), "serve", "--port", str(port)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, env=kept | given, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}", process, folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(SECONDS)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(site: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            if httpx.get(f"{site}/health/ready").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    pytest.fail(f"not ready after {SECONDS} s: {log.read_text()}")


@pytest.fixture
def site(served: str) -> Iterator[str]:
    """The same for one test: what it stores is taken away, whether it passes or not."""
    yield served
    for each in httpx.get(f"{served}/reports").json()["items"]:
        httpx.delete(f"{served}/reports/{each['id']}")


@pytest.fixture(scope="module")  # no longer: while it lives, no other test of the process can start an event loop
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        pytest.skip("needs Chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@dataclass
class Window:
    """A browser window on the service; `wrong` holds what a page should never do."""

    page: Page
    site: str
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """The page at `path`."""
        self.page.goto(self.site + path)
        return self.page

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        wide: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return wide

    def watch(self) -> None:
        """Note dialogs, errors of scripts and what the content security policy refused."""
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("console", self._console)

    def _dialog(self, dialog: Dialog) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and UNANSWERED not in message.text:
            self.wrong.append(f"console: {message.text}")


Opener = Callable[..., Window]


@pytest.fixture
def opened(site: str, browser: Browser) -> Iterator[Opener]:
    """Opens windows of a width, with script or without; in the end none of them may have done wrong."""
    contexts: list[BrowserContext] = []
    windows: list[Window] = []

    def open_window(*, narrow: bool = False, script: bool = True) -> Window:
        context = browser.new_context(viewport=NARROW if narrow else WIDE, java_script_enabled=script)
        contexts.append(context)
        window = Window(context.new_page(), site)
        window.page.set_default_timeout(30_000)
        window.watch()
        windows.append(window)
        return window

    yield open_window
    wrong = [each for window in windows for each in window.wrong]
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def window(opened: Opener) -> Window:
    """A wide window."""
    return opened()


@pytest.fixture
def http(site: str) -> Iterator[httpx.Client]:
    """A browser without script or eyes."""
    with httpx.Client(base_url=site, follow_redirects=True, timeout=SECONDS) as client:
        yield client


REPORT = """<h1>Inspection of Hackney children's services</h1>
<p>Inspection dates: 4 to 8 March 2019</p>
<h2>What needs to improve</h2>
<ul><li>The timeliness of initial health assessments for children who come into care.</li>
<li>Management oversight of social work practice, so that drift in children's plans is challenged.</li>
<li>The quality of pathway plans for care leavers.</li></ul>
<h2>Strengths</h2>
<ul><li>Children have trusting relationships with social workers who visit them regularly.</li>
<li>Foster carers are well supported and speak warmly of their training.</li></ul>
<h2>Areas for priority action</h2>
<ul><li>Children at risk of exploitation wait too long for a strategy meeting.</li></ul>"""


@pytest.fixture(scope="module")
def report_pdf(browser: Browser) -> bytes:
    """A tagged PDF of a report."""
    page = browser.new_page()
    page.set_content(f"<html lang=en><title>Inspection of Hackney children's services</title>{REPORT}</html>")
    made = page.pdf(tagged=True, format="A4")
    page.close()
    return made


@pytest.fixture(scope="session")
def report_docx() -> bytes:
    """A Word file of another report."""
    document = docx.Document()
    document.add_heading("Focused visit to Kent children's services", 0)
    document.add_heading("What needs to improve", 1)
    document.add_paragraph("Supervision of social workers, which is irregular.", style="List Bullet")
    document.add_heading("Strengths", 1)
    document.add_paragraph("Partners share information quickly and well.", style="List Bullet")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@dataclass(frozen=True)
class Stored:
    """A report that is stored."""

    id: str
    path: str
    findings: list[dict[str, Any]]


Keep = Callable[..., Stored]


@pytest.fixture
def keep(http: httpx.Client) -> Keep:
    """Stores a text as a report."""

    def keep_text(text: str, **stated: str) -> Stored:
        answer = http.post("/classify", json={"text": text, **stated})
        assert answer.is_success, answer.text
        report = answer.json()["report"]["id"]
        return Stored(report, f"/ui/reports/{report}", answer.json()["findings"])

    return keep_text
