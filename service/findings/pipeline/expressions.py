"""Many regular expressions over one text, in one pass.

Each would walk the whole text for a few matches. Tried together they walk it once, and only the words at which one
of them matches are then read by each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from findings.errors import Code, FindingsError

BOUNDARY = r"\b"
BEGINS_WITH_WORD = re.compile(r"(?:\(\?[a-z]*:)*\\b")


class Expressions:
    """Named regular expressions, each of which begins with `\\b`; raises FindingsError at one that does not."""

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        for name, pattern in rows:
            if not BEGINS_WITH_WORD.match(pattern):
                message = f"The expression {pattern!r} of {name} may match within a word: begin it with \\b."
                raise FindingsError(Code.INVALID, message)
        self.each = [(name, re.compile(pattern)) for name, pattern in rows]
        bare = (pattern.removeprefix(BOUNDARY) for _, pattern in rows)
        self.any = re.compile(rf"{BOUNDARY}(?=\w)(?={'|'.join(bare)})")

    def finditer(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Name, start and end of every match in `text`; those of one expression do not overlap."""
        if not self.each:
            return
        matchers = [(name, expression.match) for name, expression in self.each]
        free = [0] * len(matchers)
        for place in self.any.finditer(text):
            at = place.start()
            for number, (name, match) in enumerate(matchers):
                if free[number] <= at and (found := match(text, at)):
                    free[number] = found.end()
                    yield name, at, found.end()
