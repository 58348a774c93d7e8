"""Finds headings by tag, size and weight, and gives headings and list items their levels."""

from __future__ import annotations

from collections import Counter, defaultdict

from findings.intake.document import BlockKind
from findings.intake.pdf_passage import Passage, body_size

LONGEST = 180
SHORT = 90
INDENT = 6.0
Style = tuple[float, bool, bool]


def set_headings(passages: list[Passage]) -> None:
    """Make headings of the passages that are tagged or set as such, with their levels."""
    body = body_size(passages)
    for passage in passages:
        if is_heading(passage, body):
            passage.kind = BlockKind.HEADING
        elif passage.kind is BlockKind.HEADING:
            passage.kind = BlockKind.PARAGRAPH
    _set_levels([passage for passage in passages if passage.kind is BlockKind.HEADING])


def is_heading(passage: Passage, body: float) -> bool:
    """Whether a passage is set or tagged as a heading."""
    text = passage.text
    if not text or len(text) > LONGEST or passage.kind in (BlockKind.FURNITURE, BlockKind.LIST_ITEM):
        return False
    if passage.tag:
        return any(character.isalpha() for character in text) and not (len(text) > SHORT and text.endswith("."))
    if passage.cell or text.endswith((".", ";", ",")) or not any(character.isalpha() for character in text):
        return False
    if passage.size > body + 0.9 or passage.strong:
        return True
    stands_out = passage.size > body + 0.4 or all(run.italic for run in passage.runs)
    return stands_out and len(text) < SHORT and "\n" not in text and text[0].isupper() and not passage.label


def _style(passage: Passage) -> Style:
    return passage.size, passage.strong, all(run.italic for run in passage.runs)


def _weight(style: Style) -> float:
    size, strong, italic = style
    return size + strong - 0.25 * italic


def _set_levels(headings: list[Passage]) -> None:
    """Levels by tag; an untagged heading gets the level of tagged ones of its style, else of its weight."""
    tagged: dict[Style, Counter[int]] = defaultdict(Counter)
    for heading in headings:
        if heading.tag:
            tagged[_style(heading)][heading.tag] += 1
    known = {style: counts.most_common(1)[0][0] for style, counts in tagged.items()}
    levels: dict[Style, int] = {}
    for style in sorted({_style(heading) for heading in headings}, key=_weight, reverse=True):
        heavier = [level for other, level in (known | levels).items() if _weight(other) > _weight(style)]
        same = [level for other, level in levels.items() if _weight(other) == _weight(style)]
        levels[style] = known.get(style) or (same[0] if same else max(heavier, default=0) + 1)
    for heading in headings:
        heading.level = heading.tag or levels[_style(heading)]


def set_list_levels(passages: list[Passage]) -> None:
    """Levels of list items by the tree's nesting, or by indentation within a list where that says more."""
    lefts: list[float] = []
    for passage in passages:
        if passage.kind is BlockKind.FURNITURE:
            continue
        if passage.kind is not BlockKind.LIST_ITEM:
            lefts = []
            continue
        left = passage.runs[0].left
        while lefts and left < lefts[-1] - INDENT:
            lefts.pop()
        if not lefts or left > lefts[-1] + INDENT:
            lefts.append(left)
        passage.level = max(passage.depth, len(lefts), 1)
