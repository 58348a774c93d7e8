"""How long corrections take to become a compared candidate, and what the service does meanwhile.

`python benchmarks/retrain.py --site http://127.0.0.1:8000` makes 200 corrections in a running service (every fourth
says that the label is another), times `POST /classify` at rest, starts a retraining and goes on asking until the
candidate is compared. The corrections are taken back at the end; the candidate stays and is not promoted. Figures are
of this machine and this moment: name them with how many findings were stored.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Iterator, Sequence
from typing import Any

import httpx

REVIEWER = {"Findings-Reviewer": "benchmark"}
PAGE = 50
OTHERS = {"strength": "not_a_finding", "not_a_finding": "strength"}
PAUSE = 0.5  # seconds between two questions
AT_REST = 40
TEXT = "# What needs to improve\n\n" + "\n\n".join(
    f"{matter} is not consistent across the teams, so that some children wait too long."
    for matter in ("Supervision", "The quality of plans", "Recording of visits", "Oversight of placements")
)


def asked() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    parser.add_argument("--corrections", type=int, default=200)
    return parser.parse_args()


def waiting(http: httpx.Client) -> Iterator[dict[str, Any]]:
    """Findings of the review queue, most uncertain first, without end."""
    while True:
        found = http.get("/review/queue", params={"limit": PAGE}).json()["items"]
        if not found:
            return
        yield from found


def decide(http: httpx.Client, count: int) -> list[str]:
    """Decide on so many findings; their ids."""
    done: list[str] = []
    for finding in waiting(http):
        if len(done) == count:
            break
        suggested = finding["suggestion"]
        label = suggested["label"] if suggested else "not_a_finding"
        said = OTHERS.get(label, "area_for_improvement") if len(done) % 4 == 0 else label
        decision = {"label": said, "seconds": 3}
        http.post(f"/findings/{finding['id']}/corrections", json=decision).raise_for_status()
        done.append(finding["id"])
    return done


def take_back(http: httpx.Client, decided: Sequence[str]) -> None:
    """Take the decisions back."""
    for each in decided:
        http.post(f"/findings/{each}/corrections", json={"undo": True, "own": True})


def classify(http: httpx.Client) -> float:
    """Milliseconds that the service takes to read a short text that it keeps nothing of."""
    begun = time.perf_counter()
    http.post("/classify", params={"store": False}, json={"text": TEXT}).raise_for_status()
    return (time.perf_counter() - begun) * 1000


def meanwhile(http: httpx.Client, job: int) -> tuple[dict[str, Any], list[float]]:
    """The job when it has ended, and how long each question took until then."""
    times = []
    while True:
        times.append(classify(http))
        found: dict[str, Any] = http.get(f"/jobs/{job}").json()
        if found["state"] in ("done", "failed"):
            return found, times
        time.sleep(PAUSE)


def line(name: str, times: Sequence[float]) -> str:
    """Median and 95th percentile of times in milliseconds."""
    ordered = sorted(times)
    late = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"{name:28}{len(times):6}{statistics.median(times):10.0f} ms{late:10.0f} ms"


def main() -> None:
    """Correct, retrain, ask, and print the table."""
    given = asked()
    with httpx.Client(base_url=given.site, timeout=60, headers=REVIEWER) as http:
        decided = decide(http, given.corrections)
        rest = [classify(http) for _ in range(AT_REST)]
        begun = time.perf_counter()
        job = http.post("/models/train").raise_for_status().json()
        ended, busy = meanwhile(http, job["id"])
        took = time.perf_counter() - begun
        take_back(http, decided)
    print(f"{len(decided)} corrections; load {os.getloadavg()[0]:.1f}")
    print(f"candidate {ended['state']} and compared after {took:.0f} s {ended['error'] or ''}")
    print(f"{'POST /classify':28}{'times':>6}{'median':>13}{'95%':>13}")
    print(line("at rest", rest), line("while it retrains", busy), sep="\n")


if __name__ == "__main__":
    main()
