"""Borders, names, notes and neighbours by key; findings without a suggestion; and a form without script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect


def test_borders_names_notes_and_neighbours(desk: Any, report: str, arrived: Any) -> None:
    page = desk.queue(f"order=position&report={report}")
    whole = desk.text()
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
    desk.press("2")
    arrived.saved(whole.removeprefix("Visits "), 2)
    found = arrived.find(whole.removeprefix("Visits "))
    assert [each["action"] for each in found["history"]] == ["edit", "edit"]
    assert (found["entities"][0]["type"], found["history"][1]["note"]) == ("COHORT", "A note.")
    second = desk.text()
    page.keyboard.press("m")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#card-text")).to_have_text(re.compile(f"^{re.escape(second)} . "))
    page.keyboard.press("f")
    page.keyboard.press("Enter")
    expect(page.locator(".tool__told")).to_contain_text("Write what is odd")
    page.keyboard.type("Ask.")
    desk.press("Enter")
    arrived.decided(2)


def test_blind_findings_show_nothing_of_the_machine(desk: Any, report: str) -> None:
    page = desk.queue(f"order=position&report={report}")
    for _ in range(30):
        if page.locator(".card__blind").count():
            expect(page.locator(".card__says .label, .card__entity, .card__reasons")).to_have_count(0)
            expect(page.locator("#accept")).to_be_disabled()
            return
        desk.press("s")
    pytest.fail("none of thirty was blind")


def test_the_form_without_script(opened: Any, report: str, arrived: Any) -> None:
    window = opened(narrow=True, script=False)
    page = window.open(f"/ui/review?order=position&report={report}")
    page.click("text=review by a plain form")
    first = page.locator("#card-text").inner_text()
    page.click("button:has-text('Skip')")
    assert page.locator("#card-text").inner_text() != first
    page.fill("#note", "Seen.")
    page.click("button:has-text('Priority action')")
    arrived.decided(1)
    [found] = arrived.reviewed()
    assert (found["label"], window.overflow()) == ("priority_action", 0)
