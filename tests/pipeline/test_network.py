"""The network reads words in their order and their context, and is saved and loaded as it stands."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from spacy.strings import get_string_id

from findings.pipeline.encoder import SCALE, Encoder, passages_of
from findings.pipeline.network import ENDINGS, FIRST, Network, parameters
from findings.pipeline.ngrams import NOTHING

NLP = spacy.blank("en")
STEP = 0.0001
WORDS = ["children", "are", "not", "seen", "although", "workers", "visit", "families", "who", "have", "fled"]


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(np.sort(np.array([get_string_id(word) for word in WORDS], np.uint64)), 34)


def scores(network: Network, *parts: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return network.scores(list(passages_of(NLP, [parts])), NLP.vocab.strings).reshape(-1)


def test_the_order_of_words_counts(network: Network) -> None:
    assert not np.allclose(scores(network, "children are not seen"), scores(network, "not children are seen"))


def test_each_part_of_the_context_counts(network: Network) -> None:
    alone = scores(network, "children are seen")
    for parts in (("workers visit",), ("", "workers visit"), ("", "", "workers visit")):
        assert not np.allclose(alone, scores(network, "children are seen", *parts))


def test_passages_are_read_alike_alone_and_together(network: Network) -> None:
    passages = list(passages_of(NLP, [("children are seen",), ("workers visit families who have fled",)] * 200))
    together = network.scores(passages, NLP.vocab.strings)
    assert np.allclose(together[-1], network.scores(passages[-1:], NLP.vocab.strings)[0], atol=1e-5)


def test_unknown_words_are_told_apart_by_their_endings_and_spaces_are_not_read(network: Network) -> None:
    [(words, *_)] = network.parts(list(passages_of(NLP, [("children zyxing  wvuing\n",)])), NLP.vocab.strings)
    places = words.tolist()
    assert len(places) == 3
    assert places[1] == places[2]
    assert len(WORDS) <= places[1] < len(WORDS) + ENDINGS


def test_long_passages_are_cut(network: Network) -> None:
    [(words, *_)] = network.parts(list(passages_of(NLP, [("seen " * 500,)])), NLP.vocab.strings)
    assert len(words) == FIRST


def test_what_it_learns_from_is_the_slope_of_its_scores(network: Network) -> None:
    for node in network.model.walk():
        if "dropout_rate" in node.attrs:
            node.attrs["dropout_rate"] = 0.0
    texts = [("children are not seen", "workers visit"), ("families who have fled are seen although",)]
    parts, random = network.parts(list(passages_of(NLP, texts)), NLP.vocab.strings), np.random.default_rng(0)
    _, backward = network.model.begin_update(parts)
    weighed = random.normal(size=(2, 34)).astype(np.float32)
    backward(weighed)
    node: Any
    for node, name, kept in list(parameters(network.model)):
        toward = random.normal(size=kept.shape).astype(np.float32)
        sums = []
        for step in (STEP, -STEP):
            node.set_param(name, kept + np.float32(step) * toward)
            sums.append(float((network.model.predict(parts).astype(np.float64) * weighed).sum()))
        node.set_param(name, kept)
        told = float((np.asarray(node.get_grad(name), np.float64) * toward).sum())
        assert (sums[0] - sums[1]) / (2 * STEP) == pytest.approx(told, rel=0.05, abs=0.05), f"{name} of {node.name}"


def test_it_is_loaded_as_it_was_saved(network: Network) -> None:
    kept = Network.from_arrays(network.to_arrays())
    assert np.allclose(scores(kept, "children are seen"), scores(network, "children are seen"), atol=0.02)


def test_an_untrained_network_says_nothing() -> None:
    passages = list(passages_of(NLP, [("children are seen",)]))
    assert not Network(NOTHING, 34).scores(passages, NLP.vocab.strings).any()


def test_its_scores_are_the_last_columns_of_a_row(network: Network) -> None:
    encoder = Encoder(NLP)
    encoder.network = network
    row = encoder.encode(list(passages_of(NLP, [("children are seen",)]))).matrix.toarray()[0]
    assert np.allclose(row[-34:], scores(network, "children are seen") * SCALE)
