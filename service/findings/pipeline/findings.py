"""Cuts a report's blocks into findings: sentences of prose, whole list items, whole table cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import attrgetter

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from findings.intake.document import Block, BlockKind
from findings.pipeline.documents import BLOCKS, FINDINGS
from findings.pipeline.framework import CROSS_REFERENCE, printed_framework
from findings.pipeline.outline import Decision
from findings.pipeline.segments import INTRODUCES
from findings.pipeline.sentences import sentence_spans
from findings.schemas import Unit

UNMARKED = (BlockKind.PARAGRAPH, BlockKind.TABLE_CELL)
ASKS = re.compile(
    r"(?!.*\bfollowing\b[^.]*$).*\b(?:should|must|needs? to)\b(?! take)(?:\s[\w’',-]+){3,}.*:$", re.DOTALL
)
NUMBERED_PROSE = re.compile(r"\d+\.\d+")
OF_BLOCK = attrgetter("section", "cue", "responsible_body")
PROSE_SENTENCES = 2.5
NUMBERED_SENTENCES = 4
INTRODUCTION = Decision("none", "lead_in", "introduces the list below it")


@Language.factory("findings_findings")
def make_findings(nlp: Language, name: str) -> Findings:
    """The component's factory."""
    return Findings(nlp, name)


class Findings:
    """Fills `doc.spans["findings"]`; each span knows its block, section, unit and cue."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp = nlp
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Cut `doc` into findings."""
        spans = [span for group in _sections(doc) for span in _cut_section(doc, group)]
        doc.spans[FINDINGS] = SpanGroup(doc, name=FINDINGS, spans=spans)
        return doc


def _sections(doc: Doc) -> Iterator[list[int]]:
    """Indices of the blocks that can hold findings, one list a stretch under the same headings."""
    blocks, spans = doc._.document.blocks, doc.spans[BLOCKS]
    for _, group in groupby(range(len(blocks)), key=lambda i: spans[i]._.section):
        yield [i for i in group if blocks[i].kind not in (BlockKind.HEADING, BlockKind.FURNITURE)]


def _cut_section(doc: Doc, indices: list[int]) -> Iterator[Span]:
    blocks = doc._.document.blocks
    listed = any(blocks[i].kind is BlockKind.TABLE_CELL or _is_item(blocks[i]) for i in indices)
    prose = _is_prose([blocks[i] for i in indices])
    for first, last in _with_nested(doc, indices):
        if last > first or _is_whole(doc, first, listed=listed, prose=prose):
            yield _whole(doc, first, last)
        else:
            yield from _sentences(doc, first)


def _with_nested(doc: Doc, indices: list[int]) -> Iterator[tuple[int, int]]:
    """First and last block of each passage: under a heading that labels, nested items belong to their parent."""
    blocks, spans = doc._.document.blocks, doc.spans[BLOCKS]
    parents, at = _unmarked_parents(doc, indices), 0
    while at < len(indices):
        first = last = indices[at]
        cue = spans[first]._.cue
        at += 1
        item = _is_item(blocks[first]) or first in parents
        if item and cue is not None and cue.labels and cue.kind == "heading":
            while at < len(indices) and _is_nested(blocks[indices[at]], blocks[first]):
                last = indices[at]
                at += 1
        yield first, last


def _is_item(block: Block) -> bool:
    """Whether a block under a heading that labels is an item: printed with a bullet, or with a plain number."""
    return block.kind is BlockKind.LIST_ITEM or (block.number or "").isdigit()


def _is_nested(block: Block, parent: Block) -> bool:
    if block.kind is not BlockKind.LIST_ITEM:
        return False
    return block.level > parent.level > 0 or (parent.kind in UNMARKED and parent.text.endswith(":"))


def _unmarked_parents(doc: Doc, indices: list[int]) -> set[int]:
    """The items of a list without bullets of its own that have bulleted parts: at least two, each asking for something.

    They are told from the lead-ins of lists ("The partnership should:") by saying more than who should act.
    """
    blocks: tuple[Block, ...] = doc._.document.blocks
    pairs = pairwise(indices)
    found = {
        one
        for one, below in pairs
        if blocks[one].kind in UNMARKED and blocks[below].kind is BlockKind.LIST_ITEM and ASKS.match(blocks[one].text)
    }
    return found if len(found) > 1 else set()


def _is_prose(blocks: list[Block]) -> bool:
    """Whether a section's list items are paragraphs that happen to be printed with bullets or numbers."""
    counts = [len(sentence_spans(block.text)) for block in blocks if block.kind is BlockKind.LIST_ITEM]
    return bool(counts) and sum(counts) / len(counts) >= PROSE_SENTENCES


def _is_whole(doc: Doc, index: int, *, listed: bool, prose: bool) -> bool:
    """Whether a block is one finding however many sentences it has."""
    block: Block = doc._.document.blocks[index]
    cue = doc.spans[BLOCKS][index]._.cue
    if block.kind is BlockKind.TABLE_CELL:
        return True
    if cue is not None and cue.labels:
        introduces = _introduces(doc, index)
        item = _is_item(block) and not (introduces and _below(doc, index) is BlockKind.HEADING)
        return not _is_prose_of(block, cue) and (item or not (listed or introduces))
    if block.kind is BlockKind.PARAGRAPH or NUMBERED_PROSE.fullmatch(block.number or ""):
        return False
    return not prose and not (cue is not None and cue.effect == "prose")


def _whole(doc: Doc, first: int, last: int) -> Span:
    """The span of one list item or cell, its nested items included."""
    start, end = doc.spans[BLOCKS][first].start_char, doc.spans[BLOCKS][last].end_char
    cell = doc._.document.blocks[first].kind is BlockKind.TABLE_CELL
    return _finding(doc, start, end, Unit.TABLE_CELL if cell else Unit.LIST_ITEM, first, last)


def _sentences(doc: Doc, index: int) -> Iterator[Span]:
    blocks, offset = doc._.document.blocks, doc.spans[BLOCKS][index].start_char
    introduces = _introduces(doc, index)
    bounds = sentence_spans(blocks[index].text)
    for start, end in bounds:
        span = _finding(doc, offset + start, offset + end, Unit.SENTENCE, index, index)
        if introduces and (start, end) == bounds[-1]:
            span._.cue = INTRODUCTION
        elif span._.cue is not None and (span._.cue.labels or span._.cue.chances is not None):
            span._.cue = None
        yield span


def _introduces(doc: Doc, index: int) -> bool:
    """Whether a paragraph introduces what stands below it: a list, or the headings over several."""
    block: Block = doc._.document.blocks[index]
    introduces = block.kind is BlockKind.PARAGRAPH and INTRODUCES.search(block.text)
    return bool(introduces) and _below(doc, index) in (BlockKind.LIST_ITEM, BlockKind.HEADING)


def _below(doc: Doc, index: int) -> BlockKind | None:
    """The kind of the block that stands below another, page furniture left out."""
    below = (block.kind for block in doc._.document.blocks[index + 1 :] if block.kind is not BlockKind.FURNITURE)
    return next(below, None)


def _is_prose_of(block: Block, cue: Decision) -> bool:
    """Whether a paragraph under a heading that no cue lists has more sentences than an item usually has."""
    if block.kind is not BlockKind.PARAGRAPH or cue.chances is None:
        return False
    most = NUMBERED_SENTENCES if _is_item(block) else PROSE_SENTENCES
    return len(sentence_spans(block.text)) > most


def _finding(doc: Doc, start: int, end: int, unit: Unit, first: int, last: int) -> Span:
    """A finding without its printed cross-reference; its attributes are those of its first block."""
    offset, text = doc.spans[BLOCKS][last].start_char, doc._.document.blocks[last].text
    tail = CROSS_REFERENCE.search(text, max(0, start - offset), end - offset)
    cut = offset + tail.start() if tail and offset + tail.start() > start else end
    span, block = doc.char_span(start, cut, alignment_mode="expand"), doc.spans[BLOCKS][first]
    assert span is not None
    under = span._
    under.block, under.last_block, under.unit = first, last, unit
    under.section, under.cue, under.responsible_body = OF_BLOCK(block._)
    under.framework = printed_framework(tail.group()) if tail else ()
    return span
