"""Decides what each passage of a plain text is: heading by form, list item or paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from findings.intake.document import BlockKind
from findings.intake.headings import LABELS, MAX_HEADING, Passage
from findings.intake.markers import NESTED, follows
from findings.intake.measure import is_closed, starts_small
from findings.taxonomy import cues

_SENTENCES = re.compile(r"[.?!]\s+[A-Z]")
_LETTERS = re.compile(r"[^\W\d_]{3}")
_COURTESY = re.compile(r"(?:dear|yours|kind(?:est)? regards|best wishes)\b", re.IGNORECASE)
MAX_ITEM = 250
MAX_RUN = 2
MIN_BODY = 40
MIN_LEAD_IN = 3  # spaces: so many words introduce a list, fewer name it


def decide_headings(passages: list[Passage]) -> None:
    """Set `heading` on passages whose form and place show it: short, unfinished, set off, followed by text."""
    labelled = False
    at = 0
    while at < len(passages):
        if passages[at].heading:
            labelled = passages[at].effect in LABELS
            at += 1
            continue
        end = at
        while end < len(passages) and not (labelled and passages[end].first.marker) and _may_head(passages, end):
            end += 1
        _decide_run(passages, at, end, at > 0 and passages[at - 1].heading and passages[at].listed)
        at = max(end, at + 1)


def _decide_run(passages: list[Passage], start: int, end: int, listed: bool) -> None:
    """A run of candidates is headings where it is short; after a heading that opens a list it is the list."""
    if end == start or end == len(passages) or not _is_body(passages[end]):
        return
    if listed and not (end - start > 1 and _stands_off(passages, start, end - 1)):
        return
    if listed or end - start <= MAX_RUN:
        for passage in passages[end - 1 if listed else start : end]:
            passage.heading = True


def _is_body(passage: Passage) -> bool:
    """Whether a passage is such as stands under a heading."""
    if passage.heading or passage.first.marker or passage.first.cells:
        return True
    return is_closed(passage.text) and len(passage.text) >= MIN_BODY


def _stands_off(passages: list[Passage], start: int, last: int) -> bool:
    """Whether white space sets the last of a run off from the others, which stand close together."""
    return passages[last].first.blank and not any(p.first.blank for p in passages[start + 1 : last])


def _may_head(passages: list[Passage], at: int) -> bool:
    passage = passages[at]
    first, text = passage.first, passage.text
    if _COURTESY.match(text):
        return False
    if passage.heading or first.cells or (first.marker and first.marker.bullet) or len(text) > MAX_HEADING:
        return False
    if starts_small(text) or text.endswith((".", ";", ",")) or not _LETTERS.search(text):
        return False
    set_off = first.blank or first.interrupted or first.apart or at == 0 or is_closed(passages[at - 1].text)
    return set_off and not _leads_in(passages, at) and not (passage.listed and _is_last_item(passages, at))


def _leads_in(passages: list[Passage], at: int) -> bool:
    text = passages[at].text
    if not text.endswith(":"):
        return False
    listed = at + 1 < len(passages) and passages[at + 1].first.marker and text.count(" ") >= MIN_LEAD_IN
    return bool(listed) or len(text) > MAX_HEADING // 2 or (at > 0 and passages[at - 1].heading)


def _is_last_item(passages: list[Passage], at: int) -> bool:
    return not passages[at].first.blank or at + 1 == len(passages) or passages[at + 1].heading


def place_headings(passages: list[Passage]) -> None:
    """Tell headings within a labelled list, one level deeper, from those that end it; what follows these is prose."""
    listed: list[Passage] | None = None
    divided = False
    for heading, body in _sections(passages):
        told = heading is not None and heading.effect and not (listed and _goes_on(heading, listed, body, divided))
        if told:
            listed, divided = body if heading and heading.effect in LABELS else None, False
        elif heading is not None and listed is not None:
            if _alike(listed, body):
                heading.depth, divided = 2, True
                listed = [*listed, *body]
            else:
                listed = None
        if listed is None:
            for passage in body:
                passage.listed = False


def _goes_on(heading: Passage, items: list[Passage], body: list[Passage], divided: bool) -> bool:
    """Whether a list goes on under a heading that a cue lists as a topic: its numbers do, or its marks where topics
    have `divided` it already.
    """
    cue = cues.match(heading.text, "heading")
    if cue is None or not cue.topic:
        return False
    marked = divided and bool(body and body[0].first.marker) and _alike(items, body)
    return marked or _numbers_on(items, body)


def _sections(passages: list[Passage]) -> Iterator[tuple[Passage | None, list[Passage]]]:
    heading: Passage | None = None
    body: list[Passage] = []
    for passage in passages:
        if passage.heading:
            yield heading, body
            heading, body = passage, []
        else:
            body.append(passage)
    yield heading, body


def _numbers_on(items: list[Passage], others: list[Passage]) -> bool:
    """Whether the numbers of a list go on under the next heading, though that is known for something else."""
    last = next((item.first.marker for item in reversed(items) if item.first.marker), None)
    first = others[0].first.marker if others else None
    return bool(last and first and follows(last.number, first.number)) and _alike(items, others)


def _alike(items: list[Passage], others: list[Passage]) -> bool:
    """Whether passages look like items of the same list: marked as those are, and not far longer."""
    if not items or not others:
        return True
    if bool(items[-1].first.marker) != bool(others[0].first.marker):
        return False
    return _middle(others) <= max(MAX_ITEM, 2 * _middle(items))


def _middle(passages: list[Passage]) -> float:
    return median(len(passage.text) for passage in passages)


def numbers_prose(passages: list[Passage]) -> bool:
    """Whether the text's plain numbers ("12.") count paragraphs of prose, and not items of lists."""
    lengths = [
        len(passage.text)
        for passage in passages
        if not passage.heading and passage.first.marker and passage.first.marker.number.isdigit()
    ]
    return bool(lengths) and median(lengths) > MAX_ITEM


def kind_of(passage: Passage, effect: str, *, prose: bool) -> BlockKind:
    """The kind of a passage under a heading of this effect; `prose` where plain numbers count paragraphs."""
    if passage.heading:
        return BlockKind.HEADING
    mark = passage.first.marker
    if mark and mark.bullet:
        return BlockKind.LIST_ITEM
    listed = (passage.listed or (mark and effect in LABELS)) and not passage.text.endswith(":")
    if mark:
        plain = (
            not prose
            and "." not in mark.number
            and len(passage.text) < MAX_ITEM
            and not _SENTENCES.search(passage.text)
        )
        return BlockKind.LIST_ITEM if listed or plain else BlockKind.PARAGRAPH
    return BlockKind.LIST_ITEM if listed else BlockKind.PARAGRAPH


def level_of(passage: Passage, kind: BlockKind) -> int:
    """A heading's depth, or an item's nesting."""
    first = passage.first
    if kind is BlockKind.HEADING:
        return first.level or passage.depth + (first.marker.number.count(".") if first.marker else 0)
    if kind is BlockKind.LIST_ITEM:
        nested = passage.listed and first.marker and first.marker.bullet
        return 2 if nested or (first.marker and first.marker.bullet in NESTED and first.left) else 1
    return 0
