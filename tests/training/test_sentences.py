"""Words learn what sentences mean: sums of their vectors come near to what a teacher says of whole sentences."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from findings_training.senses import distil
from findings_training.sentences import known_words, learn, ridge

TEXTS = [f"{one} {two}" for one in ("caseloads", "visits", "plans") for two in ("high", "late", "clear")] * 3


def test_words_of_one_meaning_come_together() -> None:
    names = known_words(TEXTS)
    chance = np.random.default_rng(0)
    alone = chance.standard_normal((len(names), 8)).astype(np.float32)
    # The teacher takes "high" and "late" for one thing, which their own vectors do not say.
    meant = {name: chance.standard_normal(8) for name in names} | {"high": np.full(8, 2.0), "late": np.full(8, 2.0)}
    taught = np.asarray([sum(meant[word] for word in text.split()) for text in TEXTS], np.float32)
    learned = learn(TEXTS, names, alone, TEXTS, taught)
    high, late, clear = learned.vectors(["plans high", "plans late", "plans clear"])
    assert high @ late > 0.9 > high @ clear


def test_a_word_that_no_sentence_teaches_keeps_its_own_vector() -> None:
    start = np.asarray([[1.0, 0.0], [0.0, 1.0]], np.float32)
    found = ridge(csr_matrix(np.asarray([[1.0, 0.0]], np.float32)), np.asarray([[3.0, 0.0]], np.float32), start)
    assert found.round(3).tolist() == [[2.0, 0.0], [0.0, 1.0]]


def test_single_words_are_distilled() -> None:
    names = known_words(TEXTS)
    alone = np.random.default_rng(0).standard_normal((len(names), 8)).astype(np.float32)
    found = distil(alone, names, [9] * len(names), TEXTS)
    assert np.linalg.norm(found.vectors(TEXTS), axis=1).round(3).tolist() == [1.0] * len(TEXTS)
