"""Reviewers at their desks, and what has arrived of their decisions."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, ViewportSize, expect

LABELS = ("strength", "area_for_improvement", "priority_action", "not_a_finding")
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
SIZES: tuple[ViewportSize, ...] = ({"width": 390, "height": 844}, {"width": 1280, "height": 900})
TRIES = 100
expect.set_options(timeout=20_000)  # milliseconds: a machine that does other work beside is slow, not wrong


@pytest.fixture
def report(keep: Any) -> str:
    """A report of forty findings."""
    kept = keep(TEXT, authority="Hackney", published="2019-12-09")
    assert len(kept.findings) == len(ITEMS)
    return str(kept.id)


@dataclass
class Desk:
    """A reviewer's window."""

    window: Any
    shown: int = 0

    @property
    def page(self) -> Page:
        """The page in it."""
        found: Page = self.window.page
        return found

    def open(self, path: str) -> Page:
        """Any page."""
        found: Page = self.window.open(path)
        return found

    def queue(self, query: str = "order=position") -> Page:
        """The queue, once its first finding is on the screen."""
        self.open(f"/ui/review?{query}")
        expect(self.page.locator("#card")).to_be_visible()
        return self.page

    def text(self) -> str:
        """The finding on the screen."""
        return self.page.locator("#card-text").inner_text()

    def press(self, key: str) -> None:
        """Press a key, and hold that another finding is on the screen."""
        before = self.page.locator("#card").get_attribute("data-id") or ""
        self.page.keyboard.press(key)
        expect(self.page.locator("#card")).not_to_have_attribute("data-id", before)

    def keys(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, selector: str, presses: int = 60) -> None:
        """Press Tab until a thing has the focus."""
        for _ in range(presses):
            if self.page.locator(selector).first.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{selector} is not reached by {presses} presses of Tab")

    def follow(self, selector: str) -> None:
        """Go to a link or a button by Tab, and take it; another page comes."""
        self.tab_to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def review_as(self, name: str) -> None:
        """Say who reviews."""
        self.tab_to("#reviewer")
        self.keys("Control+a")
        self.page.keyboard.type(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def picture(self, name: str) -> None:
        """Keep what is on the screen, wide and narrow, in the folder that FINDINGS_PICTURES names, if any."""
        folder = os.environ.get("FINDINGS_PICTURES")
        self.shown += 1
        for size in SIZES if folder else ():
            self.page.set_viewport_size(size)
            path = Path(folder or "") / f"{self.shown:02}-{name}-{size['width']}.png"
            self.page.screenshot(path=path, full_page=True)


@pytest.fixture
def desk(window: Any) -> Desk:
    """A reviewer's desk."""
    return Desk(window)


@pytest.fixture
def desks(opened: Any) -> Callable[[], Desk]:
    """Makes desks, each with a browser of its own."""
    return lambda: Desk(opened())


@dataclass(frozen=True)
class Arrived:
    """What of decisions has arrived at the service."""

    http: httpx.Client

    def reviewed(self) -> list[dict[str, Any]]:
        """All findings that are decided on."""
        return self._get("/findings", reviewed=True, label=LABELS)["items"]  # type: ignore[no-any-return]

    def find(self, text: str) -> dict[str, Any]:
        """A finding with its history, by its text."""
        items = self._get("/findings", q=f'"{text}"', label=LABELS, limit=100)["items"]
        [found] = [each for each in items if each["text"] == text]
        return self._get(f"/findings/{found['id']}")

    def decided(self, count: int) -> None:
        """Hold that so many findings are decided on, once all that was sent has arrived."""
        self._becomes(lambda: self._get("/findings", reviewed=True, label=LABELS, limit=1)["total"], count)

    def labelled(self, text: str, label: str) -> None:
        """Hold that a finding has a label, once it has arrived."""
        self._becomes(lambda: self.find(text)["label"], label)

    def saved(self, text: str, count: int) -> None:
        """Hold that so many decisions on a finding have arrived."""
        self._becomes(lambda: len(self.find(text)["history"]), count)

    def disputed(self, count: int) -> None:
        """Hold that reviewers disagree on so many findings."""
        self._becomes(lambda: len(self._get("/review/disagreements")["items"]), count)

    def _get(self, path: str, **params: Any) -> dict[str, Any]:
        found: dict[str, Any] = self.http.get(path, params=params).raise_for_status().json()
        return found

    def _becomes(self, asked: Callable[[], Any], wanted: Any) -> None:
        found = asked()
        for _ in range(TRIES):
            if found == wanted:
                return
            found = asked()
        assert found == wanted


@pytest.fixture
def arrived(http: httpx.Client) -> Arrived:
    """What of decisions has arrived."""
    return Arrived(http)
