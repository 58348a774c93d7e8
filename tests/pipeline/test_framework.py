"""National Framework tags as inspectors print them, and what is read where they print none."""

from __future__ import annotations

import numpy as np
import pytest

from findings.pipeline.framework import CROSS_REFERENCE, FrameworkModel, printed_framework, shipped
from findings.taxonomy import taxonomy
from findings.taxonomy.framework import outcomes

PRINTED = [
    ("(outcomes 1 and 3, national framework)", ["outcome_1", "outcome_3"]),
    ("(enabler 2, national framework)", ["enabler_2"]),
    ("(Outcome Three, National Framework).", ["outcome_3"]),
    ("(National Framework, Outcome 2)", ["outcome_2"]),
    ("(Enabler two)", ["enabler_2"]),
    ("(Outcome 4 National Social Care Framework)", ["outcome_4"]),
    ("(enabler: the workforce is equipped and effective, national framework)", ["enabler_3"]),
    ("(Enabler 2: Leaders drive conditions for effective practice)", ["enabler_2"]),
    ("(principle 2, national framework)", []),
    ("(outcome 9)", []),
    ("(paragraph 41)", []),
]


@pytest.mark.parametrize(("tail", "wanted"), PRINTED)
def test_a_printed_tag_is_no_text_and_is_read(tail: str, wanted: list[str]) -> None:
    found = CROSS_REFERENCE.search(f"The pace of plans. {tail}")
    assert found is not None
    assert found.group().strip() == tail
    assert printed_framework(tail) == tuple((each, True) for each in wanted)


@pytest.mark.parametrize(
    "text",
    [
        "Plans say what should change (outcomes for children).",
        "Staff use one method (a framework for practice).",
        "Most have a plan (three have none).",
    ],
)
def test_a_remark_in_brackets_is_text(text: str) -> None:
    assert CROSS_REFERENCE.search(text) is None


READ = [
    ("The use of family group conferences and support for kinship carers.", {"family_network": 0.9}, "outcome_2"),
    ("Return home interviews after children go missing.", {"exploitation_missing": 0.9}, "outcome_3"),
    ("The sufficiency of foster homes near to children's schools.", {"placements": 0.9}, "outcome_4"),
    ("The accuracy of case records.", {"recording": 0.8}, "enabler_3"),
    ("Audits that tell leaders how good practice is.", {"quality_assurance": 0.9}, "enabler_2"),
    ("Joint work with partner agencies on referrals.", {"partnership": 0.8}, "enabler_1"),
    ("Early help for families who need support.", {"early_help": 0.9}, "outcome_1"),
]


@pytest.mark.parametrize(("text", "themes", "wanted"), READ)
def test_what_is_not_printed_is_read(text: str, themes: dict[str, float], wanted: str) -> None:
    assert shipped().read(text, themes) == wanted


def test_a_finding_without_themes_has_an_outcome_too() -> None:
    assert shipped().read("Xyzzy.", {}) in outcomes()


def test_the_shipped_model_knows_the_taxonomy() -> None:
    model = shipped()
    assert set(model.themes) == set(taxonomy().themes)
    assert set(model.outcomes) == {theme.national_framework for theme in taxonomy().themes.values()}


def test_words_and_themes_are_weighed() -> None:
    rise = np.array([0, 1], np.float32)
    model = FrameworkModel(("outcome_1", "outcome_2"), {"health": rise}, {"kinshi": rise}, -0.1 * rise)
    assert model.read("Plans.", {}) == "outcome_1"
    assert model.read("Kinship care.", {}) == "outcome_2"
    assert model.read("Plans.", {"health": 0.2}) == "outcome_2"
