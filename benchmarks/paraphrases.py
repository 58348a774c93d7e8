"""How often search by sentence finds a finding that was said in other words: `python benchmarks/paraphrases.py URL`.

URL is a store that holds the published reports. The paraphrases were written before the search; each names the finding
it was written of by the key of its text.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import srsly
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.reason.nearest import Neighbours
from findings.reason.similar import by_sentence
from findings.store import tables as t
from findings.store.filters import FindingFilters
from findings.store.session import Database

WRITTEN = Path(__file__).parents[1] / "tests" / "data" / "paraphrases.jsonl"
NEAREST = 10


def known(session: Session, keys: list[str]) -> dict[str, int]:
    """Row keys of the findings that are stored, by the key of their text."""
    rows = session.execute(select(col(t.Finding.key), col(t.Finding.pk)).where(col(t.Finding.key).in_(keys)))
    return {key: pk for key, pk in rows if pk is not None}


def main() -> None:
    """Print how many of the findings are among the first ten, by meaning alone and mixed with words, and how fast."""
    database, neighbours = Database(sys.argv[1]), Neighbours()
    written = list(srsly.read_jsonl(WRITTEN))
    near, mixed, spent = 0, 0, list[float]()
    with database.read() as session:
        wanted = known(session, [row["key"] for row in written])
        neighbours.refresh(session)
        here = [row for row in written if row["key"] in wanted]
        for row in here:
            near += wanted[row["key"]] in [key for key, _ in neighbours.nearest(row["text"], NEAREST)]
            begun = time.process_time()
            found = by_sentence(session, neighbours, row["text"], FindingFilters(), NEAREST)
            spent.append(time.process_time() - begun)
            ids = session.scalars(select(col(t.Finding.id)).where(col(t.Finding.key) == row["key"])).all()
            mixed += any(each.finding.id in ids for each in found)
    middle, slow = np.quantile(spent, (0.5, 0.95)) * 1000
    print(f"{len(here)} findings among {len(neighbours.keys):,}: recall@10 by meaning {near}, mixed with words {mixed}")
    print(f"processor time of a search: {middle:.0f} ms, p95 {slow:.0f} ms")


if __name__ == "__main__":
    main()
