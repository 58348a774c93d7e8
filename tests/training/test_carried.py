"""A model that learned older themes is compared, and learns on, under those that stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from spacy.language import Language

from findings.pipeline.heads import LinearHead, sigmoid
from findings.pipeline.load import build
from findings.pipeline.rows import Rows
from findings.pipeline.themes import Themes
from findings.taxonomy import loader, taxonomy
from findings.taxonomy.change_values import Applied
from findings_training.carried import CarriedHead, carry, themes_now
from findings_training.retrain_heads import Adaptation, Task, adapt

IDS = tuple(loader.first().themes)
CHANGES: list[dict[str, Any]] = [
    {"what": "rename", "from": "recording", "to": {"id": "records", "name": "Records"}},
    {"what": "merge", "from": "neglect", "to": "domestic_abuse"},
    {
        "what": "split",
        "from": "health",
        "to": [
            {"id": "physical_health", "name": "P", "covers": "p", "words": ["dental"]},
            {"id": "mental_health", "name": "M", "covers": "m", "words": ["CAMHS"]},
        ],
    },
    {"what": "retire", "from": "training"},
]


@pytest.fixture
def changed() -> Iterator[None]:
    """The themes renamed, merged, split and retired, one each."""
    day = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    made = [
        Applied.model_validate({**each, "why": "a test", "version": at, "at": day})
        for at, each in enumerate(CHANGES, 2)
    ]
    with loader.using(loader.of(made)):
        yield


@pytest.fixture
def nlp() -> Language:
    """A model whose themes each have a word of their own."""
    nlp = build()
    component = nlp.get_pipe("findings_themes")
    assert isinstance(component, Themes)
    weights = 8 * np.eye(len(IDS), dtype=np.float32)
    component.head = LinearHead(IDS, weights, np.full(len(IDS), -4, np.float32))
    component.thresholds = np.linspace(0.3, 0.7, len(IDS)).astype(np.float32)
    return nlp


def rows(*themes: str) -> Rows:
    """A passage for each theme, of its word alone."""
    matrix = csr_matrix(np.eye(len(IDS), dtype=np.float32)[[IDS.index(theme) for theme in themes]])
    empty = np.zeros(0, np.int64)
    return Rows(matrix, empty, empty, empty, empty)


def component_of(nlp: Language) -> Themes:
    component = nlp.get_pipe("findings_themes")
    assert isinstance(component, Themes)
    return component


def test_nothing_happens_where_no_theme_changed(nlp: Language) -> None:
    before = component_of(nlp).head
    carry(nlp)
    assert component_of(nlp).head is before


@pytest.mark.usefixtures("changed")
def test_every_theme_is_carried_over(nlp: Language) -> None:
    carry(nlp)
    component = component_of(nlp)
    assert component.head.outputs == tuple(taxonomy().themes)
    read = rows("recording", "neglect", "domestic_abuse", "health", "training", "planning")
    found = [set(each) for each in component.choose(component.predict(read))]
    assert found == [
        {"records"},
        {"domestic_abuse"},
        {"domestic_abuse"},
        {"physical_health", "mental_health"},
        set(),
        {"planning"},
    ]


@pytest.mark.usefixtures("changed")
def test_what_it_learns_from_there_is_a_model_of_the_new_themes(nlp: Language) -> None:
    carry(nlp)
    component = component_of(nlp)
    read = rows("health", "neglect", "domestic_abuse", "planning")
    wanted = sigmoid(component.head.scores(read))
    wanted[0, component.head.outputs.index("physical_health")] = 0.0  # a reviewer says it is of the other
    head = adapt(component.head, Task(read.matrix, wanted, np.ones((4, 1), np.float32), False), Adaptation(strength=10))
    assert not isinstance(head, CarriedHead)
    component.head = head
    copy = build()
    component_of(copy).from_arrays(component.to_arrays())
    given = component_of(copy).choose(component_of(copy).predict(read))
    assert [max(each, key=lambda theme: each[theme]) for each in given] == [
        "mental_health",
        "domestic_abuse",
        "domestic_abuse",
        "planning",
    ]


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize(
    ("themes", "text", "now"),
    [
        (["recording", "neglect"], "", ("records", "domestic_abuse")),
        (["health"], "Children wait for CAMHS.", ("mental_health",)),
        (["health", "planning"], "Plans say nothing of health.", None),
        (["training"], "", ()),
    ],
)
def test_what_people_read_in_sentences_is_read_through_the_changes(
    themes: list[str], text: str, now: tuple[str, ...] | None
) -> None:
    assert themes_now(themes, text) == now
