"""Learns the vectors that ship with the package: `python -m findings_training.meaning [TEXTS.jsonl …]`.

Reads the authored corpus, the gold rows under FINDINGS_GOLD, and any further files of rows with a `text`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import srsly

from findings.reason.meaning import SHIPPED, fit

CORPUS = Path(__file__).parents[2] / "corpus" / "authored"
GOLD = ("labelled.jsonl", "sections.jsonl")


def sources() -> list[Path]:
    """The files of texts that there are."""
    gold = os.environ.get("FINDINGS_GOLD")
    kept = [Path(gold) / name for name in GOLD] if gold else []
    return [*sorted(CORPUS.glob("*.jsonl")), *kept, *map(Path, sys.argv[1:])]


def main() -> None:
    """Learn from every distinct text and write the file that ships."""
    texts = sorted({row["text"] for path in sources() for row in srsly.read_jsonl(path)})
    SHIPPED.write_bytes(fit(texts).to_bytes())
    print(f"{len(texts)} texts, {SHIPPED.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
