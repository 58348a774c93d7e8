"""The words that a tokenizer knows by heart, so that most of a text is cut by looking up.

spaCy keeps nothing that it meets inside a memory zone, where every word is new each time and costs some ten times
as much. Words that come more than once are therefore learned before the zone is entered, up to a limit, so that
memory stays bounded however much is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from spacy.tokens import Doc

LIMIT = 40_000  # words and their punctuation; some 25 MB


class KnownWords:
    """What `tokenizer` has learned by heart; at most `limit` stretches without space."""

    def __init__(self, tokenizer: Callable[[str], Doc], limit: int = LIMIT) -> None:
        self.tokenizer = tokenizer
        self.limit = limit
        self.words: set[str] = set()
        if hasattr(tokenizer, "max_cache_size"):
            tokenizer.max_cache_size = max(tokenizer.max_cache_size, limit)

    def learn(self, texts: Iterable[str]) -> None:
        """Learn what comes more than once in `texts`; call it outside of any memory zone."""
        room = self.limit - len(self.words)
        if room <= 0:
            return
        counts = Counter(word for text in texts for word in text.split())
        new = [word for word, count in counts.items() if count > 1 and word not in self.words][:room]
        for word in new:
            self.tokenizer(word)
        self.words.update(new)
