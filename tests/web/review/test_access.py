"""The pages of reviewers for everybody: axe finds nothing, nothing is wider than a narrow screen, nothing runs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

AXE = Path(__file__).parents[3] / "node_modules/axe-core/axe.min.js"
MARKUP = "<img src=x onerror=alert(1)>"
RIGHT_TO_LEFT = "يحتاج الأطفال إلى خطط أفضل"
TEXT = f"""Inspection of children's services {MARKUP}

What needs to improve

- The timeliness of health assessments {MARKUP}; too many children in Rhosllanerchrugog{"rhosllanerchrugog" * 5} wait.
- Supervision of social workers, which is irregular.
- The quality of pathway plans for care leavers.
- {RIGHT_TO_LEFT}: the words of families whose first language is Arabic, {"which go on and on, " * 60}to the end.
- Records that hold <script>alert(1)</script> in their title.
"""
TOOLS = ("", "t", "e", "f", "b", "x", "m", "n")
PAGES = ("/ui/models", "/ui/models/shipped")
LISTS = ("disagreements", "slips", "agreement", "orphans", "form?label=strength", "form")


@pytest.fixture
def disputed(keep: Any, http: httpx.Client) -> str:
    """The id of a finding that two reviewers read differently, in a report with findings that nobody decided on."""
    found = str(keep(TEXT, authority="Hackney", published="2019-12-09").findings[0]["id"])
    for reviewer, label in (("ann", "not_a_finding"), ("bob", "priority_action")):
        body = {"label": label, "themes": ["health"], "note": MARKUP}
        http.post(f"/findings/{found}/corrections", json=body, headers={"Findings-Reviewer": reviewer})
    return found


def states(window: Any, finding: str) -> Any:
    """Every state of the pages that looks different, by name."""
    for key in TOOLS:
        page = window.open(f"/ui/review?finding={finding}")
        expect(page.locator("#card")).to_be_visible()
        if key:
            page.keyboard.press(key)
            expect(page.locator("#tool")).to_be_visible()
        yield key or "queue", page
        if key:
            page.keyboard.press("Escape")
            expect(page.locator("#card")).to_be_focused()
    window.open("/ui/review").keyboard.press("?")
    yield "keys", window.page
    for name in LISTS:
        yield name, window.open(f"/ui/review/{name}")
    page = window.open("/ui/review?authority=Nowhere")
    expect(page.locator("#stage")).to_contain_text("Nothing is left")
    yield "nothing left", page
    for word in ("Arabic", "script"):
        page = window.open(f"/ui/review?q={word}")
        expect(page.locator("#card-text")).to_contain_text(word)
        yield word, page
    for path in PAGES:
        yield path, window.open(path)
    page = window.open("/ui/review")
    expect(page.locator("#card")).to_be_visible()
    page.route(re.compile("/corrections"), lambda route: route.abort())
    page.keyboard.press("1")
    expect(page.locator("#lost")).to_be_visible()
    yield "service lost", page
    page.unroute_all()
    window.wrong.clear()


def test_review_is_accessible_and_nothing_of_a_report_runs(window: Any, disputed: str) -> None:
    if not AXE.is_file():
        pytest.skip("needs axe-core, which `make dev` brings")
    broken: dict[str, list[str]] = {}
    for name, page in states(window, disputed):
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run().then(found => found.violations)")
        broken |= {name: [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]} if found else {}
        assert page.locator("main img").count() == 0, name
    assert broken == {}


def test_review_fits_a_narrow_screen(opened: Any, disputed: str) -> None:
    window = opened(narrow=True)
    wide = {name: window.overflow() for name, _ in states(window, disputed)}
    assert {name: pixels for name, pixels in wide.items() if pixels} == {}


def test_keys_can_be_switched_off(window: Any, disputed: str) -> None:
    page = window.open(f"/ui/review?finding={disputed}")
    expect(page.locator("#card")).to_be_visible()
    page.keyboard.press("?")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    expect(page.locator("#tool")).to_be_hidden()
    page.reload()
    expect(page.locator("#keys-on")).not_to_be_checked()
    page.click("button:has-text('Split')")
    expect(page.locator("#tool")).to_be_visible()
