"""Links of *follow*, drawn by a seed, as a table for readers to judge: `python -m benchmarks.follow_draw --seed 1`.

Reads the reports that a database holds. Every link that names a passage of a later report can be drawn; with `--silent`
also points that a later inspection is said to have passed over. A reader writes right or wrong behind each: right only
where both sentences are of the same matter (pair) and the later one says what the outcome claims (kind).
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from findings.reason.follow import follow
from findings.reason.links import Dated, Followed, Link, Point
from findings.reason.verdict import Outcome
from findings.store.report_queries import authorities
from findings.store.session import Database

SILENT = {Outcome.NOT_MENTIONED}


class Drawn(NamedTuple):
    """A link with what it hangs on."""

    authority: str
    point: Point
    asked: Dated
    link: Link
    later: Dated


def links(found: Followed, silent: bool) -> Iterator[Drawn]:
    """The links of an authority that can be drawn."""
    by_id = {report.id: report for report in found.reports}
    for point in found.points:
        for link in point.links:
            if link.finding is not None or (silent and link.outcome in SILENT):
                yield Drawn(found.name, point, by_id[point.finding.report_id], link, by_id[link.report_id])


def told(number: int, drawn: Drawn) -> str:
    """A link as a reader judges it."""
    point, link = drawn.point.finding, drawn.link
    said = f"{link.finding.label} p.{link.finding.page}: {link.finding.text}" if link.finding else "(nothing)"
    return (
        f"### {number}. {drawn.authority}: {link.outcome}\n"
        f"- asked ({drawn.asked.kind}, {drawn.asked.day}, {point.label}, p.{point.page}): {point.text}\n"
        f"- later ({drawn.later.kind}, {drawn.later.day}, {said}\n"
        f"- sure to {link.score}; {'; '.join(link.reasons)}\n"
        f"- verdict: \n"
    )


def main() -> None:
    """Draw and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--number", type=int, default=60)
    parser.add_argument("--database", default="sqlite:///findings.db")
    parser.add_argument("--among", nargs="+", metavar="AUTHORITY", help="draw from these alone")
    parser.add_argument("--silent", action="store_true", help="draw what was passed over in silence too")
    asked = parser.parse_args()
    database = Database(asked.database)
    with database.read() as session:
        names = [each.name for each in authorities(session) if not asked.among or each.name in asked.among]
        found = [each for name in names for each in links(follow(session, name), silent=asked.silent)]
    drawn = random.Random(asked.seed).sample(found, min(asked.number, len(found)))  # noqa: S311
    counts = Counter(each.link.outcome.value for each in found)
    print(f"# {len(drawn)} of {len(found)} links, seed {asked.seed}: {dict(counts)}\n")
    for number, each in enumerate(drawn, 1):
        print(told(number, each))


if __name__ == "__main__":
    main()
