"""Which local authority a report is about."""

from __future__ import annotations

import re
from collections import defaultdict

from findings.pipeline.metadata_text import Source
from findings.taxonomy.authorities import Authority, find

# A mention in a title outweighs many elsewhere; a cover or letterhead outweighs the body.
TITLE, COVER, BODY = 40, 4, 1
COVER_LENGTH = 250

_TITLE = re.compile(
    r"\b(?:inspection|visits?|review)\b.{0,120}?\b(?:of|to|in|at|within|for)\s+(?:the )?$", re.IGNORECASE | re.DOTALL
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")


def read_authority(source: Source) -> str | None:
    """The canonical short name of the authority the document is about, or None where it names none."""
    weights: dict[str, float] = defaultdict(float)
    for authority, weight in _title_mentions(source) + _mentions(source):
        weights[authority.name] += weight
    return max(weights, key=lambda name: weights[name], default=None)


def _title_mentions(source: Source) -> list[tuple[Authority, float]]:
    """The authority that follows "inspection of", "focused visit to", "local area of"; titles may be broken."""
    front = [passage.text for passage in source.opening[:40] if not _POSTCODE.search(passage.text)]
    text = "\n".join(front)
    named = [
        authority for start, _, authority in find(text) if _TITLE.search(text[max(0, start - 160) : start])
    ]
    return [(authority, TITLE / (1 + place)) for place, authority in enumerate(named[:3])]


def _mentions(source: Source) -> list[tuple[Authority, float]]:
    found: list[tuple[Authority, float]] = []
    opening = len(source.opening)
    for place, passage in enumerate(source.body):
        if _POSTCODE.search(passage.text) and len(passage.text) < COVER_LENGTH:
            continue
        weight = COVER if place < opening and len(passage.text) < COVER_LENGTH else BODY
        found += [(authority, weight) for _, _, authority in find(passage.text)]
    return found
