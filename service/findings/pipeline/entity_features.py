"""What is known of each token when entities are read, as hashed features: all arithmetic on whole arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import ORTH
from spacy.strings import StringStore, hash_string  # type: ignore[attr-defined]
from spacy.tokens import Doc

from findings.pipeline.entity_patterns import heads
from findings.pipeline.entity_tags import TYPES, Found

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]

BITS = 21
REACH = 3
MIX = np.uint64(0xBF58476D1CE4E5B9)
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
SALT = np.uint64(0x94D049BB133111EB)

# The attributes of a token; `coarse`, `middle` and `fine` are classes of words that are used alike, `pattern` is
# what the ruler says, `head` the type whose names end in the word.
ATTRIBUTES = ("word", "shape", "end2", "end3", "end5", "start4", "coarse", "middle", "fine", "case", "head", "pattern")
CLASSES = ("coarse", "middle", "fine")
NO_FORM: Hashes = np.zeros(len(ATTRIBUTES) - 1, np.uint64)


def _around(name: str, reach: int) -> list[tuple[tuple[str, int], ...]]:
    return [((name, offset),) for offset in range(-reach, reach + 1)]


def _together(*parts: str) -> tuple[tuple[str, int], ...]:
    """Attributes of places, such as "word-1" "word+0", read as one feature."""
    return tuple((part[:-2], int(part[-2:])) for part in parts)


TEMPLATES: tuple[tuple[tuple[str, int], ...], ...] = (
    *_around("word", 3),
    *(template for name in (*CLASSES, "case", "pattern") for template in _around(name, 2)),
    *(template for name in ("end3", "shape") for template in _around(name, 1)),
    *_around("head", 3),
    *(_together(f"{name}+0") for name in ("end2", "end5", "start4")),
    *(_together(f"word{a:+}", f"word{a + 1:+}") for a in (-2, -1, 0, 1)),
    *(_together(f"middle{a:+}", f"middle{a + 1:+}") for a in (-1, 0)),
    *(_together(f"coarse{a:+}", f"coarse{a + 1:+}") for a in (-2, 1)),
    *(_together(f"coarse{a:+}", f"coarse{a + 1:+}", f"coarse{a + 2:+}") for a in (-1, 0)),
    _together("case-1", "case+0", "case+1"),
    _together("pattern-1", "pattern+0"),
    _together("pattern+0", "pattern+1"),
    _together("pattern-1", "pattern+0", "pattern+1"),
    _together("pattern+0", "word+0"),
    _together("pattern+0", "word-1"),
    _together("pattern+0", "word+1"),
    _together("pattern+0", "middle-1"),
    _together("pattern+0", "middle+1"),
    _together("pattern+1", "middle+0"),
    _together("pattern-1", "middle+0"),
    _together("head+0", "pattern+0"),
    _together("head+1", "pattern+0"),
    _together("head+1", "coarse+0"),
    _together("head+2", "coarse+0", "coarse+1"),
    _together("head+0", "middle-1"),
    _together("head+0", "word-1"),
)
SALTS: Hashes = np.arange(1, len(TEMPLATES) + 1, dtype=np.uint64) * SALT
EVERY = range(len(TEMPLATES))
OFFSETS = range(-REACH, REACH + 1)
# Most templates depend on the form of one word alone, which stands at an offset: those of each of `OFFSETS`.
ALONE = tuple(
    [n for n in EVERY if len(TEMPLATES[n]) == 1 and TEMPLATES[n][0][0] != "pattern" and TEMPLATES[n][0][1] == offset]
    for offset in OFFSETS
)
TOGETHER = sorted({*EVERY}.difference(*ALONE))


class WordClasses(NamedTuple):
    """Classes of words that are used alike: sorted lower-case `words` (hashes), and `classes` (words, 3), from 1."""

    words: Hashes
    classes: NDArray[np.uint16]

    @classmethod
    def none(cls) -> WordClasses:
        """No word is in any class."""
        return cls(np.zeros(0, np.uint64), np.zeros((0, len(CLASSES)), np.uint16))

    def of(self, word: int) -> list[int]:
        """The classes of one lower-case word, coarsest first; zeros where it has none."""
        at = int(np.searchsorted(self.words, np.uint64(word)))
        known = at < len(self.words) and int(self.words[at]) == word
        return [int(each) for each in self.classes[at]] if known else [0] * len(CLASSES)


class WordTable:
    """Word forms taken apart once, by the hash of the form; forgets everything when it grows past `limit`."""

    def __init__(self, strings: StringStore, classes: WordClasses, limit: int = 100_000) -> None:
        self.strings = strings
        self.classes = classes
        self.limit = limit
        self.forms: dict[int, Hashes] = {}

    def look_up(self, ids: Hashes) -> Hashes:
        """The attributes of `ids` (forms, attributes but the last), zeros for the id 0."""
        if len(self.forms) > self.limit:
            self.forms.clear()
        rows = [self._form(each) for each in ids.tolist()]
        return np.concatenate([*rows, NO_FORM[:0]]).reshape(-1, len(NO_FORM))

    def _form(self, orth: int) -> Hashes:
        if orth not in self.forms:
            text = self.strings[orth] if orth else ""
            self.forms[orth] = np.array(self._take_apart(text), np.uint64) if text else NO_FORM
        return self.forms[orth]

    def _take_apart(self, text: str) -> list[int]:
        lower = normal(text)
        ends = (lower[-2:], lower[-3:], lower[-5:], lower[:4])
        head = TYPES.index(heads()[lower]) + 1 if lower in heads() else 0
        word = hash_string(lower)
        return [word, hash_string(shape(text)), *map(hash_string, ends), *self.classes.of(word), case(text), head]


def normal(text: str) -> str:
    """A word in lower case with one kind of apostrophe."""
    return text.lower().replace("’", "'").replace("‘", "'")


def shape(text: str) -> str:
    """A word's letters and digits as kinds, runs cut at four: "Hackney" is "Xxxxx", "2019" is "dddd"."""
    kinds = ["X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c for c in text]
    return "".join(c for at, c in enumerate(kinds) if kinds[max(0, at - 4) : at] != [c] * 4)


def case(text: str) -> int:
    """1 for capitals, 2 for a capital first, 3 for digits, 4 for punctuation, 0 for anything else."""
    if text.isupper() and len(text) > 1:
        return 1
    return 2 if text.istitle() else 3 if text.isdigit() else 4 if not any(map(str.isalnum, text)) else 0


def pattern_codes(length: int, found: Sequence[Found]) -> Hashes:
    """What the ruler says of each token: its type, and whether the match begins, goes on, ends or is one token."""
    codes = np.zeros(length, np.uint64)
    for start, end, kind in found:
        code = 4 * (TYPES.index(kind) + 1)
        codes[start:end] = code + 1
        codes[start], codes[end - 1] = code, code + 2
        if end - start == 1:
            codes[start] = code + 3
    return codes


class Line(NamedTuple):
    """The tokens of passages in one line, with `REACH` empty places before, between and after them.

    `forms` are the different word forms (ids), `attributes` (forms, attributes but the last) what is known of them,
    `which` the form of each place by number, `codes` what the ruler says of each place, `inside` where tokens stand.
    """

    forms: Hashes
    attributes: Hashes
    which: Ints
    codes: Hashes
    inside: Ints


def line_up(doc: Doc, found: Sequence[Found], spans: Sequence[tuple[int, int]], table: WordTable) -> Line:
    """The passages of `doc` at `spans` in one line, each to be read on its own."""
    places = _padded(spans)
    inside = places >= 0
    ids = np.where(inside, doc.to_array(ORTH)[places], np.uint64(0)).astype(np.uint64)
    codes = np.where(inside, pattern_codes(len(doc), found)[places], np.uint64(0))
    forms, which = np.unique(ids, return_inverse=True)
    return Line(forms, table.look_up(forms), which, codes, np.flatnonzero(inside))


def _padded(spans: Sequence[tuple[int, int]]) -> Ints:
    """Token positions of `spans`, with `REACH` times -1 before, between and after them."""
    apart = np.full(REACH, -1, np.int64)
    return np.concatenate([apart, *(part for span in spans for part in (np.arange(*span), apart))])


def features(line: Line, templates: Sequence[int] = EVERY) -> Ints:
    """The hashed features (tokens, templates) of the tokens of a line."""
    columns = [*line.attributes.T[:, line.which], line.codes]
    named = dict(zip(ATTRIBUTES, columns, strict=True))
    end = len(line.which) - REACH
    hashed = _hashed(templates, end - REACH, lambda name, offset: named[name][REACH + offset : end + offset])
    return hashed[line.inside - REACH]


def features_alone(attributes: Hashes, templates: Sequence[int]) -> Ints:
    """The hashed features (forms, templates) of word forms, by templates that depend on one form `ALONE`."""
    named = dict(zip(ATTRIBUTES, attributes.T, strict=False))
    return _hashed(templates, len(attributes), lambda name, _: named[name])


def _hashed(templates: Sequence[int], length: int, column: Callable[[str, int], Hashes]) -> Ints:
    """Features (length, templates) of what stands in the `column` of an attribute, read at an offset."""
    hashed = np.empty((len(templates), length), np.int64)
    for row, number in zip(hashed, templates, strict=True):
        value = SALTS[number : number + 1]
        for name, offset in TEMPLATES[number]:
            value = _mixed(value, column(name, offset))
        row[:] = value >> np.uint64(64 - BITS)
    return np.ascontiguousarray(hashed.T)


def _mixed(one: Hashes, other: Hashes) -> Hashes:
    mixed: Hashes = other + (GOLDEN + (one << np.uint64(6)) + (one >> np.uint64(2)))
    mixed ^= one
    mixed *= MIX
    mixed ^= mixed >> np.uint64(29)
    return mixed
