"""Reads a report's structure: which headings stand above a block, and what they or a lead-in make of it.

The inspectorate says what it calls a passage by where it prints it: under a heading ("Areas for priority action"),
after a lead-in ("…in need of swift and decisive priority action:") or in a table column so named. This component
finds that out for every block and leaves it in the block span's attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from findings.intake.document import Block, BlockKind
from findings.pipeline.arrays import ArrayComponent, Arrays
from findings.pipeline.documents import BLOCKS
from findings.pipeline.headings import HeadingModel
from findings.pipeline.outline import UNLISTED, Chances, Decision, HeadingReader, Outline, Placed, cell_decision, decide
from findings.pipeline.tables import Table, tables
from findings.taxonomy import cues

OUTSIDE = Decision("none", "lead_in", "outside the letter: address, signature, copies")
OPENING_WITHIN = 60  # blocks; an address is no longer
INTRODUCES = re.compile(
    r"(?::-?|[–-]|\binclud(?:e|ing)|\bfollowing (?:action|area|aspect|improvement|issue|point|strength)s?\.?)$",
    re.IGNORECASE,
)
LONGEST_INTRODUCING = 30  # characters: more than the longest end of a passage that introduces a list
ITEMS = (BlockKind.LIST_ITEM, BlockKind.TABLE_CELL)


def place_blocks(blocks: tuple[Block, ...], read: HeadingReader = lambda _: None) -> Iterator[Placed]:
    """Where each block stands, in order; `read` reads the headings and lead-ins that no cue lists."""
    outline, introduced, opened = Outline(read), None, _Opened()
    in_tables, (opening, closing), title = tables(blocks), letter(blocks), title_of(blocks)
    for index, block in enumerate(blocks):
        if not opening <= index < closing:
            yield replace(outline.place(), decision=OUTSIDE)
            continue
        if block.kind is BlockKind.HEADING:
            outline.enter(block, listed=_list_follows(blocks, index), title=index == title)
            introduced = None
        elif block.kind is BlockKind.PARAGRAPH and cues.match(block.text, "section"):
            outline.end_list(block.text)
        elif block.kind is not BlockKind.FURNITURE:
            outline.fill(item=block.kind in ITEMS)
            introduced = lead_in(block, outline.place(), read) if block.kind is BlockKind.PARAGRAPH else introduced
        place = outline.place()
        if block.kind is BlockKind.LIST_ITEM:
            parts = opened.decision_for(block, place, read)
            place = replace(place, decision=parts or introduced or place.decision)
        elif block.kind is not BlockKind.FURNITURE:
            opened = _Opened()
        table = in_tables.get(index)
        yield _place_cell(place, block, table, read) if table else place


class _Opened:
    """An item that introduces the deeper items below it: "Strengths:" on a slide."""

    def __init__(self) -> None:
        self.level = 0
        self.decision: Decision | None = None

    def decision_for(self, item: Block, place: Placed, read: HeadingReader) -> Decision | None:
        """What the item above makes of a deeper one; any other may introduce deeper ones itself."""
        if self.decision is not None and item.level > self.level:
            return self.decision
        governed = place.decision is not None and place.decision.decides
        self.level = item.level
        self.decision = None if governed or not item.text.endswith(":") else lead_in(item, place, read)
        return None


def introduces(text: str) -> bool:
    """Whether a passage ends as those do that introduce what stands below them."""
    return INTRODUCES.search(text, len(text) - LONGEST_INTRODUCING) is not None


def lead_in(block: Block, place: Placed, read: HeadingReader) -> Decision | None:
    """What a paragraph that introduces a list makes of the list, if its last sentence says so."""
    if not introduces(block.text):
        return None
    sentence = block.text.rsplit(". ", 1)[-1]
    if cue := cues.match(sentence, "lead_in"):
        return Decision(cue.effect, "lead_in", sentence)
    decided = place.decision is not None and place.decision.decides
    chances = None if decided else read(sentence)
    return Decision(UNLISTED, "lead_in", sentence, chances) if chances else None


def _list_follows(blocks: tuple[Block, ...], index: int) -> bool:
    """Whether a list, or paragraphs with plain numbers, stand directly below a block."""
    below = next((block for block in blocks[index + 1 :] if block.kind is not BlockKind.FURNITURE), None)
    return below is not None and (below.kind in ITEMS or (below.number or "").isdigit())


def title_of(blocks: tuple[Block, ...]) -> int | None:
    """The block that is the title of the whole document: its first heading, where every other stands below it."""
    levels = [(block.level or 1, i) for i, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    below = levels and all(level > levels[0][0] for level, _ in levels[1:])
    return levels[0][1] if len(levels) > 1 and below else None


def letter(blocks: tuple[Block, ...]) -> tuple[int, int]:
    """Where the body of a letter begins and ends: from its salutation to its close; all of any other document."""
    greeting = (i for i, block in enumerate(blocks[:OPENING_WITHIN]) if cues.match(block.text, "opening"))
    opening = next(greeting, -1) + 1
    signed = (i for i, block in enumerate(blocks) if i > opening and cues.match(block.text, "closing"))
    return opening, next(signed, len(blocks))


def _place_cell(place: Placed, block: Block, table: Table, read: HeadingReader) -> Placed:
    decision = cell_decision(place, table.header(block), read)
    if (decision is None or not decision.decides) and (effect := table.rated(block)):
        decision = Decision(effect, "table", "a rated row of a table")
    if table.is_header(block) or table.names_body(block) or table.grades(block):
        decision = Decision("none", "table", "a table's heading, row name or grade")
    return replace(place, decision=decision, responsible_body=table.body(block))


@Language.factory("findings_segments")
def make_segments(nlp: Language, name: str) -> Segments:
    """The component's factory."""
    return Segments(nlp, name)


class Segments(ArrayComponent):
    """Leaves `section`, `cue` and `responsible_body` on every span of `doc.spans["blocks"]`.

    What no cue lists is read by `headings`, where that has been trained.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp = nlp
        self.name = name
        self.headings = HeadingModel.empty()

    def __call__(self, doc: Doc) -> Doc:
        """Place every block of `doc`."""
        placed = place_blocks(doc._.document.blocks, self._read)
        for span, place in zip(doc.spans[BLOCKS], placed, strict=True):
            span._.section = place.section
            span._.cue = place.decision
            span._.responsible_body = place.responsible_body
        return doc

    def read(self, heading: str) -> Decision | None:
        """What a heading that stands under no other says of the passages below it."""
        return decide(heading, "heading", self._read)

    def _read(self, text: str) -> Chances | None:
        return self.headings.chances(text) if self.headings else None

    def to_arrays(self) -> Arrays:
        """The arrays of the model of headings."""
        return self.headings.to_arrays()

    def from_arrays(self, arrays: Arrays) -> None:
        """Take over the model of headings that `arrays` hold."""
        self.headings = HeadingModel.from_arrays(arrays)
