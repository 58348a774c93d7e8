"""How long a reviewer waits from a key to the next finding: `python benchmarks/review.py --site http://127.0.0.1:8000`.

Drives a real Chromium against a running service, decides on findings by key at a reader's pace, and takes every
decision back at the end. What is measured is from the key's own moment to the frame that shows the next finding.
Figures are of this machine and this moment: name them with how many findings were stored.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
from collections.abc import Iterator

import httpx
from playwright.sync_api import Page, expect, sync_playwright

QUERIES = ("", "theme=placements", "label=strength", "label=priority_action", "kind=ilacs", "q=plans", "order=position")
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


def waits(page: Page, site: str, query: str, keys: int, pause: int) -> tuple[float, list[float]]:
    """Milliseconds to the first finding of a queue, and from each key to the next finding; all is taken back."""
    page.goto(f"{site}/ui/review?{query}")
    card = page.locator("#card")
    expect(card).to_be_visible(timeout=60_000)
    first = float(page.evaluate("performance.now()"))
    for at in range(keys):
        before = card.get_attribute("data-id") or ""
        page.keyboard.press("1234"[at % 4])
        expect(card).not_to_have_attribute("data-id", before, timeout=60_000)
        page.wait_for_timeout(pause)
    found: list[float] = page.evaluate("window.waits")
    for _ in range(keys):
        page.keyboard.press("u")
        page.wait_for_timeout(20)
    while page.evaluate(UNSENT):
        page.wait_for_timeout(200)
    return first, found


def measured(site: str, keys: int, pause: int) -> Iterator[str]:
    """A line for each queue."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.add_init_script(WATCH)
        for query in QUERIES:
            first, found = waits(page, site, query, keys, pause)
            found.sort()
            middle, late = statistics.median(found), found[int(0.95 * (len(found) - 1))]
            yield f"{query or 'everything':24}{first:10.0f}{middle:10.1f}{late:10.1f}"
        browser.close()


def main() -> None:
    """Measure every queue and print the table."""
    given = asked()
    labels = ["strength", "area_for_improvement", "priority_action", "not_a_finding"]
    stored = httpx.get(f"{given.site}/findings", params={"limit": 1, "label": labels}, timeout=60).json()["total"]
    print(f"{stored:,} passages stored; {given.keys} keys a queue; milliseconds")
    print(f"{'queue':24}{'first':>10}{'median':>10}{'95%':>10}")
    for line in measured(given.site, given.keys, given.pause):
        print(line, flush=True)


if __name__ == "__main__":
    main()
