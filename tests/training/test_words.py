"""Training on a few sentences written here: it learns, gives the same twice, and never sees what it is measured on."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from findings.errors import FindingsError
from findings.pipeline.heads import sigmoid, softmax
from findings.pipeline.labels import LABELS
from findings_training.evaluate_words import blank_words, evaluate_words
from findings_training.sources import Example, examples
from findings_training.words import RARE, Recipe, choose_thresholds, encode, fit

CORPUS = Path(__file__).parents[2] / "corpus"
SUBJECTS = {"planning": "Plans", "workforce": "Caseloads", "health": "Health checks", "recording": "Case records"}
VERDICTS = {
    "strength": ("are excellent", "are timely and well managed", "make a real difference"),
    "area_for_improvement": ("are weak", "are too often late", "are not yet consistent"),
    "priority_action": ("leave children at risk of harm", "are unsafe and need urgent action"),
    "not_a_finding": ("were read by inspectors on Monday", "will be reviewed next year"),
}


def sentences() -> list[Example]:
    """Every subject with every verdict, one fold after the other, some authored."""
    rows = [
        (f"{name} {verdict}.", label, (theme,))
        for theme, name in SUBJECTS.items()
        for label, verdicts in VERDICTS.items()
        for verdict in verdicts
    ]
    return [
        Example(text, label, themes, fold=fold % 5, sample="random") if fold % 6 else Example(text, label, themes)
        for fold, (text, label, themes) in enumerate(rows * 3)
    ]


def test_it_learns_what_it_is_shown() -> None:
    data = encode(blank_words(), sentences())
    words = fit(data, Recipe())
    rows = data.rows(words.vocabulary)
    fair = softmax(words.labels.scores(rows)) / [RARE.get(label, 1.0) for label in LABELS]
    assert (fair.argmax(axis=1) == data.label).mean() > 0.95
    found = sigmoid(words.themes.scores(rows)) >= words.thresholds
    assert (found == (data.theme > 0)).mean() > 0.95


def test_the_same_examples_give_the_same_weights() -> None:
    first, second = (fit(encode(blank_words(), sentences()), Recipe()) for _ in range(2))
    assert np.array_equal(first.labels.weights, second.labels.weights)
    assert np.array_equal(first.themes.weights, second.themes.weights)
    assert np.array_equal(first.thresholds, second.thresholds)


def test_authored_sentences_alone_train_a_model() -> None:
    authored = [Example(each.text, each.label, each.themes) for each in sentences()]
    words = fit(encode(blank_words(), authored), Recipe())
    assert words.labels.outputs == LABELS


def test_a_rare_theme_keeps_close_to_the_common_threshold() -> None:
    chances = np.tile(np.array([[0.9, 0.2], [0.1, 0.1]], np.float32), (50, 1))
    truth = np.tile(np.array([[1, 0], [0, 0]], np.float32), (50, 1))
    truth[0, 1] = 1
    thresholds = choose_thresholds(chances, truth)
    assert 0.1 < thresholds[0] <= 0.9
    assert thresholds[1] > 0.2


def test_sources_read_what_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "authored"
    folder.mkdir()
    row = {"id": "a1", "text": "Plans are late.", "label": "area_for_improvement", "themes": ["planning"]}
    (folder / "planning.jsonl").write_text(json.dumps(row) + "\n")
    assert examples(None, tmp_path) == [Example("Plans are late.", "area_for_improvement", ("planning",))]


def test_no_sources_is_an_error_that_names_them(tmp_path: Path) -> None:
    with pytest.raises(FindingsError, match=str(tmp_path)):
        examples(tmp_path / "gold", tmp_path)


@pytest.mark.skipif("FINDINGS_GOLD" not in os.environ, reason="FINDINGS_GOLD names no gold folder")
def test_held_out_prose_is_read_well_enough() -> None:
    """By the n-grams alone: the network needs the reports, and half an hour."""
    found = evaluate_words(Path(os.environ["FINDINGS_GOLD"]), [0], corpus=CORPUS).overall
    assert found["label accuracy"][0] >= 0.86
    assert found["label macro-F1"][0] >= 0.72
    assert found["theme micro-F1"][0] >= 0.75
