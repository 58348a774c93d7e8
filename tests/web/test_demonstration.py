"""The demonstration set on the pages: loaded in one click, every page of reasoning accessible and narrow, removable."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import httpx
import pytest
from playwright.sync_api import Page, expect

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
Opener = Callable[..., Any]


@pytest.fixture
def loaded(window: Any, trained: bool) -> Page:
    """The first page with the set loaded by a click."""
    if not trained:
        pytest.skip("needs a trained model: without one no prose is labelled")
    page: Page = window.open("/ui/")
    page.click("text=Load the demonstration set")
    expect(page.locator("[data-demonstration]")).to_contain_text("A tour of it")
    return page


def report_of(http: httpx.Client, title: str, year: str) -> str:
    reports = http.get("/reports").json()["items"]
    return next(str(each["id"]) for each in reports if title in each["title"] and each["published"].startswith(year))


def broken(page: Page) -> list[str]:
    if not AXE.is_file():
        pytest.skip("needs axe-core, which `make dev` brings")
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then(found => found.violations)")
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]


@pytest.mark.usefixtures("loaded")
def test_pages_of_reasoning_are_accessible_and_fit(opened: Opener, http: httpx.Client) -> None:
    window = opened(narrow=True)
    asked = report_of(http, "Wrenfield: inspection", "2020")
    point = next(each for each in http.get("/authorities/Wrenfield").json()["points"] if each["links"])
    link = f"links?point={point['finding']['id']}&report={point['links'][0]['report_id']}"
    paths = ["/ui/", "/ui/authorities", "/ui/authorities/Wrenfield", f"/ui/authorities/Wrenfield/{link}"]
    paths += [f"/ui/reports/{report_of(http, 'Sallowby: focused', '2023-05')}", f"/ui/reports/{asked}/facts"]
    wrong: dict[str, list[str]] = {}
    for path in [*paths, f"/ui/reports/{asked}/coverage"]:
        page = window.open(path)
        if path.endswith("coverage"):
            page.select_option("#plan", report_of(http, "improvement plan", "2020"))
            page.click("button:has-text('Compare')")
            expect(page.locator("#answered")).to_have_text("3 of 4 findings answered")
        found = broken(page) + ([f"{over} pixels too wide"] if (over := window.overflow()) else [])
        wrong |= {path: found} if found else {}
    assert wrong == {}


def test_a_link_is_corrected_and_taken_back(loaded: Page) -> None:
    loaded.click("text=Follow what Wrenfield was asked")
    point = loaded.locator("article.finding", has_text="Reduce social workers' caseloads")
    point.locator("a:has-text('Correct')").first.click()
    loaded.select_option("#outcome", "not_mentioned_again")
    loaded.fill("#note", "Another team.")
    loaded.click("button:has-text('Save')")
    expect(loaded.locator(".notice[role=status]")).to_contain_text("Your decision is kept")
    point.locator("a:has-text('Decided by tester')").click()
    expect(loaded.locator(".history")).to_contain_text("Another team.")
    loaded.click("button:has-text('Take the last decision back')")
    expect(point.locator("a:has-text('Decided by')")).to_have_count(0)
    point.locator("a:has-text('Correct')").first.click()
    loaded.select_option("#outcome", "improving")
    loaded.evaluate("document.querySelectorAll('[name=finding_id]').forEach(each => each.checked = false)")
    loaded.click("button:has-text('Save')")
    expect(loaded.locator(".govuk-error-summary")).to_contain_text("`finding_id` names the passage")


def test_marks_keys_and_paper(loaded: Page, http: httpx.Client) -> None:
    expect(loaded.locator(".mark--internal")).to_have_count(1)
    earlier = report_of(http, "Sallowby: focused", "2023-05")
    assert "Earlier version" not in http.get("/ui/search?authority=Sallowby").text
    loaded.goto(loaded.url.split("/ui/")[0] + f"/ui/reports/{earlier}?view=text")
    expect(loaded.locator(".notice").first).to_contain_text("This is an earlier version")
    loaded.keyboard.press("j")
    expect(loaded.locator(".run[id]").nth(0)).to_be_focused()
    loaded.keyboard.press("j")
    expect(loaded.locator(".run[id]").nth(1)).to_be_focused()
    loaded.emulate_media(media="print")
    expect(loaded.locator(".site-header")).to_be_hidden()
    expect(loaded.locator(".notice--kept").first).to_be_visible()
    loaded.emulate_media(media="screen")
    loaded.click("text=A later one was published")
    expect(loaded.locator(".notice").first).to_contain_text("supersedes an earlier one")


@pytest.mark.usefixtures("loaded")
def test_internal_documents_and_briefings(http: httpx.Client) -> None:
    report = report_of(http, "Wrenfield: inspection", "2023")
    http.post(f"/ui/reports/{report}/standing", data={"internal": "true"}).raise_for_status()
    assert "Feeds, exports and briefings leave this document out" in http.get(f"/ui/reports/{report}").text
    assert report not in http.get("/export/findings.csv?authority=Wrenfield").text
    file = docx.Document(io.BytesIO(http.get("/authorities/Wrenfield/briefing.docx").raise_for_status().content))
    told = "\n".join(paragraph.text for paragraph in file.paragraphs)
    assert "return home interview" in told
    assert "disabled children's team" not in told
    http.post(f"/ui/reports/{report}/standing", data={"internal": "false"}).raise_for_status()
    assert report in http.get("/export/findings.csv?authority=Wrenfield").text
    assert http.get("/themes/planning/briefing.docx").raise_for_status().content[:2] == b"PK"


def test_the_set_is_removed(loaded: Page, http: httpx.Client) -> None:
    loaded.click("text=Remove the demonstration set")
    expect(loaded.locator("#guide")).to_be_visible()
    assert http.get("/reports").json()["total"] == 0
