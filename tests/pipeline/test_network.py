"""The network reads words in their order and their context, and is saved and loaded as it stands."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from spacy.strings import get_string_id
from thinc.api import fix_random_seed

from findings.pipeline.encoder import SCALE, Encoder, passages_of
from findings.pipeline.network import ENDINGS, FIRST, Network, parameters, vectors_of
from findings.pipeline.ngrams import NOTHING

NLP = spacy.blank("en")
STEP = 0.0001
WORDS = ["children", "are", "not", "seen", "although", "workers", "visit", "families", "who", "have", "fled"]


def untrained() -> Network:
    return Network(np.sort(np.array([get_string_id(word) for word in WORDS], np.uint64)), 34)


@pytest.fixture(scope="module")
def network() -> Network:
    return untrained()


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


def test_what_it_learns_from_is_the_slope_of_its_scores() -> None:
    fix_random_seed(0)
    network = untrained()
    for layer in network.model.walk():
        if "dropout_rate" in layer.attrs:
            layer.attrs["dropout_rate"] = 0.0
    vectors: Any = vectors_of(network.model)
    vectors.set_param("E", vectors.get_param("E") * 10)  # far from where one piece gives way to another
    texts = [("children are not seen", "workers visit"), ("families who have fled are seen although",)]
    parts, random = network.parts(list(passages_of(NLP, texts)), NLP.vocab.strings), np.random.default_rng(0)
    weighed = random.normal(size=(2, 34)).astype(np.float32)
    network.model.begin_update(parts)[1](weighed)
    holder: Any
    for holder, name, kept in list(parameters(network.model)):
        toward = random.normal(size=kept.shape).astype(np.float32)
        sums = []
        for step in (STEP, -STEP):
            holder.set_param(name, kept + np.float32(step) * toward)
            sums.append(float((network.model.predict(parts).astype(np.float64) * weighed).sum()))
        holder.set_param(name, kept)
        told = float((holder.get_grad(name).astype(np.float64) * toward).sum())
        assert (sums[0] - sums[1]) / (2 * STEP) == pytest.approx(told, rel=0.03, abs=0.1), f"{name} of {holder.name}"


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
