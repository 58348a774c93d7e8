"""How fast search is with very many findings: `python -m benchmarks.scale --source sqlite:///store.db --size 1000000`.

Copies the reports of a store, under new names, into a database of its own until it holds enough findings, then asks the
mix of queries below in random order; without `--source` the store of `--database` is asked as it is. On
PostgreSQL: `--database postgresql+psycopg://… --readers 8`. What is printed is of this machine and this moment;
processor time is of this process alone. What was found is kept while nothing is written: the first time that each query
is asked is told apart, and with `--anew` what was found is let go of before each query, as if all were different.
"""

from __future__ import annotations

import argparse
import gc
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from benchmarks.scale_fill import fill, judged

from findings.store.filters import FindingQuery
from findings.store.kept import forget
from findings.store.search import search
from findings.store.session import Database

SEED = 20261124

# Share of the mix, what it stands for, the queries.
MIX: tuple[tuple[int, str, tuple[dict[str, Any], ...]], ...] = (
    (25, "one or two words", tuple({"q": q} for q in ("neglect", "supervision", "private fostering", "drift delay"))),
    (15, "a phrase", tuple({"q": f'"{q}"'} for q in ("front door", "life story work", "strategy discussions"))),
    (8, "beginning or OR, NOT", tuple({"q": q} for q in ("thresh*", "homeless* OR tenancy", "adoption NOT delay"))),
    (10, "a word of every report", tuple({"q": q} for q in ("children", "plans", "social workers"))),
    (
        15,
        "words and filters",
        (
            {"q": "visits", "label": "area_for_improvement", "region": "London"},
            {"q": "plans", "theme": "care_leavers", "kind": "ilacs"},
            {"q": "health assessments", "from": "2018-01-01", "grade": "inadequate"},
            {"q": "audit", "theme": ["quality_assurance", "management_oversight"]},
        ),
    ),
    (
        20,
        "filters alone",
        (
            {},
            {"label": "priority_action"},
            {"theme": "send"},
            {"authority": "Hackney"},
            {"kind": "focused_visit", "year": 2019},
            {"region": "North West", "grade": "good", "label": "strength"},
            {"outcome": "outcome_4", "min_confidence": 0.9},
        ),
    ),
    (5, "best fit first", ({"q": "virtual school", "sort": "relevance"}, {"q": "step down", "sort": "relevance"})),
    (2, "names", ({"entity": "virtual school"}, {"entity": "MASH"})),
)


def drawn(number: int, chance: random.Random) -> Iterator[tuple[str, FindingQuery]]:
    """Queries of the mix with what each stands for."""
    shares = [share for share, _, _ in MIX]
    for _, name, queries in chance.choices(MIX, shares, k=number):
        yield name, FindingQuery.model_validate({**chance.choice(queries), "limit": 25})


def asked(database: Database, *, anew: bool) -> Callable[[tuple[str, FindingQuery]], tuple[str, float, float]]:
    """Asks one query, and gives back what it stands for, and its seconds by the clock and of the processor."""

    def ask(each: tuple[str, FindingQuery]) -> tuple[str, float, float]:
        name, query = each
        if anew:
            forget(database.reading)
        begun, worked = time.perf_counter(), time.thread_time()
        with database.read() as session:
            search(session, query)
        return name, time.perf_counter() - begun, time.thread_time() - worked

    return ask


def told(name: str, seconds: list[tuple[float, float]]) -> None:
    """Print the figures of one kind of query."""
    clock, worked = (np.quantile(values, (0.5, 0.95)) * 1000 for values in zip(*seconds, strict=True))
    print(f"{name:24}{len(seconds):6}{clock[0]:9.0f}{clock[1]:9.0f}{worked[0]:9.0f}{worked[1]:9.0f}")


def main() -> None:
    """Fill the database where it is not full yet, ask the mix of queries and print how long that took."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--source", help="store whose reports are copied")
    options.add_argument("--database", default="sqlite:///scale.db", help="database that is filled and asked")
    options.add_argument("--size", type=int, default=1_000_000, help="findings to fill it with")
    options.add_argument("--queries", type=int, default=400)
    options.add_argument("--readers", type=int, default=1, help="queries asked at the same time")
    options.add_argument("--anew", action="store_true", help="keep nothing that was found for an earlier query")
    given = options.parse_args()
    database = Database(given.database)
    if given.source and judged(database) < 0.95 * given.size:
        fill(Database(given.source), database, given.size)
    print(f"{judged(database):,} findings, {given.readers} at once; milliseconds by the clock and of the processor")
    queries = list(drawn(given.queries, random.Random(SEED)))  # noqa: S311 - it guards nothing
    spent: dict[str, list[tuple[float, float]]] = {}
    ask = asked(database, anew=given.anew)
    firsts = [ask(first) for first in {str(query): (name, query) for name, query in queries}.values()]
    gc.freeze()  # as the service does once it has started
    with ThreadPoolExecutor(given.readers) as pool:
        for name, *seconds in pool.map(ask, queries):
            spent.setdefault(name, []).append((seconds[0], seconds[1]))
    print(f"{'':24}{'asked':>6}{'p50':>9}{'p95':>9}{'p50 cpu':>9}{'p95 cpu':>9}")
    for _, name, _ in MIX:
        if name in spent:
            told(name, spent[name])
    told("all", [each for values in spent.values() for each in values])
    told("each one first", [(clock, worked) for _, clock, worked in firsts])


if __name__ == "__main__":
    main()
