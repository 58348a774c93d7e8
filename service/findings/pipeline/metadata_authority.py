"""Which local authority a report is about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from findings.pipeline.metadata_text import Passage, Source
from findings.taxonomy.authorities import Authority, find

# A mention on the cover or letterhead outweighs one in the body.
COVER, BODY = 4.0, 1.0
ADDRESS_LENGTH = 250

_TITLE = re.compile(
    r"\b(?:inspection|visits?|review)\b.{0,120}?\b(?:of|to|in|at|within|for)\s+(?:the )?$", re.IGNORECASE | re.DOTALL
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")


def read_authority(source: Source) -> str | None:
    """The canonical short name of the authority the document is about, or None where it names none."""
    mentions = _title_mentions(source) or _mentions(source.opening, COVER) + _mentions(source.body, BODY)
    weights: dict[str, float] = defaultdict(float)
    for authority, weight in mentions:
        weights[authority.name] += weight
    return max(weights, key=lambda name: weights[name], default=None)


def _title_mentions(source: Source) -> list[tuple[Authority, float]]:
    """The authority that follows "inspection of", "focused visit to", "local area of"; titles may be broken."""
    front = [passage.text for passage in source.opening[:40] if not _POSTCODE.search(passage.text)]
    text = "\n".join(front)
    named = [authority for start, _, authority in find(text) if _TITLE.search(text[max(0, start - 160) : start])]
    return [(authority, 1 / (1 + place)) for place, authority in enumerate(named)]


def _mentions(passages: Sequence[Passage], weight: float) -> list[tuple[Authority, float]]:
    """Every authority that passages name, addresses apart."""
    return [
        (authority, weight)
        for passage in passages
        if not (len(passage.text) < ADDRESS_LENGTH and _POSTCODE.search(passage.text))
        for _, _, authority in find(passage.text)
    ]
