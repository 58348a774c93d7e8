"""From a word to evidence to take away: search, facet, finding, report, authority, compare, export, and keeping it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from findings.api.examples import TEXT

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
OTHER = TEXT.replace("regularly", "often")


@pytest.fixture(autouse=True)
def stored(keep: Any) -> None:
    """Two reports about two authorities of London."""
    keep(TEXT, authority="Hackney", published="2019-12-09", kind="ilacs")
    keep(OTHER, authority="Camden", published="2021-01-31", kind="focused_visit")


def test_from_search_to_export(window: Any) -> None:
    page = window.open("/ui/search")
    page.fill("#q", "assessments")
    page.press("#q", "Enter")
    expect(page.locator(".finding")).to_have_count(2)
    page.locator("#facet-region summary").click()
    page.locator("#facet-region a", has_text="London").click()
    expect(page.locator("#facet-region a[aria-current]")).to_be_visible()
    page.locator("#facet-authority summary").click()
    page.locator("#facet-authority a", has_text="Hackney").click()
    expect(page.locator(".finding")).to_have_count(1)
    with page.expect_download() as download:
        page.click(".takeaway >> text=Excel")
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    names, cells = book["Findings"].iter_rows(max_row=2)
    named = {str(name.value): cell for name, cell in zip(names, cells, strict=True)}
    assert named["published"].is_date
    assert "/ui/reports/" in named["link"].hyperlink.target

    page.locator(".finding a", has_text="Hackney").first.click()
    expect(page.locator("h1")).to_have_text("Hackney")
    expect(page.locator(".finding:target")).to_contain_text("assessments")
    page.locator("a[href^='/ui/authorities/']").first.click()
    expect(page.locator("h1")).to_contain_text("Hackney")
    page.locator(".site-nav a", has_text="Compare").click()
    page.fill("#place", "Hackney")
    page.select_option("#rows", "kind")
    page.click("button:has-text('Compare')")
    expect(page.locator(".compared thead")).to_contain_text("Others in London (1)")
    with page.expect_download() as table:
        page.click("text=table (CSV)")
    assert "Hackney" in Path(table.value.path()).read_text(encoding="utf-8-sig")
    page.locator(".compared tbody th a").first.click()
    expect(page.locator(".chip")).to_have_count(1)
    with page.expect_download() as lines:
        page.click(".takeaway >> text=CSV")
    exported = Path(lines.value.path()).read_text(encoding="utf-8-sig")
    assert exported.count("/ui/reports/") == int(page.locator("[role=status]").inner_text().split()[0])


def test_a_sentence_is_searched_by_its_meaning(window: Any) -> None:
    page = window.open("/ui/search")
    page.fill("#q", "how quickly risks are evaluated")
    page.check("text=By meaning")
    page.press("#q", "Enter")
    expect(page.locator("[role=status]")).to_contain_text("nearest, best first")
    expect(page.locator(".finding").first).to_contain_text("assessments")
    expect(page.locator(".chip", has_text="By meaning")).to_be_visible()
    assert "meaning=true" in page.url
    page.locator("#facet-authority summary").click()
    page.locator("#facet-authority a", has_text="Camden").click()
    expect(page.locator("#facet-authority a[aria-current]")).to_be_visible()
    expect(page.locator(".finding", has_text="Hackney")).to_have_count(0)
    with page.expect_download() as lines:
        page.click(".takeaway >> text=CSV")
    assert "Camden" in Path(lines.value.path()).read_text(encoding="utf-8-sig")
    page.locator(".chip", has_text="By meaning").click()
    expect(page.locator(".content")).to_contain_text("Nothing fits")


def test_a_search_is_kept(window: Any, http: httpx.Client) -> None:
    page = window.open("/ui/search?q=assessments&region=London")
    page.fill("#save-name", "Assessments in London")
    page.click("button:has-text('Save')")
    expect(page.locator(".saved li")).to_contain_text("Assessments in London")
    assert http.get(page.locator(".saved a", has_text="Feed").get_attribute("href")).text.count("<entry>") == 2
    page.click(".saved h2 a")
    expect(page.locator(".finding")).to_have_count(2)
    page.go_back()
    page.click("button:has-text('Remove')")
    expect(page.locator("#main")).to_contain_text("Nothing is saved yet")


@pytest.mark.parametrize("narrow", [False, True])
def test_everybody_can_use_them(opened: Callable[..., Any], narrow: bool) -> None:
    if not AXE.is_file():
        pytest.skip("needs axe-core, which `make dev` brings")
    window, wrong = opened(narrow=narrow), {}
    for path in (
        "/ui/search?q=plans&grade=good",
        "/ui/search?q=plans%20that%20drift&meaning=true",
        "/ui/compare",
        "/ui/compare?columns=year",
        "/ui/compare?place=Hackney",
    ):
        page = window.open(path)
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run().then(found => found.violations)")
        told = [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]
        if told or window.overflow():
            wrong[path] = (told, window.overflow())
    assert wrong == {}
