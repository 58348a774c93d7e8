"""Finds headings by tag, size and weight, and gives headings and list items their levels."""

from __future__ import annotations

import itertools

from findings.intake.document import BlockKind
from findings.intake.pdf_order import ENDS
from findings.intake.pdf_passage import Passage, body_size

LONGEST = 180
SHORT = 90
INDENT = 6.0
TITLE = 60
BOLD = 1.5
Style = tuple[float, bool, bool]


def set_headings(passages: list[Passage]) -> None:
    """Make headings of the passages that are tagged or set as such, with their levels."""
    body = body_size(passages)
    for passage in passages:
        if is_heading(passage, body):
            passage.kind = BlockKind.HEADING
        elif passage.kind is BlockKind.HEADING:
            passage.kind = BlockKind.PARAGRAPH
    _head_lists(passages)
    _set_levels([passage for passage in passages if passage.kind is BlockKind.HEADING])
    _nest_twins(passages)


def is_heading(passage: Passage, body: float) -> bool:
    """Whether a passage is set or tagged as a heading."""
    text = passage.text
    if len(text) > LONGEST or not any(character.isalpha() for character in text):
        return False
    if passage.kind is BlockKind.FURNITURE or (passage.kind is BlockKind.LIST_ITEM and passage.label):
        return False
    if passage.tag:
        tells = passage.strong or passage.size > body + 0.4 or not (passage.label or len(text) > SHORT)
        return tells and not (len(text) > SHORT and text.endswith("."))
    if (passage.cell and not passage.heads_table) or text.endswith((".", ";", ",")):
        return False
    return passage.strong or (passage.kind is not BlockKind.LIST_ITEM and _is_set_apart(passage, body))


def _is_set_apart(passage: Passage, body: float) -> bool:
    """Whether a passage that is not bold is a heading by its size or slant."""
    if passage.size > body + 0.9:
        return True
    larger = passage.size > body + 0.4 or all(run.italic for run in passage.runs)
    text = passage.text
    return larger and len(text) < SHORT and "\n" not in text and text[0].isupper() and not passage.label


def _head_lists(passages: list[Passage]) -> None:
    """Make headings of short lines in plain type, and of bold sentences, that stand alone above a list."""
    flow = [passage for passage in passages if passage.kind is not BlockKind.FURNITURE and passage.text]
    for before, passage, after in zip([None, *flow], flow, flow[1:], strict=False):
        stands_alone = before is None or before.page != passage.page or before.text.endswith(ENDS)
        plain = passage.kind is BlockKind.PARAGRAPH and not passage.label and len(passage.text) < LONGEST
        if plain and stands_alone and after.label and (passage.strong or _is_title(passage.text)):
            passage.kind = BlockKind.HEADING


def _is_title(text: str) -> bool:
    return len(text) < TITLE and text[0].isupper() and text[-1].isalpha() and "\n" not in text


def _style(passage: Passage) -> Style:
    return passage.size, passage.strong, all(run.italic for run in passage.runs)


def _weight(style: Style) -> float:
    size, strong, italic = style
    return size + BOLD * strong - 0.25 * italic


def _set_levels(headings: list[Passage]) -> None:
    """Levels by weight of type: files mix up their heading tags more often than what is printed."""
    weights = sorted({_weight(_style(heading)) for heading in headings}, reverse=True)
    for heading in headings:
        heading.level = weights.index(_weight(_style(heading))) + 1


def _nest_twins(passages: list[Passage]) -> None:
    """Put headings below one of their own style that stands over them with nothing of its own.

    Such a heading ("Areas for improvement") governs the twins after it as long as each has a list below it.
    """
    flow = [passage for passage in passages if passage.kind is not BlockKind.FURNITURE and passage.text]
    governor: Passage | None = None
    for passage, after in itertools.pairwise(flow):
        if passage.kind is not BlockKind.HEADING:
            continue
        if governor is not None and _style(passage) == _style(governor):
            if after.kind is BlockKind.LIST_ITEM:
                passage.level = governor.level + 1
                continue
            governor = None
        elif governor is not None and passage.level <= governor.level:
            governor = None
        if after.kind is BlockKind.HEADING and _style(after) == _style(passage):
            governor = passage


def set_list_levels(passages: list[Passage]) -> None:
    """Levels of list items by the tree's nesting, or by indentation within a column where that says more."""
    lefts: list[float] = []
    above: Passage | None = None
    for passage in passages:
        if passage.kind is BlockKind.FURNITURE:
            continue
        if passage.kind is not BlockKind.LIST_ITEM:
            lefts = []
            continue
        if above is not None and _next_column(above, passage):
            lefts = []
        above, left = passage, passage.runs[0].left
        while lefts and left < lefts[-1] - INDENT:
            lefts.pop()
        if not lefts or left > lefts[-1] + INDENT:
            lefts.append(left)
        passage.level = max(passage.depth, len(lefts), 1)


def _next_column(above: Passage, passage: Passage) -> bool:
    """Whether a passage begins at the top of another column than the one that `above` ends in."""
    last, first = above.runs[-1], passage.runs[0]
    return above.page == passage.page and first.y > last.y + first.size and first.left > last.left + INDENT
