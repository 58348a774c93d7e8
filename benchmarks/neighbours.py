"""How fast and how large exact neighbours are: `python benchmarks/neighbours.py [FINDINGS …]`.

Vectors are made up, for only their number and size matter; encoding is measured on the authored corpus. Figures are of
this machine and this moment.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import srsly

from findings.reason.meaning import pack, unit
from findings.reason.nearest import Neighbours
from findings.reason.senses import shipped

CORPUS = Path(__file__).parents[1] / "corpus" / "authored"
SIZES = (100_000, 1_000_000)
QUERIES = 20
NEAREST = 10


def made_up(size: int) -> Neighbours:
    """Neighbours of `size` random vectors."""
    chance = np.random.default_rng(0)
    parts = [chance.standard_normal((min(100_000, size - at), shipped().dimensions)) for at in range(0, size, 100_000)]
    found = Neighbours()
    found.keys = found.used = found.places = np.arange(size, dtype=np.int64)
    found.files.rows = np.concatenate([pack(unit(part.astype(np.float32))) for part in parts])
    return found


def main() -> None:
    """Print the time of a search and the memory of the vectors for each size, and the speed of encoding."""
    texts = [row["text"] for path in sorted(CORPUS.glob("*.jsonl")) for row in srsly.read_jsonl(path)]
    begun = time.process_time()
    vectors = shipped().vectors(texts)
    print(f"encode {len(vectors) / (time.process_time() - begun):,.0f} sentences/s")
    for size in map(int, sys.argv[1:] or SIZES):
        neighbours, times = made_up(size), list[float]()
        for text in texts[:QUERIES]:
            begun = time.process_time()
            neighbours.nearest(text, NEAREST)
            times.append(time.process_time() - begun)
        middle, slow = np.median(times) * 1000, np.quantile(times, 0.95) * 1000
        print(f"{size:>9,} findings: {middle:.0f} ms, p95 {slow:.0f} ms, {neighbours.files.rows.nbytes / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()
