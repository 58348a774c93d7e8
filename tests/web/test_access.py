"""For everybody: by keyboard alone, on a narrow screen, with a screen reader, without script, on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from findings.api.examples import TEXT

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
PAGES = (
    "/ui/",
    "/ui/?example=true",
    "/ui/reports",
    "/ui/search?q=assessments&label=area_for_improvement",
    "/ui/search?q=unicorns",
    "/ui/search?from=yesterday",
    "/ui/themes",
    "/ui/nothing",
)
OF_REPORT = ("", "?note=saved", "?view=text", "?label=not_a_finding", "/facts", "/delete")
LONG = "Inspection of " + "Rhosllanerchrugog" * 8


@pytest.fixture
def addresses(http: httpx.Client, keep: Any) -> list[str]:
    """Every kind of page, in every state that looks different."""
    kept = keep(TEXT, authority="Hackney", title=LONG)
    http.patch(f"/reports/{kept.id}", json={"published": "2019-12-09", "note": "read"})
    return [*PAGES, *(kept.path + part for part in OF_REPORT)]


def test_pages_are_accessible(window: Any, addresses: list[str]) -> None:
    if not AXE.is_file():
        pytest.skip("needs axe-core, which `make dev` brings")
    broken: dict[str, list[str]] = {}
    for path in addresses:
        page = window.open(path)
        page.evaluate("document.querySelector('.why')?.setAttribute('open', '')")
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run().then(found => found.violations)")
        broken |= {path: [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]} if found else {}
    assert broken == {}


def test_pages_fit_a_narrow_screen(opened: Callable[..., Any], addresses: list[str]) -> None:
    window = opened(narrow=True)
    wide = {}
    for path in addresses:
        window.open(path)
        wide[path] = window.overflow()
    assert {path: pixels for path, pixels in wide.items() if pixels} == {}


def test_by_keyboard_alone(window: Any) -> None:
    page = window.open("/ui/")
    page.keyboard.press("Tab")
    expect(page.locator(".govuk-skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "summary:has-text('Paste text')")
    page.keyboard.press("Enter")
    tab_to(page, "#text")
    page.keyboard.insert_text(TEXT)
    tab_to(page, "button:has-text('Read the report')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ui/reports/*")

    page.keyboard.press("j")
    expect(page.locator(".finding").nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(".finding").nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator(".finding").nth(0).locator(".why")).to_have_attribute("open", "")

    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()

    page.locator("#main").focus()
    tab_to(page, "input[value=strength]")
    page.keyboard.press("Space")
    expect(page.locator("#told")).to_contain_text("shown")
    expect(page.locator(".finding--area_for_improvement")).to_have_count(0)

    page.keyboard.press("/")
    page.wait_for_url("**/ui/search")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("assessments")
    page.keyboard.press("Enter")
    tab_to(page, ".finding a")
    page.keyboard.press("Enter")
    tab_to(page, "a:has-text('Delete')")
    page.keyboard.press("Enter")
    tab_to(page, "button:has-text('Delete')")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("deleted")


def tab_to(page: Any, selector: str, presses: int = 60) -> None:
    """Press Tab until what `selector` finds has the focus, and hold that one can see that it has."""
    target = page.locator(selector).first
    for _ in range(presses):
        page.keyboard.press("Tab")
        if target.evaluate("each => each === document.activeElement"):
            style = target.evaluate("each => { const s = getComputedStyle(each); return s.outlineStyle + s.boxShadow }")
            assert style != "nonenone", f"{selector} does not show its focus"
            return
    pytest.fail(f"{selector} is not reached by {presses} presses of Tab")


def test_without_script(opened: Callable[..., Any]) -> None:
    window = opened(narrow=True, script=False)
    page = window.open("/ui/")
    page.set_input_files("#file", [{"name": "report.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}])
    page.click("text=Read the report")
    page.wait_for_url("**/ui/reports/*")
    address = page.url
    assert page.locator(".finding").count() == 3
    page.check("input[value=strength]")
    page.click("button:has-text('Show')")
    assert page.locator(".finding--area_for_improvement").count() == 0
    page.goto(f"{address}/facts")
    page.fill("#authority", "Kent")
    page.click("text=Save")
    assert page.locator("h1").inner_text() == "Kent"
    window.open("/ui/search?q=assessments")
    page.locator("#facet-label a").first.click()
    assert page.locator(".chip").count() == 2
    page.goto(f"{address}/delete")
    page.click("button:has-text('Delete')")
    assert "deleted" in page.locator(".notice").inner_text()


def test_on_paper(window: Any, keep: Any) -> None:
    page = window.open(keep(TEXT).path)
    page.emulate_media(media="print")
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.locator(".side")).to_be_hidden()
    expect(page.locator(".finding").first).to_be_visible()
