"""The page of the themes, and what old addresses lead to once a theme was changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from findings.api.taxonomy_examples import RENAME, SPLIT, UNDO

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
TEXT = (
    "Inspection of Hackney local authority children's services\n\nWhat needs to improve\n\n"
    "- The timeliness of initial health assessments for children in care.\n"
    "- The quality of case recording, so that decisions and their reasons are recorded on children's records.\n"
)


@pytest.fixture
def changed(http: httpx.Client, keep: Any) -> Iterator[None]:
    """A report is stored; then a theme was renamed and another split, until the test is over."""
    keep(TEXT, authority="Hackney")
    for change in (RENAME, SPLIT):
        http.post("/taxonomy/changes", json=change).raise_for_status()
    yield
    for _ in range(2):
        http.post("/taxonomy/changes", json=UNDO).raise_for_status()


@pytest.mark.usefixtures("changed")
def test_an_old_address_finds_and_says_what_became_of_it(window: Any) -> None:
    page = window.open("/ui/themes/recording")
    assert page.url.endswith("/ui/search?theme=recording")
    expect(page.locator(".notice")).to_contain_text("“Case recording” (recording) is now “Case records”")
    expect(page.locator(".chip")).to_contain_text("Case records")
    expect(page.locator(".finding")).to_contain_text("Labelled under an older taxonomy")


@pytest.mark.usefixtures("changed")
def test_the_page_tells_what_is_left_to_decide_and_leads_there(window: Any) -> None:
    page = window.open("/ui/themes")
    page.get_by_role("link", name="What they cover, and what became of older ones").click()
    expect(page.locator("#health")).to_contain_text("was split into “Physical health”")
    page.locator("#health a").last.click()
    expect(page.locator(".notice").first).to_contain_text("was split into")


@pytest.mark.usefixtures("changed")
def test_the_page_is_accessible_and_fits_a_narrow_screen(opened: Callable[..., Any]) -> None:
    window = opened(narrow=True)
    page = window.open("/ui/taxonomy")
    page.evaluate("document.querySelector('.why').setAttribute('open', '')")
    assert window.overflow() == 0
    if not AXE.is_file():
        pytest.skip("needs axe-core, which `make dev` brings")
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then(found => found.violations)")
    assert [f"{each['id']}: {each['nodes'][0]['html']}" for each in found] == []
