"""How fast the nearest are found, and how many of them the index misses: `python benchmarks/neighbours.py URL [MODEL]`.

URL is a store. The paraphrases of the tests are asked for; where the store keeps vectors itself (PostgreSQL with
pgvector) it is compared with exact search in mapped vectors. MODEL is a folder of a sentence-transformers model.
Figures are of this machine and this moment.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import srsly
from sqlalchemy.orm import Session

from findings.reason.encoders import encoder
from findings.reason.mapped import MappedNeighbours
from findings.reason.nearest import Neighbours, open_neighbours
from findings.store.session import Database

WRITTEN = Path(__file__).parents[1] / "tests" / "data" / "paraphrases.jsonl"
NEAREST = (10, 200)


def told(name: str, session: Session, neighbours: Neighbours, limit: int) -> list[set[int]]:
    """The nearest of each paraphrase; prints the time that it took to find them."""
    found, times = [], []
    for row in srsly.read_jsonl(WRITTEN):
        begun = time.perf_counter()
        found.append({key for key, _ in neighbours.nearest(session, row["text"], limit)})
        times.append(time.perf_counter() - begun)
    middle, slow = np.median(times) * 1000, np.quantile(times, 0.95) * 1000
    print(f"{name}, {limit} nearest: median {middle:.0f} ms, p95 {slow:.0f} ms")
    return found


def prepared(name: str, neighbours: Neighbours) -> None:
    """Make all vectors; prints the time."""
    begun = time.perf_counter()
    neighbours.prepare()
    print(f"{name}: made ready in {time.perf_counter() - begun:.0f} s")


def main() -> None:
    """Print times, and the share of the exactly nearest that the store's index finds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="address of a store")
    parser.add_argument("model", nargs="?", type=Path, help="folder of a sentence-transformers model")
    asked = parser.parse_args()
    database, model = Database(asked.url), asked.model
    mapped, opened = MappedNeighbours(database, None, encoder(model)), open_neighbours(database, None, model)
    stored = None if isinstance(opened, MappedNeighbours) else opened
    prepared("mapped", mapped)
    if stored:
        prepared("stored", stored)
    with database.read() as session:
        mapped.refresh(session)
        for limit in NEAREST:
            exact = told("mapped", session, mapped, limit)
            if stored:
                found = told("stored", session, stored, limit)
                shares = [len(one & other) / len(one) for one, other in zip(exact, found, strict=True) if one]
                print(f"of the {limit} exactly nearest the store finds {np.mean(shares):.3f}")


if __name__ == "__main__":
    main()
