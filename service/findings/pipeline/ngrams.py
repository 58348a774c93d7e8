"""What the words of a passage are made of: hashed n-grams of words and of clauses, beginnings and endings of words.

Everything is a 64-bit hash, so that no strings are kept. A word form is taken apart once and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.strings import StringStore, get_string_id

from findings.pipeline.entity_features import WordClasses

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

AGAINST = frozenset(["but", "however", "yet", "nevertheless", "nonetheless"])
ALTHOUGH = frozenset(["although", "though", "while", "whilst", "despite", "except"])
NEGATORS = frozenset(
    ["not", "no", "never", "without", "n't", "nor", "neither", "cannot", "lack", "lacks", "few", "little", "rarely"]
)
NEGATION_REACH = 4
WORD_OFFSETS = ((0,), (0, 1), (0, 1, 2))
CLASS_OFFSETS = (*WORD_OFFSETS, (0, 2))
CLASSES = 2
STARTS = (4, 5, 6, 7, 8)
ENDS = (3, 4, 5)
MIX = np.uint64(0x9E3779B97F4A7C15)


class Role(IntEnum):
    """What a word does to those after it."""

    NONE = 0
    AGAINST = 1
    ALTHOUGH = 2
    STOP = 3
    NEGATOR = 4


class Group(IntEnum):
    """Families of n-grams; each is weighed to unit length on its own."""

    WORDS = 0
    CLAUSE = 1
    BEFORE = 2
    CHARACTERS = 3
    CLASSES = 4
    HEADING = 5
    AROUND = 6


NOTHING: Hashes = np.zeros(0, np.uint64)


class Passage(NamedTuple):
    """The lower-case form ids of a finding's tokens, and of its context, empty where there is none.

    `before` is the sentence before it, `heading` the headings above it, `around` the other sentences of its paragraph.
    """

    words: Hashes
    before: Hashes = NOTHING
    heading: Hashes = NOTHING
    around: Hashes = NOTHING


class Grams(NamedTuple):
    """N-grams of many passages: `row` of the passage, `hash`, `group`, first token and number of tokens."""

    row: Ints
    hash: Hashes
    group: Ints
    token: Ints
    length: Ints

    def of_rows(self, keep: Ints, rows: int) -> Grams:
        """The n-grams of the passages numbered `keep` of `rows`, numbered in that order."""
        place = np.full(rows, -1)
        place[keep] = np.arange(len(keep))
        row = place[self.row]
        good = row >= 0
        return Grams(row[good], self.hash[good], self.group[good], self.token[good], self.length[good])


@dataclass(frozen=True, slots=True)
class Form:
    """A word form taken apart: its normal hash (0 for punctuation), role, beginnings and endings, word classes."""

    hash: int
    role: Role
    characters: Hashes
    classes: tuple[int, ...] = (0,) * CLASSES


class FormTable:
    """Word forms by lower-case id, each taken apart once; forgets everything when it grows past `limit`."""

    def __init__(self, strings: StringStore, classes: WordClasses | None = None, limit: int = 100_000) -> None:
        self.strings = strings
        self.classes = classes or WordClasses.none()
        self.limit = limit
        self.forms: dict[int, Form] = {}

    def look_up(self, ids: Hashes) -> tuple[list[Form], Ints]:
        """The forms that occur among `ids`, and which of them each is."""
        forms = self.forms
        if len(forms) > self.limit:
            forms.clear()
        unique, which = np.unique(ids, return_inverse=True)
        for each in set(unique.tolist()) - forms.keys():
            forms[each] = take_apart(self.strings[each], self.classes)
        return [forms[each] for each in unique.tolist()], which


def take_apart(lower: str, classes: WordClasses) -> Form:
    """The form of one lower-case token."""
    plain = lower.replace("’", "'").replace("‘", "'")
    text = re.sub(r"\d+", "0", plain)
    if not any(character.isalnum() for character in text):
        stops = text.strip() in {",", ";", ":", ".", "–", "—", "-", "("}
        return Form(0, Role.STOP if stops else Role.NONE, np.zeros(0, np.uint64))
    known = tuple(classes.of(get_string_id(plain))[:CLASSES])
    return Form(get_string_id(text), role_of(text), character_grams(text), known)


def role_of(text: str) -> Role:
    """What the word `text` does to those after it."""
    words = ((AGAINST, Role.AGAINST), (ALTHOUGH, Role.ALTHOUGH), (NEGATORS, Role.NEGATOR))
    return next((role for known, role in words if text in known), Role.NONE)


def character_grams(text: str) -> Hashes:
    """Hashes of a word's beginnings and endings, which stand for its stem and its form."""
    marked = f"<{text}>"
    starts = {marked[:size] for size in STARTS if size < len(marked)}
    ends = {marked[-size:] for size in ENDS if size < len(marked)}
    return np.array([get_string_id("#" + part) for part in sorted(starts | ends | {marked})], np.uint64)


def grams_of(passages: Sequence[Passage], table: FormTable) -> Grams:
    """The n-grams of `passages`, in no order that matters."""
    words = _Words.of([passage.words for passage in passages], table)
    before = _Words.of([passage.before for passage in passages], table)
    plain = words.ngrams(words.hash, WORD_OFFSETS, Group.WORDS)
    context = before.ngrams(before.hash, WORD_OFFSETS[:1], Group.BEFORE, 2)
    heading = _Words.of([passage.heading for passage in passages], table)
    around = _Words.of([passage.around for passage in passages], table)
    subject = [
        heading.ngrams(heading.hash, WORD_OFFSETS[:2], Group.HEADING, 40),
        around.ngrams(around.hash, WORD_OFFSETS[:2], Group.AROUND, 50),
    ]
    return _join([plain, words.scoped(), context, words.characters(), *words.classified(), *subject])


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of many passages in one array, punctuation left out.

    `negated` marks words within reach of a negator; `clause` is 1 in a main and 2 in a subordinate clause of a
    sentence that sets one against the other, else 0.
    """

    row: Ints
    hash: Hashes
    token: Ints
    negated: Flags
    clause: Ints
    forms: list[Form]
    which: Ints

    @classmethod
    def of(cls, passages: Sequence[Hashes], table: FormTable) -> _Words:
        lengths = np.array([len(passage) for passage in passages], np.int64)
        forms, which = table.look_up(np.concatenate([*passages, NOTHING]).astype(np.uint64))
        row = np.repeat(np.arange(len(passages)), lengths)
        token = np.arange(len(which)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        hashes = np.array([form.hash for form in forms], np.uint64)[which]
        role = np.array([form.role for form in forms], np.int64)[which]
        clause = _clauses(role, row, lengths)
        keep = hashes != 0
        return cls(row[keep], hashes[keep], token[keep], _negated(role, row)[keep], clause[keep], forms, which[keep])

    def ngrams(
        self, values: Hashes, offsets: Sequence[tuple[int, ...]], group: Group, salt: int = 0, marks: Ints | None = None
    ) -> Grams:
        """N-grams of `values` at each of `offsets`; where `marks` are given, all of one mark that is not 0."""
        return _join([self._at(values, each, group, salt, marks) for each in offsets])

    def scoped(self) -> Grams:
        """Words inside a negation, and words and pairs of a main or subordinate clause."""
        negated = self.ngrams(self.hash, WORD_OFFSETS[:1], Group.CLAUSE, 9, self.negated.astype(np.int64))
        return _join([negated, self.ngrams(self.hash, WORD_OFFSETS[:2], Group.CLAUSE, 10, self.clause)])

    def classified(self) -> Iterator[Grams]:
        """N-grams of each word's classes, and the classes of words in each clause and inside a negation."""
        marks = 1 + self.clause * 2 + self.negated
        for each in range(CLASSES):
            values = np.array([form.classes[each] for form in self.forms], np.uint64)[self.which]
            yield self.ngrams(values, CLASS_OFFSETS, Group.CLASSES, 20 + each)
            yield self.ngrams(values, WORD_OFFSETS[:1], Group.CLASSES, 30 + each, marks * (marks > 1))

    def characters(self) -> Grams:
        """Beginnings and endings of every word."""
        sizes = np.array([len(form.characters) for form in self.forms], np.int64)
        first = np.cumsum(sizes) - sizes
        counts = sizes[self.which]
        place = np.arange(int(counts.sum())) + np.repeat(first[self.which] - (np.cumsum(counts) - counts), counts)
        hashes = np.concatenate([*(form.characters for form in self.forms), NOTHING])[place]
        row, token = np.repeat(self.row, counts), np.repeat(self.token, counts)
        return Grams(row, hashes, np.full(len(row), Group.CHARACTERS), token, np.ones_like(row))

    def _at(self, values: Hashes, offsets: tuple[int, ...], group: Group, salt: int, marks: Ints | None) -> Grams:
        reach = offsets[-1]
        last = max(len(values) - reach, 0)
        hashes = np.full(last, salt * 8 + len(offsets) + 4 * (reach - len(offsets) + 1), np.uint64)
        for offset in offsets:
            hashes = (hashes ^ values[offset:][:last]) * MIX
            hashes ^= hashes >> np.uint64(29)
        good = self.row[:last] == self.row[reach:][:last]
        if marks is not None:
            hashes ^= marks[:last].astype(np.uint64) << np.uint64(7)
            good &= (marks[:last] > 0) & (marks[:last] == marks[reach:][:last])
        row, token = self.row[:last], self.token[:last]
        length = self.token[reach:][:last] - token + 1
        return Grams(row[good], hashes[good], np.full(int(good.sum()), group), token[good], length[good])


def _join(parts: Sequence[Grams]) -> Grams:
    return Grams(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _negated(role: Ints, row: Ints) -> Flags:
    """Words that stand within reach of a negator, no punctuation between."""
    stretch = row * len(role) + np.cumsum(role == Role.STOP)
    marked = np.zeros(len(role), bool)
    for back in range(1, NEGATION_REACH + 1):
        marked[back:] |= (role[:-back] == Role.NEGATOR) & (stretch[:-back] == stretch[back:])
    return marked


def _clauses(role: Ints, row: Ints, lengths: Ints) -> Ints:
    """1 for words of the main clause and 2 for the subordinate one, in passages that set one against the other."""
    clause = np.zeros(len(role), np.int64)
    ends = np.cumsum(lengths)
    turns = np.flatnonzero((role == Role.AGAINST) | (role == Role.ALTHOUGH))
    for passage, turn in dict(zip(row[turns].tolist(), turns.tolist(), strict=True)).items():  # the last turn of each
        start, end = int(ends[passage] - lengths[passage]), int(ends[passage])
        clause[start:end] = _clauses_of(role[start:end], turn - start)
    return clause


def _clauses_of(role: Ints, turn: int) -> Ints:
    """Clauses of one passage whose last contrasting word stands at `turn`."""
    clause = np.ones(len(role), np.int64)
    if role[turn] == Role.AGAINST:
        clause[:turn] = 2
    elif turn > 2:
        clause[turn:] = 2
    else:
        stops = np.flatnonzero(role[turn + 1 :] == Role.STOP)
        clause[: turn + 1 + int(stops[0]) if len(stops) else None] = 2
    return clause
