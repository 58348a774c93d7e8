"""What kind of document a report is, by the weighted cues of a data file."""

from __future__ import annotations

from collections import defaultdict

from findings.intake.detect import Format
from findings.intake.document import BlockKind
from findings.pipeline.metadata_text import Passage, Source
from findings.schemas import Kind
from findings.taxonomy.report_kinds import kind_cues

# Where a cue is looked for at the start of a text only.
STARTS = ("title", "line")
# Below this sum of weights a document is of no known kind.
LEAST = 4
FULL_PAGE = 180  # words; slides hold fewer, pages of a report that is set in columns more


def read_kind(source: Source) -> Kind:
    """The kind whose cues weigh most, `other` where none weighs enough."""
    places = _places(source)
    weights: dict[Kind, int] = defaultdict(int)
    for cue in kind_cues():
        find = cue.pattern.match if cue.where in STARTS else cue.pattern.search
        if any(map(find, places[cue.where])):
            weights[cue.kind] += cue.weight
    best = max(weights, key=lambda kind: weights[kind], default=Kind.OTHER)
    return best if weights[best] >= LEAST else Kind.OTHER


def _places(source: Source) -> dict[str, list[str]]:
    return {
        "title": [text for passage in source.front if len(text := passage.text) < 400] + _joined_titles(source),
        "line": [passage.text for passage in source.body],
        "opening": [source.opening_text],
        "text": [source.text],
        "media": [source.document.media_type],
        "shape": ["bullets"] if _looks_like_slides(source) else [],
    }


def _joined_titles(source: Source) -> list[str]:
    """Titles broken over passages, put together."""
    front = [passage.text for passage in source.opening[:8]]
    return [" ".join(front[at : at + 3]) for at in range(len(front))]


def _looks_like_slides(source: Source) -> bool:
    """Whether the text is mostly short lines and bullets, few of them sentences, and no pages are full of it."""
    texts = [passage for passage in source.body if passage.text]
    if len(texts) < 12 or _fills_pages(source, texts):
        return False
    items = sum(passage.kind is BlockKind.LIST_ITEM for passage in texts)
    prose = sum(len(passage.text) > 160 and passage.text.endswith(".") for passage in texts)
    return items >= 0.4 * len(texts) and prose <= 0.06 * len(texts)


def _fills_pages(source: Source, texts: list[Passage]) -> bool:
    """Whether a document that is known to have pages, not slides, has more words on them than slides have."""
    paged = source.document.pages > 1 or source.document.media_type == Format.PDF
    return paged and sum(len(passage.text.split()) for passage in texts) > FULL_PAGE * source.document.pages
