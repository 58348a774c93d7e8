"""How often search by meaning finds what it should: `python benchmarks/paraphrases.py URL [LABELLED.jsonl]`.

URL is a store that holds the published reports. The paraphrases were written before the search; each names the finding
it was written of by the key of its text. For themes, the name of each is asked for: of the first ten findings, how many
have it? LABELLED are findings with their `key` and the `themes` that readers gave them: among these alone, how many of
a theme's findings stand before all others, if as many are taken as it has?
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import srsly
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.reason.nearest import Neighbours, open_neighbours
from findings.reason.similar import ranked
from findings.store import tables as t
from findings.store.filters import FindingFilters
from findings.store.listed import MARK, Listed
from findings.store.session import Database
from findings.taxonomy import taxonomy

WRITTEN = Path(__file__).parents[1] / "tests" / "data" / "paraphrases.jsonl"
NEAREST, MOST = 10, 50
FEWEST = 10  # findings of a theme, below which its share is not told


def known(session: Session, keys: list[str]) -> dict[str, set[int]]:
    """Row keys of the findings that are stored, by the key of their text."""
    found: dict[str, set[int]] = {}
    for at in range(0, len(keys), 500):
        chosen = col(t.Finding.key).in_(keys[at : at + 500])
        for key, pk in session.execute(select(col(t.Finding.key), col(t.Finding.pk)).where(chosen)):
            found.setdefault(key, set()).add(pk or 0)
    return found


def paraphrased(session: Session, neighbours: Neighbours) -> None:
    """Print how many of the findings stand among the first, by meaning alone and fused with words, and how fast."""
    written = list(srsly.read_jsonl(WRITTEN))
    wanted = known(session, [row["key"] for row in written])
    here = [(row["text"], wanted[row["key"]]) for row in written if row["key"] in wanted]
    near = [_place([key for key, _ in neighbours.nearest(session, text, MOST)], keys) for text, keys in here]
    fused, spent = list[float](), list[float]()
    for text, keys in here:
        begun = time.thread_time()
        found = ranked(session, neighbours, text, FindingFilters())
        spent.append(time.thread_time() - begun)
        fused.append(_place(found, keys))
    middle, slow = np.quantile(spent, (0.5, 0.95)) * 1000
    print(f"{len(here)} paraphrases: {_recalls(near)} by meaning alone; {_recalls(fused)} fused with words")
    print(f"processor time of a search: {middle:.0f} ms, p95 {slow:.0f} ms")


def _place(found: Sequence[int], wanted: set[int]) -> float:
    """Where the first that is wanted stands, from 1 on."""
    return next((at for at, key in enumerate(found, 1) if key in wanted), np.inf)


def _recalls(places: Sequence[float]) -> str:
    told = (f"@{first} {sum(place <= first for place in places)}" for first in (1, NEAREST, MOST))
    return f"recall {', '.join(told)}"


def named(session: Session, neighbours: Neighbours) -> None:
    """Print of the first ten findings for each theme's name how many have the theme."""
    shares = []
    for theme in taxonomy().themes.values():
        found = ranked(session, neighbours, theme.name, FindingFilters())[:NEAREST]
        tags = session.scalars(select(col(Listed.tags)).where(col(Listed.pk).in_(found)))
        shares.append(sum(f"{MARK}{theme.id}{MARK}" in each for each in tags) / NEAREST)
    full = sum(share >= 0.8 for share in shares)
    print(f"{len(shares)} themes' names: {np.mean(shares):.2f} of the first ten have it; 8 or more for {full}")


def read_by_hand(session: Session, neighbours: Neighbours, labelled: Path) -> None:
    """Print, among findings that were read by hand, how many of a theme's stand before all others."""
    shares = list(_shares(session, neighbours, list(srsly.read_jsonl(labelled))))
    print(f"{len(shares)} themes of {FEWEST} hand-read findings or more: {np.mean(shares):.2f} of them stand first")


def _shares(session: Session, neighbours: Neighbours, rows: list[dict[str, list[str]]]) -> Iterator[float]:
    stored = known(session, [str(row["key"]) for row in rows])
    themes = {pk: set(row["themes"]) for row in rows for pk in list(stored.get(str(row["key"]), ()))[:1]}
    for theme in taxonomy().themes.values():
        number = sum(theme.id in each for each in themes.values())
        if number >= FEWEST:
            near = neighbours.scores(session, theme.name, list(themes))
            first = sorted(near, key=lambda key: (-near[key], key))[:number]
            yield sum(theme.id in themes[key] for key in first) / number


def main() -> None:
    """Print what is found, and how fast."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="address of a store that holds the published reports")
    parser.add_argument("labelled", nargs="*", type=Path, help="findings that were read by hand, as JSON lines")
    asked = parser.parse_args()
    database = Database(asked.url)
    neighbours = open_neighbours(database)
    with database.read() as session:
        neighbours.refresh(session)
        paraphrased(session, neighbours)
        named(session, neighbours)
        for path in asked.labelled:
            read_by_hand(session, neighbours, path)


if __name__ == "__main__":
    main()
