"""Where the sentences of a passage end."""

from __future__ import annotations

import re
from functools import lru_cache

ABBREVIATION = re.compile(
    r"mr|mrs|ms|miss|dr|prof|rev|st|nos?|paras?|e\.g|i\.e|etc|vs|cf|approx|dept|ltd|jr|sr|hon|cllr|fig|ref|art"
    r"|[A-Z](?:\.[A-Z])*",
    re.IGNORECASE,
)
BREAK = re.compile(r"[.!?…]+[\"'’”)\]]*\s+(?=[\"'‘“(\[]?[A-Z0-9£])")
LAST_WORD = re.compile(r"([\w.]+?)[.!?…]+[\"'’”)\]]*\s*$")


@lru_cache(1024)
def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Character spans of the sentences of `text`, without surrounding space."""
    spans, start = [], 0
    for found in BREAK.finditer(text):
        if _ends_sentence(text[start : found.end()]):
            spans.append((start, start + len(text[start : found.end()].rstrip())))
            start = found.end()
    if text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return tuple(spans)


def _ends_sentence(text: str) -> bool:
    found = LAST_WORD.search(text)
    if not found or not text.rstrip("\"'’”)] \t\n").endswith("."):
        return True
    return not ABBREVIATION.fullmatch(found.group(1))
