"""Reviewers at work: thirty findings by keyboard alone, steps back, a split, a second reading, a verdict."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

PLACES = ("north", "south", "east", "west", "central", "lakeside", "hillside", "harbour")
SUBJECTS = (
    "Visits to children in the {} team, which are often late",
    "The quality of plans in the {} team, so that they say what is to change",
    "Supervision of social workers in the {} team; it is irregular and rarely challenges drift",
    "Health assessments of children who come into care in the {} team",
    "Pathway plans for care leavers in the {} team",
)
ITEMS = [subject.format(place) for place in PLACES for subject in SUBJECTS]
TEXT = "\n".join(
    ["Inspection of children's services", "", "What needs to improve", "", *(f"- {each}." for each in ITEMS)]
)
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


def labelled(http: httpx.Client, text: str, label: str) -> None:
    """Hold that a finding has a label, once it has arrived."""
    for _ in range(100):
        found = by_text(http, text)["label"]
        if found == label:
            return
    pytest.fail(f"{text!r} is labelled {found}, not {label}")


def saved(http: httpx.Client, text: str, count: int) -> None:
    """Hold that so many decisions on a finding have arrived."""
    for _ in range(100):
        found = len(by_text(http, text)["history"])
        if found == count:
            return
    pytest.fail(f"{found} decisions on {text!r} have arrived, not {count}")


def disagreements(http: httpx.Client, count: int) -> None:
    for _ in range(100):
        found = len(http.get("/review/disagreements").json()["items"])
        if found == count:
            return
    pytest.fail(f"reviewers disagree on {found} findings, not {count}")


def by_text(http: httpx.Client, text: str) -> dict[str, Any]:
    items = http.get("/findings", params={"label": LABELS, "limit": 100}).json()["items"]
    [found] = [each for each in items if each["text"] == text]
    detail: dict[str, Any] = http.get(f"/findings/{found['id']}").json()
    return detail


def test_a_day_of_reviewing(opened: Any, report: str, http: httpx.Client) -> None:
    window = opened()
    page = opened_queue(window, f"order=position&report={report}")

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
    labelled(http, whole.partition(" it is")[0], "area_for_improvement")

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
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page = opened_queue(other, "double=true&order=position&theme=recording")
    expect(page.locator(".card__blind")).to_be_visible()
    assert text_of(page) == first
    page.keyboard.press("1")
    expect(page.locator("#stage")).to_contain_text("Nothing is left")

    # What they disagree about is settled, taken back, and settled again.
    disagreements(http, 1)
    page = window.open("/ui/review/disagreements")
    expect(page.locator("article")).to_have_count(1)
    expect(page.locator(".readers")).to_contain_text("bob")
    for key in ("3", "u", "2"):
        page.keyboard.press(key)
    expect(page.locator(".settle__told")).to_contain_text("Settled: Area for improvement")
    disagreements(http, 0)
    [pair] = http.get("/review/agreement").json()["labels"]
    assert (pair["reviewers"], pair["findings"], pair["alike"]) == (["bob", "tester"], 1, 0)
    expect(window.open("/ui/review/agreement").locator("table").first).to_contain_text("bob and tester")


def tab_to(page: Page, selector: str, presses: int = 60) -> None:
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.locator(selector).evaluate("each => each === document.activeElement"):
            return
    pytest.fail(f"{selector} is not reached by {presses} presses of Tab")


def cut_off(page: Page) -> None:
    page.route(re.compile("/corrections"), lambda route: route.abort())


def test_what_is_decided_while_the_service_is_lost_is_kept_and_sent_later(
    window: Any, report: str, http: httpx.Client
) -> None:
    page = opened_queue(window, f"order=position&report={report}")
    cut_off(page)
    for _ in range(3):
        press(page, "1")
    page.keyboard.press("t")
    page.keyboard.type("send")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    here = text_of(page)
    expect(page.locator("#lost")).to_contain_text("3 decisions are kept in this browser")
    page.reload()
    expect(page.locator("#lost")).to_contain_text("3 decisions are kept in this browser")
    expect(page.locator("#card-text")).to_have_text(here)
    expect(page.locator(".card__chosen")).to_contain_text("SEND")
    press(page, "u")  # a decision that was never sent is taken back without a trace
    page.unroute_all()
    expect(page.locator("#lost")).to_be_hidden()
    decided(http, 2)
    assert [len(http.get(f"/findings/{each['id']}").json()["history"]) for each in reviewed(http)] == [1, 1]
    window.wrong.clear()


def reviewed(http: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = http.get("/findings", params={"reviewed": True, "label": LABELS}).json()["items"]
    return found


def test_what_the_service_does_not_take_is_shown_with_the_reason(window: Any, report: str, http: httpx.Client) -> None:
    page = opened_queue(window, f"order=position&report={report}")
    gone, text = page.locator("#card").get_attribute("data-id"), text_of(page)
    following = http.get("/findings", params={"label": LABELS, "sort": "position"}).json()["items"][1]["id"]
    http.post(f"/findings/{gone}/corrections", json={"merge": [following]}).raise_for_status()
    press(page, "1")
    expect(page.locator("#refused")).to_contain_text(text)
    expect(page.locator("#refused")).to_contain_text("No finding")
    page.click("text=Let it go")
    expect(page.locator("#refused")).to_be_hidden()


def test_borders_names_notes_and_neighbours(window: Any, report: str, http: httpx.Client) -> None:
    page = opened_queue(window, f"order=position&report={report}")
    whole = text_of(page)
    page.keyboard.press("b")
    page.keyboard.press("w")
    page.keyboard.press("Enter")
    expect(page.locator("#card-text")).to_have_text(whole.removeprefix("Visits "))
    page.keyboard.press("e")
    page.locator(".box").evaluate("each => each.setSelectionRange(0, 0)")
    page.keyboard.press("Control+Shift+ArrowRight")
    page.keyboard.press("Control+Shift+ArrowRight")
    page.keyboard.press("c")
    page.keyboard.press("Enter")
    expect(page.locator(".card__entity").first).to_contain_text("to children")
    page.keyboard.press("f")
    page.keyboard.type("A note.")
    page.click("text=Keep it with my decision")
    press(page, "2")
    saved(http, whole.removeprefix("Visits "), 2)
    found = by_text(http, whole.removeprefix("Visits "))
    assert [each["action"] for each in found["history"]] == ["edit", "edit"]
    assert (found["entities"][0]["type"], found["history"][1]["note"]) == ("COHORT", "A note.")
    second = text_of(page)
    page.keyboard.press("m")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#card-text")).to_have_text(re.compile(f"^{re.escape(second)} . "))
    page.keyboard.press("f")
    page.keyboard.press("Enter")
    expect(page.locator(".tool__told")).to_contain_text("Write what is odd")
    page.keyboard.type("Ask.")
    press(page, "Enter")
    assert http.get("/findings", params={"reviewed": True, "label": LABELS}).json()["total"] == 2


def test_blind_findings_show_nothing_of_the_machine(window: Any, report: str) -> None:
    page = opened_queue(window, f"order=position&report={report}")
    for _ in range(30):
        if page.locator(".card__blind").count():
            expect(page.locator(".card__says .label, .card__entity, .card__reasons")).to_have_count(0)
            expect(page.locator("#accept")).to_be_disabled()
            return
        press(page, "s")
    pytest.fail("none of thirty was blind")


def test_the_form_without_script(opened: Any, report: str, http: httpx.Client) -> None:
    window = opened(narrow=True, script=False)
    page = window.open(f"/ui/review?order=position&report={report}")
    page.click("text=review by a plain form")
    first = page.locator("#card-text").inner_text()
    page.click("button:has-text('Skip')")
    assert page.locator("#card-text").inner_text() != first
    page.fill("#note", "Seen.")
    page.click("button:has-text('Priority action')")
    decided(http, 1)
    [found] = reviewed(http)
    assert (found["label"], window.overflow()) == ("priority_action", 0)
