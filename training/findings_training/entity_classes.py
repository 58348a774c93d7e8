"""Learns from unread text which words are used alike: directed neighbours, reduced to vectors, put into classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.cluster import MiniBatchKMeans
from sklearn.utils.extmath import randomized_svd
from spacy.strings import hash_string  # type: ignore[attr-defined]

from findings.pipeline.entity_features import WordClasses, normal

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RAREST = 5
NEIGHBOURS = 3000
DIMENSIONS = 64
SIZES = (64, 256, 1000)
OFFSETS = (-2, -1, 1, 2)
EDGE, UNKNOWN = -1, -2


def word_classes(sentences: Iterable[Sequence[str]]) -> WordClasses:
    """The classes of the words of tokenised `sentences`; none where there is too little text to tell."""
    texts = [[normal(word) for word in sentence] for sentence in sentences]
    counts = Counter(word for text in texts for word in text if not word.isspace())
    words = sorted((word for word, count in counts.items() if count >= RAREST), key=lambda word: (-counts[word], word))
    if len(words) <= max(SIZES):
        return WordClasses.none()
    vectors = _vectors(texts, words)
    frequency = np.log1p([counts[word] for word in words])
    classes = np.column_stack([_cluster(vectors, frequency, size) + 1 for size in SIZES]).astype(np.uint16)
    hashes = np.array([hash_string(word) for word in words], np.uint64)
    order = np.argsort(hashes)
    return WordClasses(hashes[order], classes[order])


def _vectors(texts: Sequence[Sequence[str]], words: Sequence[str]) -> Floats:
    """Unit vectors (words, DIMENSIONS) of positive pointwise information about the neighbours at each offset."""
    number = {word: at for at, word in enumerate(words)}
    edge = [EDGE] * max(OFFSETS)
    ids = np.array([at for text in texts for at in (*edge, *(number.get(word, UNKNOWN) for word in text))] + edge)
    counted = [_information(_neighbours(ids, offset, len(words))) for offset in OFFSETS]
    left, strength, _ = randomized_svd(sp.hstack(counted).tocsr(), DIMENSIONS, random_state=0)
    vectors = left * np.sqrt(strength)
    unit: Floats = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
    return unit


def _neighbours(ids: Ints, offset: int, words: int) -> sp.csr_matrix:
    """How often each word has each neighbour at `offset`; the last two columns are rarer words and the edge."""
    here, there = (ids[:-offset], ids[offset:]) if offset > 0 else (ids[-offset:], ids[:offset])
    column = np.where((there >= 0) & (there < NEIGHBOURS), there, NEIGHBOURS + (there == EDGE))
    known = here >= 0
    ones = np.ones(int(known.sum()), np.float32)
    return sp.coo_matrix((ones, (here[known], column[known])), (words, NEIGHBOURS + 2)).tocsr()


def _information(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Positive pointwise mutual information, common neighbours held back."""
    rows = np.asarray(counts.sum(axis=1)).ravel() + 1e-9
    columns = (np.asarray(counts.sum(axis=0)).ravel() + 1e-9) ** 0.75
    columns *= counts.sum() / columns.sum()
    cells = counts.tocoo()
    values = np.log(cells.data * counts.sum() / (rows[cells.row] * columns[cells.col]))
    kept = values > 0
    return sp.csr_matrix((values[kept], (cells.row[kept], cells.col[kept])), counts.shape)


def _cluster(vectors: Floats, weights: Floats, size: int) -> Ints:
    means = MiniBatchKMeans(size, random_state=0, n_init=3, batch_size=4096)
    return np.asarray(means.fit(vectors, sample_weight=weights).labels_, np.int64)
