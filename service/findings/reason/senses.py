"""Texts as vectors of what their words mean: each word's vector was taught by a larger model, and weighed by rarity.

What ships is small: words, their weights, and one signed byte a component. No model is needed to use it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from findings.reason.meaning import Packed, Vectors, unit
from findings.store.words import words

SHIPPED = Path(__file__).with_name("senses.npz")  # of words alone
SENTENCES = Path(__file__).with_name("sentences.npz")  # of words as parts of what sentences say


@dataclass(frozen=True)
class Senses:
    """Words' `names`, `weights` and `vectors` in levels of a word's `scale`; `middle` is what all texts share."""

    names: NDArray[np.str_]
    weights: Vectors
    components: Packed
    scale: Vectors
    middle: Vectors
    index: dict[str, int] = field(init=False)
    loadings: Vectors = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", {str(name): at for at, name in enumerate(self.names)})
        object.__setattr__(self, "loadings", self.components * (self.scale * self.weights)[:, None])

    @property
    def fingerprint(self) -> str:
        """What tells these senses from others: vectors of theirs are not compared with vectors of others."""
        parts = (self.names.astype("U").tobytes(), self.weights, self.components, self.scale, self.middle)
        return sha256(b"".join(bytes(part) for part in parts)).hexdigest()[:16]

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self.components.shape[1])

    def rarity(self, word: str) -> float:
        """How much a word tells, by how few findings hold it; one that is not known tells most."""
        at = self.index.get(word)
        return float(self.weights.max() if at is None else self.weights[at])

    def vectors(self, texts: Iterable[str]) -> Vectors:
        """Rows of length one, (texts, dimensions); a text of unknown words alone is a row of zeros."""
        rows = unit(np.asarray(self.counts(texts) @ self.loadings, np.float32))
        return unit(np.where(rows.any(axis=1, keepdims=True), rows - self.middle, rows).astype(np.float32))

    def counts(self, texts: Iterable[str]) -> csr_matrix:
        """How often texts hold each word, (texts, words)."""
        data, columns, ends = list[int](), list[int](), [0]
        for text in texts:
            counted = Counter(word for word in words(text).split() if word in self.index)
            data.extend(counted.values())
            columns.extend(self.index[word] for word in counted)
            ends.append(len(columns))
        return csr_matrix((np.asarray(data, np.float32), columns, ends), shape=(len(ends) - 1, len(self.index)))


@lru_cache(maxsize=2)
def shipped(path: Path = SHIPPED) -> Senses:
    """Vectors that come with the package: of words as they stand alone, or as `SENTENCES` use them."""
    with np.load(path) as file:
        floats = (file[name].astype(np.float32) for name in ("scale", "middle"))
        return Senses(file["names"], file["weights"].astype(np.float32), file["components"], *floats)
