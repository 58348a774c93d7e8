"""How wide lines are set, and so whether a line ended because it was full or because something ended."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from findings.intake.lines import Line

# Widths of characters in proportional type, in tenths of an average small letter.
_TENTHS = {"iljI.,;:'‘’|!": 5, 'ftr()[]- "“”/': 7, "mwMW@%—": 15, "ABCDEFGHJKLNOPQRSTUVXYZ&": 12}
_WIDTHS = bytearray([10]) * 256
for _letters, _tenths in _TENTHS.items():
    for _code in _letters.encode("cp1252"):
        _WIDTHS[_code] = _tenths
_SPACE = 0.65
_CLOSED = re.compile(r"[.?!:;](?:[’'\"”)\]]|\d{1,2})*$")
_ENDED = re.compile(r"[.?!](?:[’'\"”)\]]|\d{1,2})*$")
_OPEN = re.compile(
    r"(?:,|–|—|\b(?:a|an|the|and|or|of|to|in|for|with|by|from|at|on|as|is|are|was|were|that|which|who|their|its))$",
    re.IGNORECASE,
)
_OPENING_MARKS = "‘’'\"“”([ "
MIN_PAIRS = 4
MIN_AGREEMENT = 0.6
OVERLONG = 1.05
HYPHEN_LOSS = 0.04  # what a line broken at a hyphen is usually short of the measure


def width(text: str) -> float:
    """The width of a text in average letters."""
    return sum(text.encode("cp1252", "replace").translate(_WIDTHS)) / 10


def is_closed(text: str) -> bool:
    """Whether the text ends with punctuation that ends or introduces something."""
    return bool(_CLOSED.search(text))


def ends_sentence(text: str) -> bool:
    """Whether the text ends with a full stop, question or exclamation mark."""
    return bool(_ENDED.search(text))


def stays_open(text: str) -> bool:
    """Whether the text ends in a word or mark that cannot end a passage."""
    return bool(_OPEN.search(text))


def starts_small(text: str) -> bool:
    """Whether the text begins with a small letter."""
    return text.lstrip(_OPENING_MARKS)[:1].islower()


class Measure:
    """The width to which lines are set, learnt from lines that plainly run on; `width` is None where unknown."""

    def __init__(self, lines: Iterable[Line], fallback: Measure | None = None) -> None:
        intervals = [
            (width(above.text), width(above.text) + _SPACE + width(_first(below.text)))
            for above, below in pairwise(lines)
            if _runs_on(above, below)
        ]
        found = _densest(intervals) if len(intervals) >= MIN_PAIRS else None
        self.width: float | None = found if found is not None or fallback is None else fallback.width

    def slack(self, above: Line, below: Line) -> float:
        """How much room was left on the line above for the first word below, as a share of the measure.

        Negative where it would not have fitted; 1 where the measure is unknown. A line far too long is two, joined
        at a hyphen that was taken out: what counts is where the second of them ends.
        """
        if self.width is None:
            return 1.0
        filled = width(above.text) / self.width
        if filled > OVERLONG:
            filled -= 1 - HYPHEN_LOSS
        return 1 - filled - (_SPACE + width(_first(below.text))) / self.width


def _first(text: str) -> str:
    return text.partition(" ")[0].partition("-")[0]


def _runs_on(above: Line, below: Line) -> bool:
    plain = not (below.marker or below.blank or below.apart or below.cells or below.heading or above.heading)
    return plain and starts_small(below.text) and not is_closed(above.text)


def _densest(intervals: list[tuple[float, float]]) -> float | None:
    """The middle of where most intervals overlap; None where too few agree on anything."""
    events = sorted([(start, 1) for start, _ in intervals] + [(end, -1) for _, end in intervals])
    depth = best = 0
    left = right = 0.0
    for (at, step), (following, _) in pairwise(events):
        depth += step
        if depth > best:
            best, left, right = depth, at, following
    return (left + right) / 2 if best >= MIN_AGREEMENT * len(intervals) else None
