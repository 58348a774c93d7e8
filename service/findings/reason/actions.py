"""Reads the actions of an improvement plan or council report: rows of its tables, items of its lists, its sentences."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from findings.intake.document import Block, BlockKind, Document
from findings.reason.plan_fields import NO_FIELDS, Fields, day_of, role_of, split_fields

SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?!\s+[A-Z“\"]|\s*$)[^.!?]*)*[.!?]*\s*")
ACTS = re.compile(
    r"\b(?:will|has been|have been|have (?:recruited|developed|introduced|commissioned|put|agreed|increased)|is being"
    r"|are being|has (?:established|introduced|developed|undertaken|delivered|begun|started)|undertook|established"
    r"|introduced|launched|is underway|are underway|now (?:being|in place)|are to be|is to be|in place)\b",
    re.IGNORECASE,
)
MIN_WORDS = 3


@dataclass(frozen=True, slots=True)
class Action:
    """Something a plan says is done; `quoted` is the finding it is printed beside, where the plan prints one.

    `start` and `end` are characters of the plan's extracted text; `page` counts from 1.
    """

    text: str
    page: int
    start: int
    end: int
    fields: Fields = NO_FIELDS
    quoted: str | None = None
    printed: bool = True

    @property
    def due(self) -> dt.date | None:
        """The day by which it is due, where one can be read."""
        return day_of(self.fields.due)


def read_actions(document: Document) -> list[Action]:
    """The actions of a document in reading order; `printed` is false for a sentence of prose that tells of one."""
    found: list[Action] = []
    for table, grouped in groupby(document.blocks, key=lambda block: block.table):
        blocks = list(grouped)
        found += _of_table(blocks) if table is not None else _of_text(blocks)
    return found


def _of_table(cells: list[Block]) -> Iterator[Action]:
    rows = [list(row) for _, row in groupby(cells, key=lambda cell: cell.row)]
    roles = {cell.column: role_of(cell.text) for cell in rows[0]}
    if "action" in roles.values():
        rows = rows[1:]
    else:
        roles = {}
    quoted = None
    for row in rows:
        named = {role: cell for cell in reversed(row) if (role := roles.get(cell.column))}
        quoted = named["finding"].text if "finding" in named else quoted
        cell = named.get("action") or (max(row, key=lambda each: len(each.text)) if not roles else None)
        if cell is None:
            continue
        said = {role: named[role].text for role in Fields._fields if role in named}
        yield from _action(cell, Fields(**said), quoted)


def _of_text(blocks: Iterable[Block]) -> list[Action]:
    found: list[Action] = []
    for block in blocks:
        text, fields = split_fields(block.text)
        if fields != NO_FIELDS and not text.strip() and found:
            found[-1] = replace(found[-1], fields=found[-1].fields.over(fields))
        elif block.kind is BlockKind.LIST_ITEM and not _numbers_prose(block):
            found += _action(block, NO_FIELDS, None)
        elif block.kind in (BlockKind.LIST_ITEM, BlockKind.PARAGRAPH):
            found += _sentences(block)
    return found


def _numbers_prose(block: Block) -> bool:
    """Whether an item is a numbered paragraph ("4.4") and not an item of a list."""
    return bool(block.number and re.search(r"\d\.\d", block.number))


def _action(block: Block, fields: Fields, quoted: str | None) -> Iterator[Action]:
    text, own = split_fields(block.text)
    if len(text.split()) < MIN_WORDS or text.rstrip().endswith("?"):
        return
    start, end = block.source_span(0, len(block.text))
    yield Action(text, block.page, start, end, fields.over(own), quoted)


def _sentences(block: Block) -> Iterator[Action]:
    for match in SENTENCE.finditer(block.text):
        text, fields = split_fields(match[0].strip())
        if ACTS.search(text) and len(text.split()) >= MIN_WORDS:
            start, end = block.source_span(match.start(), match.start() + len(match[0].rstrip()))
            yield Action(text, block.page, start, end, fields, printed=False)
