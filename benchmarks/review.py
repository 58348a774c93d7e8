"""How long a reviewer waits from a key to the next finding: `python benchmarks/review.py --site http://127.0.0.1:8000`.

Drives a real Chromium against a running service, decides on findings by key at a reader's pace, and takes every
decision back at the end. What is measured is from the key's own moment to the frame that shows the next finding.
Figures are of this machine and this moment: name them with how many findings were stored.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
from collections.abc import Iterator, Sequence
from urllib.parse import quote

import httpx
from playwright.sync_api import Page, expect, sync_playwright

LABELS = ["strength", "area_for_improvement", "priority_action", "not_a_finding"]
FILTERS = ("", *(f"label={label}" for label in LABELS), "theme=placements", "theme=neglect", "kind=ilacs", "q=plans")
FEW = ("disputed=true", "double=true")  # in no order, and with as many keys as there are findings
SEEDED = 60  # findings that somebody else decides first, so that there is something to read a second time
OTHER = {"Findings-Reviewer": "benchmark"}
WATCH = """
window.waits = [];
document.addEventListener("keydown", (event) => { window.pressed = event.timeStamp; }, true);
new MutationObserver(() => {
  const card = document.getElementById("card");
  if (!card || card.dataset.id === window.shown) return;
  window.shown = card.dataset.id;
  const pressed = window.pressed;
  if (pressed) requestAnimationFrame(() => setTimeout(() => window.waits.push(performance.now() - pressed)));
}).observe(document, { childList: true, subtree: true });
"""
UNSENT = "Object.keys(localStorage).some(key => key.startsWith('findings.outbox'))"


def asked() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    parser.add_argument("--keys", type=int, default=40, help="decisions for each queue")
    parser.add_argument("--pause", type=int, default=400, help="milliseconds that the reader reads")
    return parser.parse_args()


def queues(http: httpx.Client) -> list[str]:
    """Every order and filter that the page offers."""
    authorities = sorted(http.get("/authorities").json()["items"], key=lambda each: -int(each["reports"]))
    filters = [*FILTERS, *(f"authority={each['name']}" for each in authorities[:1])]
    compared = [each["version"] for each in http.get("/models").json()["items"]]
    flips = [f"flips={quote(each)}" for each in compared if http.get(f"/models/{each}/flips").is_success]
    return [*(f"{each}&order={order}" for order in ("uncertain", "position") for each in filters), *FEW, *flips[:1]]


def seed(http: httpx.Client) -> list[str]:
    """Decide on some findings as somebody else; their ids."""
    query: dict[str, str | int] = {"limit": 50, "order": "position", "label": "not_a_finding"}
    found: list[str] = []
    while len(found) < SEEDED:
        items = http.get("/review/queue", params=query, headers=OTHER).json()["items"]
        for each in items:
            body = {"label": "not_a_finding"}
            http.post(f"/findings/{each['id']}/corrections", json=body, headers=OTHER).raise_for_status()
        found += [each["id"] for each in items]
    return found


def take_back(http: httpx.Client, found: list[str]) -> None:
    """Undo what `seed` decided."""
    for each in found:
        http.post(f"/findings/{each}/corrections", json={"undo": True, "own": True}, headers=OTHER)


def waits(page: Page, site: str, query: str, keys: int, pause: int) -> tuple[float, list[float]]:
    """Milliseconds to the first finding of a queue, and from each key to the next finding; all is taken back."""
    page.goto(f"{site}/ui/review?{query}")
    card = page.locator("#card")
    expect(card).to_be_visible(timeout=60_000)
    first = float(page.evaluate("performance.now()"))
    pressed = 0
    while pressed < keys and (before := card.get_attribute("data-id", timeout=1_000)):
        page.keyboard.press("1234"[pressed % 4])
        pressed += 1
        expect(page.locator(f"#card[data-id='{before}']")).to_have_count(0, timeout=60_000)
        page.wait_for_timeout(pause)
        if not card.count():  # nothing is left
            break
    found: list[float] = page.evaluate("window.waits")
    for _ in range(pressed):
        page.keyboard.press("u")
        page.wait_for_timeout(20)
    while page.evaluate(UNSENT):
        page.wait_for_timeout(200)
    return first, found


def measured(site: str, queries: Sequence[str], keys: int, pause: int) -> Iterator[str]:
    """A line for each queue."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.add_init_script(WATCH)
        for query in queries:
            first, found = waits(page, site, query, keys, pause)
            found.sort()
            middle, late = statistics.median(found), found[int(0.95 * (len(found) - 1))]
            load = os.getloadavg()[0] / (os.cpu_count() or 1)
            yield f"{query.strip('&'):46}{len(found):5}{first:9.0f}{middle:9.1f}{late:9.1f}{load:7.1f}"
        browser.close()


def main() -> None:
    """Measure every queue and print the table."""
    given = asked()
    with httpx.Client(base_url=given.site, timeout=60) as http:
        stored = http.get("/findings", params={"limit": 1, "label": LABELS}).json()["total"]
        print(f"{stored:,} passages stored; milliseconds; load is of each processor")
        print(f"{'queue':46}{'keys':>5}{'first':>9}{'median':>9}{'95%':>9}{'load':>7}")
        found = seed(http)
        try:
            for line in measured(given.site, queues(http), given.keys, given.pause):
                print(line, flush=True)
        finally:
            take_back(http, found)


if __name__ == "__main__":
    main()
