"""Turns passages into the final blocks: text, labels, headings, and what a page break has parted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from findings.intake.document import BlockKind
from findings.intake.pdf_passage import Passage, joined, main_size, split_marks
from findings.intake.pdf_raw import Run
from findings.intake.pdf_text import BULLET_ALONE, Hyphens, is_bullet, number_of, plain, take_label

HEADING_LENGTH = 160


def finish(passages: list[Passage]) -> list[Passage]:
    """The passages with their clean text, kind, level and number, joined over pages."""
    passages = [passage for passage in passages if passage.runs]
    marks = _texts(passages)
    passages = _join(passages)
    hyphens = Hyphens([passage.text for passage in passages])
    for passage in passages:
        passage.text = hyphens.mend(passage.text)
    _headings(passages)
    return [*passages, *marks]


def _texts(passages: list[Passage]) -> list[Passage]:
    marks: list[Passage] = []
    for passage in passages:
        kept, raised = split_marks(passage.runs)
        if passage.kind is BlockKind.FURNITURE or not kept:
            kept, raised = passage.runs, []
        passage.size, passage.strong = main_size(kept), all(run.bold for run in kept)
        text = plain(joined(kept)).strip()
        label = "" if passage.kind is BlockKind.FURNITURE else passage.label
        if label and text.startswith(label):
            text = text[len(label) :].lstrip()
        elif passage.kind is not BlockKind.FURNITURE:
            label, text = take_label(text)
        passage.text, passage.label = text, label
        passage.number = number_of(label)
        if passage.kind is BlockKind.LIST_ITEM and passage.number:
            passage.kind = BlockKind.PARAGRAPH
        elif passage.kind is BlockKind.PARAGRAPH and is_bullet(label):
            passage.kind = BlockKind.LIST_ITEM
    return marks


def _join(passages: list[Passage]) -> list[Passage]:
    result: list[Passage] = []
    last: Passage | None = None
    for passage in passages:
        if last is not None and passage.kind is not BlockKind.FURNITURE and continues(last, passage):
            last.text += "\n" + passage.text
            continue
        result.append(passage)
        if passage.kind is not BlockKind.FURNITURE and passage.text:
            last = passage
    return result


def continues(last: Passage, passage: Passage) -> bool:
    """Whether a page break has parted `passage` from `last`."""
    if passage.page != last.page + 1 or passage.label or passage.tag or last.tag:
        return False
    if last.kind is BlockKind.LIST_ITEM and passage.kind is BlockKind.LIST_ITEM and last.label:
        return True
    return passage.text[:1].islower() and last.text[-1:] not in ".?!:;"


def _headings(passages: list[Passage]) -> None:
    sizes: Counter[float] = Counter()
    for passage in passages:
        if passage.kind is not BlockKind.FURNITURE:
            sizes[passage.size] += len(passage.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    for passage in passages:
        if is_heading(passage, body):
            passage.kind, passage.cell = BlockKind.HEADING, None
    styles = sorted({_style(p) for p in passages if p.kind is BlockKind.HEADING}, reverse=True)
    for passage in passages:
        if passage.kind is BlockKind.HEADING:
            passage.level = styles.index(_style(passage)) + 1
        elif passage.kind is BlockKind.LIST_ITEM:
            passage.level = max(passage.depth, 1)


def is_heading(passage: Passage, body: float) -> bool:
    """Whether a passage is set or tagged as a heading."""
    text = passage.text
    if not text or len(text) > HEADING_LENGTH or passage.kind in (BlockKind.FURNITURE, BlockKind.LIST_ITEM):
        return False
    if passage.tag:
        return True
    if passage.kind is BlockKind.TABLE_CELL or text.endswith((".", ";", ",")):
        return False
    return passage.size > body + 0.9 or passage.strong


def _style(passage: Passage) -> tuple[float, bool]:
    return passage.size, passage.strong
