"""Reviewers at work, by keyboard alone: thirty findings, steps back, a split, an addition, a second reading, a verdict."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

PLACES = "north south east west central lakeside hillside harbour".split()
SUBJECTS = (
    "Visits to children in the {} team, which are often late",
    "The quality of plans in the {} team, so that they say what is to change",
    "Supervision of social workers in the {} team; it is irregular and rarely challenges drift",
    "Health assessments of children who come into care in the {} team",
    "Pathway plans for care leavers in the {} team",
)
ITEMS = [subject.format(place) for place in PLACES for subject in SUBJECTS]
TEXT = "\n".join(["Inspection of children's services", "", "What needs to improve", "", *(f"- {each}." for each in ITEMS)])
LABELS = ("strength", "area_for_improvement", "priority_action", "not_a_finding")


@pytest.fixture
def report(keep: Any) -> str:
    """A report of forty findings."""
    kept = keep(TEXT, authority="Hackney", published="2019-12-09")
    assert len(kept.findings) == len(ITEMS)
    return str(kept.id)


def text_of(page: Page) -> str:
    return page.locator("#card-text").inner_text()


def press(page: Page, key: str) -> None:
    """Press a key, and hold that another finding is on the screen."""
    before = page.locator("#card").get_attribute("data-id") or ""
    page.keyboard.press(key)
    expect(page.locator("#card")).not_to_have_attribute("data-id", before)


def opened_queue(window: Any, query: str = "order=position") -> Page:
    page: Page = window.open(f"/ui/review?{query}")
    expect(page.locator("#card")).to_be_visible()
    return page


def decided(http: httpx.Client, count: int) -> None:
    """Hold that so many findings are decided on, once all that was sent has arrived."""
    for _ in range(100):
        found = http.get("/findings", params={"reviewed": True, "label": LABELS, "limit": 1}).json()["total"]
        if found == count:
            return
    pytest.fail(f"{found} findings are decided on, not {count}")


def by_text(http: httpx.Client, text: str) -> dict[str, Any]:
    items = http.get("/findings", params={"label": LABELS, "limit": 100}).json()["items"]
    [found] = [each for each in items if each["text"] == text]
    detail: dict[str, Any] = http.get(f"/findings/{found['id']}").json()
    return detail


def test_a_day_of_reviewing(opened: Any, report: str, http: httpx.Client) -> None:
    window = opened()
    page = opened_queue(window)

    # Thirty by one key each.
    seen = []
    for at in range(30):
        seen.append(text_of(page))
        press(page, "12341aa"[at % 7] if page.locator("#accept").is_enabled() else "1234"[at % 4])
    assert len(set(seen)) == 30
    decided(http, 30)
    assert by_text(http, seen[1])["history"][0]["seconds"] is not None

    # Five steps back, latest first.
    for at in range(5):
        press(page, "u")
        assert text_of(page) == seen[29 - at]
    decided(http, 25)

    # Themes by typing, saved with the label.
    first = text_of(page)
    page.keyboard.press("t")
    while page.locator(".tokens button").count():
        page.keyboard.press("Backspace")
    page.keyboard.type("case rec")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".card__chosen")).to_contain_text("Case recording")
    press(page, "2")
    decided(http, 26)
    assert [tag["id"] for tag in by_text(http, first)["themes"]] == ["recording"]

    # One becomes two, and both are labelled.
    while ";" not in text_of(page):
        press(page, "s")
    whole = text_of(page)
    page.keyboard.press("x")
    expect(page.locator(".tool__choice")).to_contain_text("| “it is irregular")
    page.keyboard.press("Enter")
    expect(page.locator("#card-text")).to_have_text(whole.partition(" it is")[0])
    press(page, "2")
    expect(page.locator("#card-text")).to_have_text(re.compile("^it is irregular"))
    press(page, "3")
    decided(http, 28)
    assert by_text(http, whole.partition(" it is")[0])["label"] == "area_for_improvement"

    # A line that the machine left out becomes a finding.
    page = opened_queue(window, f"finding={by_text(http, seen[0])['id']}")
    page.keyboard.press("n")
    expect(page.locator(".tool__choice")).to_have_text("What needs to improve")
    page.keyboard.press("1")
    expect(page.locator("#tool")).to_be_hidden()
    decided(http, 29)
    assert by_text(http, "What needs to improve")["label"] == "strength"

    # Somebody else reads the same without knowing what was decided, and reads one of them differently.
    other = opened()
    page = opened_queue(other)
    tab_to(page, "#reviewer")
    page.keyboard.press("Control+a")
    page.keyboard.type("bob")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    page = opened_queue(other, "double=true&order=position&theme=recording")
    expect(page.locator(".card__blind")).to_be_visible()
    assert text_of(page) == first
    page.keyboard.press("1")
    expect(page.locator("#stage")).to_contain_text("Nothing is left")

    # What they disagree about is settled, taken back, and settled again.
    page = window.open("/ui/review/disagreements")
    expect(page.locator("article")).to_have_count(1)
    expect(page.locator(".readers")).to_contain_text("bob")
    for key in ("3", "u", "2"):
        page.keyboard.press(key)
    expect(page.locator(".settle__told")).to_contain_text("Settled: Area for improvement")
    for _ in range(100):
        if not http.get("/review/disagreements").json()["items"]:
            break
    assert http.get("/review/disagreements").json() == {"items": []}
    [pair] = http.get("/review/agreement").json()["labels"]
    assert (pair["reviewers"], pair["findings"], pair["alike"]) == (["bob", "tester"], 1, 0)
    expect(window.open("/ui/review/agreement").locator("table").first).to_contain_text("bob and tester")


def tab_to(page: Page, selector: str, presses: int = 60) -> None:
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.locator(selector).evaluate("each => each === document.activeElement"):
            return
    pytest.fail(f"{selector} is not reached by {presses} presses of Tab")
