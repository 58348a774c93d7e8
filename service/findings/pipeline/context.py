"""What stands around a finding: the headings above it, and the other sentences of its paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from spacy.tokens import Doc, Span

from findings.intake.document import BlockKind
from findings.pipeline.documents import BLOCKS, FINDINGS

HEADINGS = 2  # the innermost; those further out are the report's title
BACK, FORWARD = 3, 2  # sentences of the same block
PLACE = attrgetter("section", "block", "cue")


class Context(NamedTuple):
    """A finding with the finding before it in its section, the headings above it, and the sentences around it."""

    span: Span
    before: Span | None
    headings: tuple[Span, ...]
    around: tuple[Span, ...]


def contexts(doc: Doc) -> Iterator[Context]:
    """The context of every finding of `doc`, in order."""
    spans = list(doc.spans.get(FINDINGS, ()))
    titles = _titles(doc)
    known = [PLACE(span._) for span in spans]
    sections, blocks = [section for section, _, _ in known], [block for _, block, _ in known]
    for index, (span, (section, _, cue)) in enumerate(zip(spans, known, strict=True)):
        before = spans[index - 1] if index and sections[index - 1] == section else None
        # A heading that gives the label tells structure its part already: words are to be read without it.
        told = cue is not None and cue.labels
        above = () if told else tuple(titles[text] for text in (section or ())[-HEADINGS:] if text in titles)
        yield Context(span, before, above, tuple(spans[near] for near in _around(blocks, index)))


def _titles(doc: Doc) -> dict[str, Span]:
    """The span of every heading, by its text."""
    if doc._.document is None:
        return {}
    pairs = zip(doc._.document.blocks, doc.spans[BLOCKS], strict=True)
    return {block.text: span for block, span in pairs if block.kind is BlockKind.HEADING}


def _around(blocks: Sequence[int | None], index: int) -> Iterator[int]:
    """Which findings stand near the finding `index` in the same of `blocks`."""
    block = blocks[index]
    for near in range(max(0, index - BACK), min(len(blocks), index + FORWARD + 1)):
        if near != index and block is not None and blocks[near] == block:
            yield near
