"""Reads a report's structure: which headings stand above a block, and what they or a lead-in make of it.

The inspectorate says what it calls a passage by where it prints it: under a heading ("Areas for priority action"),
after a lead-in ("…in need of swift and decisive priority action:") or in a table column so named. This component
finds that out for every block and leaves it in the block span's attributes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from findings.intake.document import Block, BlockKind
from findings.pipeline.documents import BLOCKS
from findings.pipeline.tables import Table, tables
from findings.taxonomy import cues
from findings.taxonomy.loader import taxonomy


@dataclass(frozen=True, slots=True)
class Decision:
    """What the structure makes of a block: an `effect` (see `taxonomy.cues`), by which `kind` of cue, and its words."""

    effect: str
    kind: str
    detail: str

    @property
    def labels(self) -> bool:
        """Whether it names a label outright."""
        return self.effect in taxonomy().labels


OUTSIDE = Decision("none", "lead_in", "outside the letter: address, signature, copies")
OPENING_WITHIN = 60  # blocks; an address is no longer


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a block stands: the headings above it, and what decides about it."""

    section: tuple[str, ...] = ()
    decision: Decision | None = None
    responsible_body: str | None = None


@dataclass(slots=True)
class _Heading:
    level: int
    text: str
    decision: Decision | None


HeadingReader = Callable[[str], str | None]


class Outline:
    """The headings above the current block, innermost last."""

    def __init__(self, read_heading: HeadingReader) -> None:
        self.read_heading = read_heading
        self.stack: list[_Heading] = []

    def enter(self, block: Block) -> None:
        """Step under a heading; one without an effect of its own inherits from the heading it stands under."""
        level = block.level or 1
        while self.stack and self.stack[-1].level >= level:
            self.stack.pop()
        effect = self.read_heading(block.text)
        inherited = self.stack[-1].decision if self.stack else None
        decision = Decision(effect, "heading", block.text) if effect else inherited
        self.stack.append(_Heading(level, block.text, decision))

    def place(self) -> Placed:
        """Where a block under the current headings stands."""
        decision = self.stack[-1].decision if self.stack else None
        return Placed(tuple(heading.text for heading in self.stack), decision)


def lead_in(block: Block) -> Decision | None:
    """What a paragraph that introduces a list makes of the list, if its last sentence says so."""
    if not block.text.endswith((":", "include", "including", ":-", "–", "-")):
        return None
    sentence = block.text.rsplit(". ", 1)[-1]
    cue = cues.match(sentence, "lead_in")
    return Decision(cue.effect, "lead_in", sentence) if cue else None


def read_cue(text: str) -> str | None:
    """The effect of a heading that the cue data lists."""
    cue = cues.match(text, "heading")
    return cue.effect if cue else None


def place_blocks(blocks: tuple[Block, ...], read_heading: HeadingReader = read_cue) -> Iterator[Placed]:
    """Where each block stands, in order."""
    outline, introduced = Outline(read_heading), None
    in_tables, (opening, closing) = tables(blocks), letter(blocks)
    for index, block in enumerate(blocks):
        if not opening <= index < closing:
            yield replace(outline.place(), decision=OUTSIDE)
            continue
        if block.kind is BlockKind.HEADING:
            outline.enter(block)
            introduced = None
        elif block.kind is BlockKind.PARAGRAPH:
            introduced = lead_in(block)
        place = outline.place()
        if block.kind is BlockKind.LIST_ITEM and introduced:
            place = replace(place, decision=introduced)
        table = in_tables.get(index)
        yield _place_cell(place, block, table, read_heading) if table else place


def letter(blocks: tuple[Block, ...]) -> tuple[int, int]:
    """Where the body of a letter begins and ends: from its salutation to its close; all of any other document."""
    opening = next((i for i, block in enumerate(blocks[:OPENING_WITHIN]) if cues.match(block.text, "opening")), 0)
    signed = (i for i, block in enumerate(blocks) if i > opening and cues.match(block.text, "closing"))
    return opening, next(signed, len(blocks))


def _place_cell(place: Placed, block: Block, table: Table, read_heading: HeadingReader) -> Placed:
    header = table.header(block)
    effect = read_heading(header) if header else None
    decision = Decision(effect, "table", header) if header and effect else place.decision
    if table.is_header(block) or table.names_body(block) or table.grades(block):
        decision = Decision("none", "table", "a table's heading, row name or grade")
    return replace(place, decision=decision, responsible_body=table.body(block))


@Language.factory("findings_segments")
def make_segments(nlp: Language, name: str) -> Segments:
    """The component's factory."""
    return Segments(nlp, name)


class Segments:
    """Leaves `section`, `cue` and `responsible_body` on every span of `doc.spans["blocks"]`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp = nlp
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Place every block of `doc`."""
        for span, place in zip(doc.spans[BLOCKS], place_blocks(doc._.document.blocks), strict=True):
            span._.section = place.section
            span._.cue = place.decision
            span._.responsible_body = place.responsible_body
        return doc
