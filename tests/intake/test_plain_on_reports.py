"""Published list items found in real reports pasted as text, bullets kept and bullets lost (needs the reports)."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from findings.intake import read_text
from findings.intake.document import BlockKind

SAMPLE = 16
BULLETS = re.compile("[\u2022\u25aa\u25fc\u25a0\u25cf\u27a2\ue000-\uf8ff]")


def normal(text: str) -> str:
    """Letters and digits only, in lower case, printed cross-references out."""
    text = re.sub(r"\(\s*(?:paragraphs?|paras?|outcomes?|enablers?)\b[^)]*\)", " ", text, flags=re.IGNORECASE)
    return re.sub(r"[^a-z0-9']+", " ", text.lower().replace("’", "'")).strip()


def items_by_report(gold: Path) -> dict[str, list[str]]:
    """The published items of a fixed random sample of reports."""
    found = defaultdict(list)
    for line in (gold / "sections.jsonl").read_text().splitlines():
        row = json.loads(line)
        found[row["pdf"]].append(normal(row["text"]))
    chosen = random.Random(11).sample(sorted(found), SAMPLE)  # noqa: S311
    return {pdf: found[pdf] for pdf in chosen}


@pytest.mark.parametrize(("layout", "bullets", "aim"), [(False, True, 0.95), (True, True, 0.95), (False, False, 0.9)])
def test_published_items_are_blocks(reports: Path, gold: Path, layout: bool, bullets: bool, aim: float) -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext")
    hits = total = 0
    for pdf, items in items_by_report(gold).items():
        command = ["pdftotext", *(["-layout"] if layout else []), str(reports / pdf), "-"]
        text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        document = read_text(text if bullets else BULLETS.sub("", text))
        texts = [normal(block.text) for block in document.blocks if block.kind is not BlockKind.FURNITURE]
        hits += sum(process.extractOne(item, texts, scorer=fuzz.ratio, score_cutoff=95) is not None for item in items)
        total += len(items)
    assert hits / total >= aim
