"""A decision is never lost: not with the network, not with the service, not where the service will not have it."""

from __future__ import annotations

import re
from typing import Any

import httpx
from playwright.sync_api import expect


def test_what_is_decided_while_the_service_is_lost_is_kept_and_sent_later(
    desk: Any, report: str, http: httpx.Client, arrived: Any
) -> None:
    page = desk.queue(f"order=position&report={report}")
    page.route(re.compile("/corrections"), lambda route: route.abort())
    for _ in range(3):
        desk.press("1")
    page.keyboard.press("t")
    page.keyboard.type("send")
    desk.keys("Enter", "Enter")
    here = desk.text()
    expect(page.locator("#lost")).to_contain_text("3 decisions are kept in this browser")
    page.reload()
    expect(page.locator("#lost")).to_contain_text("3 decisions are kept in this browser")
    expect(page.locator("#card-text")).to_have_text(here)
    expect(page.locator(".card__chosen")).to_contain_text("SEND")
    desk.press("u")  # a decision that was never sent is taken back without a trace
    page.unroute_all()
    expect(page.locator("#lost")).to_be_hidden()
    arrived.decided(2)
    assert [len(http.get(f"/findings/{each['id']}").json()["history"]) for each in arrived.reviewed()] == [1, 1]
    desk.window.wrong.clear()


def test_what_the_service_does_not_take_is_shown_with_the_reason(desk: Any, report: str, http: httpx.Client) -> None:
    page = desk.queue(f"order=position&report={report}")
    gone, text = page.locator("#card").get_attribute("data-id"), desk.text()
    every = {"label": ["area_for_improvement", "not_a_finding", "strength"], "sort": "position"}
    following = http.get("/findings", params=every).json()["items"][1]["id"]
    http.post(f"/findings/{gone}/corrections", json={"merge": [following]}).raise_for_status()
    desk.press("1")
    expect(page.locator("#refused")).to_contain_text(text)
    expect(page.locator("#refused")).to_contain_text("No finding")
    page.click("text=Let it go")
    expect(page.locator("#refused")).to_be_hidden()
