"""Cuts a report's blocks into findings: sentences of prose, whole list items, whole table cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from findings.intake.document import Block, BlockKind
from findings.pipeline.documents import BLOCKS, FINDINGS
from findings.pipeline.framework import CROSS_REFERENCE, printed_framework
from findings.pipeline.outline import Decision
from findings.pipeline.segments import introduces
from findings.pipeline.sentences import sentence_spans
from findings.schemas import Unit

UNMARKED = (BlockKind.PARAGRAPH, BlockKind.TABLE_CELL)
ASKS = re.compile(
    r"(?!.*\bfollowing\b[^.]*$).*\b(?:should|must|needs? to)\b(?! take)(?:\s[\w’',-]+){3,}.*:$", re.DOTALL
)
NUMBERED_PROSE = re.compile(r"\d+\.\d+")
PROSE_SENTENCES = 2.5
NUMBERED_SENTENCES = 4
INTRODUCTION = Decision("none", "lead_in", "introduces the list below it")


class _OfBlock(NamedTuple):
    """What is known of a block."""

    section: tuple[str, ...]
    cue: Decision | None
    responsible_body: str | None


OF_BLOCK = attrgetter(*_OfBlock._fields)


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
        cut = _Cut(doc)
        spans = [span for group in cut.sections() for span in cut.section(group)]
        doc.spans[FINDINGS] = SpanGroup(doc, name=FINDINGS, spans=spans)
        return doc


class _Cut:
    """Cuts the blocks of one Doc, whose attributes are asked for once."""

    def __init__(self, doc: Doc) -> None:
        spans = list(doc.spans[BLOCKS])
        self.doc = doc
        self.blocks: tuple[Block, ...] = doc._.document.blocks
        self.known = [_OfBlock(*OF_BLOCK(span._)) for span in spans]
        self.starts, self.ends = [span.start_char for span in spans], [span.end_char for span in spans]
        self.below = list(_below(self.blocks))

    def sections(self) -> Iterator[list[int]]:
        """Indices of the blocks that can hold findings, one list a stretch under the same headings."""
        for _, group in groupby(range(len(self.blocks)), key=lambda i: self.known[i].section):
            yield [i for i in group if self.blocks[i].kind not in (BlockKind.HEADING, BlockKind.FURNITURE)]

    def section(self, indices: list[int]) -> Iterator[Span]:
        """The findings of the blocks at `indices`, which stand under the same headings."""
        blocks = [self.blocks[i] for i in indices]
        listed = any(block.kind is BlockKind.TABLE_CELL or _is_item(block) for block in blocks)
        prose = _is_prose(blocks)
        for first, last in self._with_nested(indices):
            if last > first or self._is_whole(first, listed=listed, prose=prose):
                yield self._whole(first, last)
            else:
                yield from self._sentences(first)

    def _with_nested(self, indices: list[int]) -> Iterator[tuple[int, int]]:
        """First and last block of each passage: under a heading that labels, nested items belong to their parent."""
        blocks, parents, at = self.blocks, self._unmarked_parents(indices), 0
        while at < len(indices):
            first = last = indices[at]
            cue = self.known[first].cue
            at += 1
            item = _is_item(blocks[first]) or first in parents
            if item and cue is not None and cue.labels and cue.kind == "heading":
                while at < len(indices) and _is_nested(blocks[indices[at]], blocks[first]):
                    last = indices[at]
                    at += 1
            yield first, last

    def _unmarked_parents(self, indices: list[int]) -> set[int]:
        """The items of a list without bullets of its own that have bulleted parts: two or more that ask for something.

        They are told from the lead-ins of lists ("The partnership should:") by saying more than who should act.
        """
        blocks = self.blocks
        found = {
            one
            for one, below in pairwise(indices)
            if blocks[one].kind in UNMARKED
            and blocks[below].kind is BlockKind.LIST_ITEM
            and ASKS.match(blocks[one].text)
        }
        return found if len(found) > 1 else set()

    def _is_whole(self, index: int, *, listed: bool, prose: bool) -> bool:
        """Whether a block is one finding however many sentences it has."""
        block, cue = self.blocks[index], self.known[index].cue
        if block.kind is BlockKind.TABLE_CELL:
            return True
        if cue is not None and cue.labels:
            over = self._introduces(index)
            item = _is_item(block) and not (over and self.below[index] is BlockKind.HEADING)
            return not _is_prose_of(block, cue) and (item or not (listed or over))
        if block.kind is BlockKind.PARAGRAPH or NUMBERED_PROSE.fullmatch(block.number or ""):
            return False
        return not prose and not (cue is not None and cue.effect == "prose")

    def _whole(self, first: int, last: int) -> Span:
        """The span of one list item or cell, its nested items included."""
        cell = self.blocks[first].kind is BlockKind.TABLE_CELL
        unit = Unit.TABLE_CELL if cell else Unit.LIST_ITEM
        cue = INTRODUCTION if cell and self._introduces_cell(first) else self.known[first].cue
        return self._finding(self.starts[first], self.ends[last], unit, first, last, cue)

    def _sentences(self, index: int) -> Iterator[Span]:
        """The sentences of a block; what its heading makes of items says nothing of them."""
        offset, cue = self.starts[index], self.known[index].cue
        if cue is not None and (cue.labels or cue.chances is not None):
            cue = None
        over = self._introduces(index)
        bounds = sentence_spans(self.blocks[index].text)
        for start, end in bounds:
            said = INTRODUCTION if over and (start, end) == bounds[-1] else cue
            yield self._finding(offset + start, offset + end, Unit.SENTENCE, index, index, said)

    def _introduces(self, index: int) -> bool:
        """Whether a paragraph introduces what stands below it: a list, or the headings over several."""
        block = self.blocks[index]
        return (
            block.kind is BlockKind.PARAGRAPH
            and self.below[index] in (BlockKind.LIST_ITEM, BlockKind.HEADING)
            and introduces(block.text)
        )

    def _introduces_cell(self, index: int) -> bool:
        """Whether a passage in a table's cell introduces the passages below it in the same cell."""
        block = self.blocks[index]
        below = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        same = below is not None and block.table is not None and _cell(below) == _cell(block)
        return same and introduces(block.text) and not ASKS.match(block.text)

    def _finding(self, start: int, end: int, unit: Unit, first: int, last: int, cue: Decision | None) -> Span:
        """A finding without its printed cross-reference; its attributes but for `cue` are those of its first block."""
        offset, text = self.starts[last], self.blocks[last].text
        tail = CROSS_REFERENCE.search(text, max(0, start - offset), end - offset)
        cut = offset + tail.start() if tail and offset + tail.start() > start else end
        span = self.doc.char_span(start, cut, alignment_mode="expand")
        assert span is not None
        under = span._
        under.block, under.last_block, under.unit, under.cue = first, last, unit, cue
        under.section, _, under.responsible_body = self.known[first]
        under.framework = printed_framework(tail.group()) if tail else ()
        return span


def _below(blocks: tuple[Block, ...]) -> Iterator[BlockKind | None]:
    """The kind of the block that stands below each, page furniture left out."""
    kinds: list[BlockKind | None] = [None]
    for block in reversed(blocks[1:]):
        kinds.append(kinds[-1] if block.kind is BlockKind.FURNITURE else block.kind)
    return reversed(kinds)


def _cell(block: Block) -> tuple[int | None, int | None, int | None]:
    return block.table, block.row, block.column


def _is_item(block: Block) -> bool:
    """Whether a block under a heading that labels is an item: printed with a bullet, or with a plain number."""
    return block.kind is BlockKind.LIST_ITEM or (block.number or "").isdigit()


def _is_nested(block: Block, parent: Block) -> bool:
    if block.kind is not BlockKind.LIST_ITEM:
        return False
    return block.level > parent.level > 0 or (parent.kind in UNMARKED and parent.text.endswith(":"))


def _is_prose(blocks: list[Block]) -> bool:
    """Whether a section's list items are paragraphs that happen to be printed with bullets or numbers."""
    counts = [len(sentence_spans(block.text)) for block in blocks if block.kind is BlockKind.LIST_ITEM]
    return bool(counts) and sum(counts) / len(counts) >= PROSE_SENTENCES


def _is_prose_of(block: Block, cue: Decision) -> bool:
    """Whether a paragraph under a heading that no cue lists has more sentences than an item usually has."""
    if block.kind is not BlockKind.PARAGRAPH or cue.chances is None:
        return False
    most = NUMBERED_SENTENCES if _is_item(block) else PROSE_SENTENCES
    return len(sentence_spans(block.text)) > most
