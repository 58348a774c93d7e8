"""Reads plain text as people paste it: bullets lost, hard line breaks, page furniture left in."""

from __future__ import annotations

import hashlib
import re

from findings.intake.columns import read_columns
from findings.intake.document import Block, BlockKind, Document
from findings.intake.furniture import mark_furniture
from findings.intake.grouping import group
from findings.intake.headings import Passage
from findings.intake.kinds import decide_headings, kind_of, level_of, numbers_prose, place_headings
from findings.intake.lines import Line, read_lines
from findings.intake.mapped import Mapped, joined
from findings.intake.slides import split_slides

_HYPHENATED = re.compile(r"\w-$")


def read_text(text: str) -> Document:
    """The document of a posted text: its `text` is the posted one, verbatim, and its blocks point into it."""
    lines = split_slides(read_lines(text))
    mark_furniture(lines)
    passages = group(read_columns([line for line in lines if not line.furniture]))
    decide_headings(passages)
    place_headings(passages)
    blocks = _blocks(passages) + [_furniture(line) for line in lines if line.furniture]
    blocks.sort(key=lambda block: block.pieces[0].start)
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    pages = lines[-1].page if lines else 1
    return Document(sha256, "text/plain", text, tuple(blocks), pages, _title(blocks))


def _blocks(passages: list[Passage]) -> list[Block]:
    blocks: list[Block] = []
    effect = ""
    table = row = -1
    prose = numbers_prose(passages)
    for passage in passages:
        if passage.heading and passage.depth == 1:
            effect = passage.effect
        if passage.first.cells:
            table, row = (table, row + 1) if row >= 0 else (table + 1, 0)
            blocks.extend(_cells(passage.first, table, row))
            continue
        row = -1
        blocks.append(_block(passage, kind_of(passage, effect, prose=prose)))
    return blocks


def _block(passage: Passage, kind: BlockKind) -> Block:
    content = _content(passage.lines)
    first = passage.first
    number = (first.marker.number or None) if first.marker else None
    strong = all(line.strong for line in passage.lines)
    level = level_of(passage, kind)
    return Block(kind, content.text, content.pieces, first.page, level, number, strong=strong)


def _content(lines: list[Line]) -> Mapped:
    """The lines' text as one, words broken at a hyphen joined."""
    parts = [lines[0].content]
    for line in lines[1:]:
        separator = "" if _HYPHENATED.search(parts[-1].text) else " "
        parts.append(Mapped(separator, ()))
        parts.append(line.content)
    return joined(parts, "")


def _cells(line: Line, table: int, row: int) -> list[Block]:
    return [
        Block(BlockKind.TABLE_CELL, cell.text, cell.pieces, line.page, table=table, row=row, column=column)
        for column, cell in enumerate(line.cells)
        if cell.text
    ]


def _furniture(line: Line) -> Block:
    content = line.unmarked or line.content
    return Block(BlockKind.FURNITURE, content.text, content.pieces, line.page)


def _title(blocks: list[Block]) -> str | None:
    first = next((block for block in blocks if block.kind is not BlockKind.FURNITURE), None)
    return first.text[:300] if first is not None and first.kind is BlockKind.HEADING else None
