"""Cuts a report's blocks into findings: sentences of prose, whole list items, whole table cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from findings.intake.document import Block, BlockKind
from findings.pipeline.documents import BLOCKS, FINDINGS
from findings.pipeline.sentences import sentence_spans
from findings.schemas import Unit

CROSS_REFERENCE = re.compile(r"\s*\(\s*(?:paragraphs?|paras?|outcomes?|enablers?)\b[^)]*\)\s*[.;]?\s*$", re.I)
NUMBERED_PROSE = re.compile(r"\d+\.\d+")
PROSE_SENTENCES = 2.5
LABELLED, PLAIN, PROSE = "labelled", "plain", "prose"


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
    listed = any(blocks[i].kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_CELL) for i in indices)
    prose = _is_prose([blocks[i] for i in indices])
    for index in indices:
        whole = _is_whole(doc, index, listed=listed, prose=prose)
        yield from _cut_block(doc, index, whole=whole)


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
        return block.kind is BlockKind.LIST_ITEM or not listed
    if block.kind is BlockKind.PARAGRAPH or NUMBERED_PROSE.fullmatch(block.number or ""):
        return False
    return not prose and not (cue is not None and cue.effect == "prose")


def _cut_block(doc: Doc, index: int, *, whole: bool) -> Iterator[Span]:
    block, block_span = doc._.document.blocks[index], doc.spans[BLOCKS][index]
    bounds = [(0, len(block.text))] if whole else sentence_spans(block.text)
    for start, end in bounds:
        tail = CROSS_REFERENCE.search(block.text, start, end)
        span = doc.char_span(
            block_span.start_char + start,
            block_span.start_char + (tail.start() if tail and tail.start() > start else end),
            alignment_mode="expand",
        )
        if span is not None and len(span):
            yield _describe(span, block_span, block, index, tail.group() if tail else "", whole=whole)


def _describe(span: Span, block_span: Span, block: Block, index: int, tail: str, *, whole: bool) -> Span:
    span._.block = index
    span._.section = block_span._.section
    span._.cue = block_span._.cue
    span._.responsible_body = block_span._.responsible_body
    span._.framework = printed_framework(tail)
    cell = block.kind is BlockKind.TABLE_CELL
    span._.unit = Unit.TABLE_CELL if cell else Unit.LIST_ITEM if whole else Unit.SENTENCE
    return span


def printed_framework(tail: str) -> tuple[tuple[str, bool], ...]:
    """National Framework ids that inspectors print after a finding, as `(id, True)`."""
    if "framework" not in tail.lower():
        return ()
    names = re.findall(r"(outcome|enabler)s?((?:\s*(?:,|and|&)?\s*\d)+)", tail, re.I)
    return tuple((f"{kind.lower()}_{digit}", True) for kind, digits in names for digit in re.findall(r"\d", digits))
