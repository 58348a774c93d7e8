"""Texts as vectors: TF-IDF of their terms, and its truncated singular value decomposition, in numpy alone.

`fit` learns from texts with scikit-learn; what ships is small: terms, their weights, and one signed byte a component.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from findings.reason.terms import MARK, terms

SHIPPED = Path(__file__).with_name("meaning.npz")
DIMENSIONS = 128
MAX_TERMS = 12_000
CONCEPT_WEIGHT = 1.6  # a concept says more of what a sentence is about than a word does
LEVELS = 127

Vectors = NDArray[np.float32]
Packed = NDArray[np.int8]


@dataclass(frozen=True)
class Meaning:
    """A fitted encoder: terms' `names` and `idf`, `components` (terms, dimensions) in levels of a term's `scale`."""

    names: NDArray[np.str_]
    idf: Vectors
    components: Packed
    scale: Vectors
    index: dict[str, int] = field(init=False)
    weighing: NDArray[np.float64] = field(init=False)
    loadings: Vectors = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", {str(name): at for at, name in enumerate(self.names)})
        object.__setattr__(self, "weighing", weighing(self.index, self.idf))
        object.__setattr__(self, "loadings", self.components * self.scale[:, None])

    def weights(self, texts: Iterable[str]) -> csr_matrix:
        """TF-IDF rows of length one, (texts, terms); a text of unknown words alone is a row of zeros."""
        return weigh([terms(text) for text in texts], self.index, self.weighing)

    def dense(self, weights: csr_matrix) -> Vectors:
        """Rows of length one, (rows, dimensions), of TF-IDF rows."""
        return unit(np.asarray(weights @ self.loadings))

    def vectors(self, texts: Iterable[str]) -> Vectors:
        """Rows of length one, (texts, dimensions)."""
        return self.dense(self.weights(texts))

    def to_bytes(self) -> bytes:
        """The encoder as a compressed file."""
        file = BytesIO()
        idf, scale = self.idf.astype(np.float16), self.scale.astype(np.float16)
        np.savez_compressed(file, names=self.names, components=self.components, idf=idf, scale=scale)
        return file.getvalue()


@lru_cache(maxsize=1)
def shipped() -> Meaning:
    """The encoder that comes with the package."""
    with np.load(SHIPPED) as file:
        return Meaning(
            file["names"], file["idf"].astype(np.float32), file["components"], file["scale"].astype(np.float32)
        )


def fit(texts: Sequence[str], *, dimensions: int = DIMENSIONS, max_terms: int = MAX_TERMS) -> Meaning:
    """Learn an encoder from `texts`; the same texts give the same encoder."""
    from sklearn.decomposition import TruncatedSVD  # only who learns pays for it

    found = [terms(text) for text in texts]
    counts = Counter(term for each in found for term in set(each))
    names = sorted(term for term, count in counts.most_common(max_terms) if count > 1)
    idf = np.asarray([np.log((1 + len(texts)) / (1 + counts[name])) + 1 for name in names], np.float32)
    rows = weigh(found, {name: at for at, name in enumerate(names)}, weighing(names, idf))
    learned = TruncatedSVD(dimensions, random_state=0).fit(rows).components_.T
    scale = np.maximum(np.abs(learned).max(axis=1) / LEVELS, 1e-6).astype(np.float32)
    return Meaning(np.asarray(names), idf, np.rint(learned / scale[:, None]).astype(np.int8), scale)


def weighing(names: Iterable[str], idf: Vectors) -> NDArray[np.float64]:
    """What one occurrence of each term weighs."""
    favour = np.asarray([CONCEPT_WEIGHT if name.startswith(MARK) else 1.0 for name in names], np.float64)
    weights: NDArray[np.float64] = favour * idf
    return weights


def weigh(found: Sequence[Sequence[str]], index: Mapping[str, int], weights: NDArray[np.float64]) -> csr_matrix:
    """TF-IDF rows of length one of lists of terms; `weights` are those of one occurrence, (terms,)."""
    sizes = [len(each) for each in found]
    named = np.fromiter((index.get(term, -1) for each in found for term in each), np.int64, sum(sizes))
    cells = np.repeat(np.arange(len(found)), sizes) * len(index) + named
    cells, counts = np.unique(cells[named >= 0], return_counts=True)
    rows, columns = np.divmod(cells, len(index))
    data = (1 + np.log(counts)) * weights[columns]
    lengths = np.sqrt(np.bincount(rows, data**2, len(found)))
    ends = np.searchsorted(rows, np.arange(len(found) + 1))
    return csr_matrix(((data / lengths[rows]).astype(np.float32), columns, ends), shape=(len(found), len(index)))


def unit(rows: Vectors) -> Vectors:
    """Rows scaled to length one; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return scaled


def pack(rows: Vectors) -> Packed:
    """Rows of length one in one signed byte a component."""
    packed: Packed = np.rint(rows * LEVELS).astype(np.int8)
    return packed
