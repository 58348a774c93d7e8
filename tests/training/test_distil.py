"""A teacher's scores are kept by key, joined to the reports, and teach the network without what is held out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import srsly

from findings.identity import key
from findings.pipeline.encoder import SCALE
from findings.pipeline.heads import sigmoid
from findings.pipeline.labels import LABELS
from findings.taxonomy import taxonomy
from findings_training.distil import distil
from findings_training.evaluate_words import blank_words, measurable
from findings_training.network import Lesson
from findings_training.reports import Placed, ReportTexts, read_quickly
from findings_training.soft import VECTORS, held_out, read_soft, write_soft
from findings_training.sources import Example
from findings_training.words import Recipe, apart, encode, fit

OUTPUTS = len(LABELS) + len(taxonomy().themes)
GOOD = [f"{subject} are timely and well managed." for subject in ("Plans", "Visits", "Reviews", "Checks", "Records")]
BAD = [f"{subject} are late and poorly managed." for subject in ("Plans", "Visits", "Reviews", "Checks", "Records")]


def said(label: int) -> list[float]:
    return [6.0 if at == label else -3.0 for at in range(len(LABELS))] + [-6.0] * (OUTPUTS - len(LABELS))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus with two teachers and vectors of a few words."""
    folder = tmp_path / "teacher"
    folder.mkdir()
    texts, rows = GOOD + BAD, np.array([said(0)] * len(GOOD) + [said(1)] * len(BAD))
    for hold in (0, 1):
        write_soft(folder / f"soft-{hold}.npz", [key(text) for text in texts], np.arange(10) % 5, rows + hold, hold)
    words = sorted({word.lower() for text in texts for word in text.strip(".").split()})
    vectors = np.random.default_rng(0).normal(size=(len(words), 96)).astype(np.float16)
    np.savez(folder / VECTORS, words=np.array(words), vectors=vectors)
    return tmp_path


def reports() -> ReportTexts:
    return ReportTexts(contexts={key(text): Placed(text, "", "", "") for text in GOOD + BAD})


def read_by_hand() -> list[Example]:
    """Enough of a fair sample, in three folds, to choose a blend on."""
    rows = [("Staff are timely.", "strength"), ("Staff are late.", "area_for_improvement")]
    return [
        Example(f"{text[:-1]} in year {n}.", label, ("workforce",), fold=1 + n % 3, sample="random")
        for n in range(12)
        for text, label in rows
    ]


def test_scores_are_kept_and_averaged(corpus: Path) -> None:
    both, one = read_soft(corpus / "teacher"), read_soft(corpus / "teacher", 1)
    assert both is not None
    assert one is not None
    assert both.of(key(GOOD[0])) == pytest.approx(np.array(said(0)) + 0.5)
    assert one.of(key(GOOD[0])) == pytest.approx(np.array(said(0)) + 1)
    assert both.fold_of(key(GOOD[3])) == 3
    assert both.of(key("Never read.")) is None
    assert read_soft(corpus / "teacher", 4) is None


def test_only_folds_that_a_teacher_never_saw_are_measured(
    corpus: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert measurable(corpus) == held_out(corpus / "teacher") == [0, 1]
    assert measurable(tmp_path_factory.mktemp("none")) == [0, 1, 2, 3, 4]


def test_the_network_learns_what_the_teacher_says(corpus: Path) -> None:
    nlp = blank_words()
    taught = distil(nlp, encode(nlp, read_by_hand()), reports(), corpus, lesson=Lesson(epochs=60))
    unseen = encode(nlp, [Example(text, "strength") for text in (GOOD[1], BAD[1])])
    assert unseen.scores[:, : len(LABELS)].argmax(axis=1).tolist() == [0, 1]
    words = fit(taught, Recipe())
    assert words.labels.weights.shape == (len(words.vocabulary) + OUTPUTS, len(LABELS))
    assert words.labels.scores(unseen.rows(words.vocabulary)).argmax(axis=1).tolist() == [0, 1]


def test_a_theme_of_which_two_readings_differ_counts_half(corpus: Path) -> None:
    nlp, ids = blank_words(), list(taxonomy().themes)
    found = [replace(each, perhaps=("planning",)) for each in read_by_hand()]
    taught = distil(nlp, encode(nlp, found), reports(), corpus, lesson=Lesson(epochs=60))
    scores = taught.scores[~apart(found), len(LABELS) :].mean(axis=0) / SCALE
    both, one, neither = (float(sigmoid(scores[ids.index(theme)])) for theme in ("workforce", "planning", "health"))
    assert both > 0.8
    assert 0.3 < one < 0.7
    assert neither < 0.2


def test_the_same_sources_give_the_same_network(corpus: Path) -> None:
    first, second = (
        distil(nlp, encode(nlp, read_by_hand()), reports(), corpus, lesson=Lesson(epochs=3))
        for nlp in (blank_words(), blank_words())
    )
    assert np.array_equal(first.scores, second.scores)


def test_without_reports_nothing_is_distilled(corpus: Path) -> None:
    nlp = blank_words()
    assert not distil(nlp, encode(nlp, read_by_hand()), ReportTexts(), corpus).scores.any()


def test_the_blend_is_chosen_on_one_fold_of_the_fair_sample() -> None:
    found = read_by_hand()
    assert {found[i].fold for i in np.flatnonzero(apart(found))} == {3}
    assert not apart([Example("Authored.", "strength")]).any()


def test_labels_kept_by_key_join_the_reports(tmp_path: Path) -> None:
    row = {"key": key(GOOD[0]), "pdf": "a.pdf", "kind": "prose", "sample": "read", "fold": 2, "label": "strength"}
    other = {**row, "key": key("Nowhere to be found.")}
    (tmp_path / "labels").mkdir()
    rows = [{**each, "themes": ["planning"], "perhaps": ["health"], "sure": False} for each in (row, other)]
    srsly.write_jsonl(tmp_path / "labels" / "read.jsonl", rows)
    (found,) = read_quickly(tmp_path, reports())
    assert (found.text, found.label, found.themes, found.fold) == (GOOD[0], "strength", ("planning",), 2)
    assert found.perhaps == ("health",)
    assert found.weight < 1
