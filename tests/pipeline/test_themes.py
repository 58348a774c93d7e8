"""The themes component: which themes are given, in what order, and what is saved."""

from __future__ import annotations

import numpy as np
import pytest
import spacy

from findings.pipeline.heads import LinearHead
from findings.pipeline.themes import Themes
from findings.taxonomy import taxonomy

IDS = tuple(taxonomy().themes)


@pytest.fixture
def themes() -> Themes:
    return Themes(spacy.blank("en"))


def chances(**given: float) -> np.ndarray:
    return np.array([[given.get(each, 0.0) for each in IDS]], np.float32)


@pytest.mark.parametrize(
    ("given", "chosen"),
    [
        ({}, []),
        ({"planning": 0.4}, []),
        ({"planning": 0.5}, ["planning"]),
        ({"planning": 0.6, "workforce": 0.9}, ["workforce", "planning"]),
        ({"planning": 0.6, "workforce": 0.9, "send": 0.7, "neglect": 0.8}, ["workforce", "neglect", "send"]),
    ],
)
def test_themes_past_their_threshold_likeliest_first(
    themes: Themes, given: dict[str, float], chosen: list[str]
) -> None:
    assert list(themes.choose(chances(**given))[0]) == chosen


def test_each_theme_has_its_own_threshold(themes: Themes) -> None:
    themes.thresholds[IDS.index("neglect")] = 0.2
    assert list(themes.choose(chances(neglect=0.3, planning=0.3))[0]) == ["neglect"]


def test_no_findings_no_themes(themes: Themes) -> None:
    assert themes.choose(np.zeros((0, len(IDS)), np.float32)) == []


def test_what_is_saved_is_what_is_loaded(themes: Themes) -> None:
    random = np.random.default_rng(0)
    weights = random.normal(size=(7, len(IDS))).astype(np.float32)
    themes.head = LinearHead(IDS, weights, np.ones(len(IDS), np.float32))
    themes.thresholds[:] = 0.3
    again = Themes(spacy.blank("en")).from_bytes(themes.to_bytes())
    assert again.head.outputs == IDS
    assert np.abs(again.head.weights - weights).max() < np.abs(weights).max() / 127
    assert again.thresholds == pytest.approx(themes.thresholds)
