from __future__ import annotations

from itertools import pairwise, product

import numpy as np

from findings.pipeline.entity_tags import TAGS, Found, allowed, best_tags, found_in, lay_out, tags_of


def test_tags_spell_what_was_found() -> None:
    found = [Found(0, 2, "BODY"), Found(2, 3, "BODY"), Found(4, 5, "DATE")]
    assert found_in(tags_of(6, found), np.arange(6)) == found


def test_offsets_are_moved() -> None:
    assert found_in(np.array([0, 1, 2]), np.arange(10, 13)) == [Found(11, 13, "AUTHORITY")]


def test_layout_walks_sequences_side_by_side() -> None:
    layout = lay_out(np.array([1, 3]))
    assert [places.tolist() for places in layout.places] == [[1, 0], [2], [3]]
    assert layout.order.tolist() == [1, 0]


def test_best_tags_are_the_best_allowed_sequence() -> None:
    draw = np.random.default_rng(0)
    first, forbidden = allowed()
    scores = draw.normal(size=(3, TAGS)).astype(np.float32)
    pairs = forbidden + draw.normal(size=(TAGS, TAGS)).astype(np.float32)

    def value(tags: tuple[int, ...]) -> float:
        steps = sum(pairs[one, other] for one, other in pairwise(tags))
        return float(first[tags[0]] + steps + sum(scores[at, tag] for at, tag in enumerate(tags)))

    best = max(product(range(TAGS), repeat=3), key=value)
    assert best_tags(scores, pairs, lay_out(np.array([3]))).tolist() == list(best)


def test_sequences_do_not_touch_each_other() -> None:
    draw = np.random.default_rng(1)
    _, pairs = allowed()
    scores = draw.normal(size=(9, TAGS)).astype(np.float32)
    together = best_tags(scores, pairs, lay_out(np.array([2, 4, 3])))
    apart = [best_tags(part, pairs, lay_out(np.array([len(part)]))) for part in np.split(scores, [2, 6])]
    assert together.tolist() == np.concatenate(apart).tolist()


def test_nothing_gives_nothing() -> None:
    assert len(best_tags(np.zeros((0, TAGS), np.float32), allowed()[1], lay_out(np.zeros(0, np.int64)))) == 0
