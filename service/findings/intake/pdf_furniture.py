"""Finds what a file prints on its pages beside its text: running heads, page numbers, footnotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from findings.intake.document import BlockKind
from findings.intake.pdf_passage import Passage, body_size

LONGEST = 200
SMALL = 0.9


def demote_furniture(passages: list[Passage]) -> None:
    """Make furniture of passages that repeat at a page's edge, of page numbers and of footnotes."""
    edges = _edges(passages)
    counts = Counter(key for key, _ in {(_key(passage), passage.page) for passage in edges})
    pages = len({passage.page for passage in passages})
    often = max(3, pages * 0.3)
    body = body_size(passages)
    for passage in edges:
        if counts[_key(passage)] >= often or re.fullmatch(r"(?:page )?\d{1,3}(?: of \d{1,3})?", passage.text, re.I):
            passage.kind = BlockKind.FURNITURE
    for passage in passages:
        if passage.marked and passage.cell is None and 0 < passage.size < body * SMALL:
            passage.kind = BlockKind.FURNITURE


def _edges(passages: list[Passage]) -> list[Passage]:
    """The highest and the two lowest passages of every page that could be furniture."""
    pages: dict[int, list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.kind is not BlockKind.FURNITURE and passage.cell is None:
            pages[passage.page].append(passage)
    result: list[Passage] = []
    for page in pages.values():
        page.sort(key=lambda passage: passage.runs[0].y)
        result += {id(passage): passage for passage in (*page[:2], *page[-2:])}.values()
    return [passage for passage in result if len(passage.text) < LONGEST and "\n" not in passage.text]


def _key(passage: Passage) -> str:
    return re.sub(r"\d+", "#", " ".join(passage.text.split()).lower())
