"""Learning outcomes of the National Framework from written and printed examples."""

from __future__ import annotations

from pathlib import Path

import srsly

from findings.taxonomy.framework import outcomes
from findings_training.framework import Tagged, authored, evaluate, fit, printed


def test_every_written_example_names_an_outcome_and_stands_once() -> None:
    rows = authored()
    assert {each.outcome for each in rows} == set(outcomes())
    assert len({each.text for each in rows}) == len(rows)


def test_printed_tags_are_taken_from_published_items(tmp_path: Path) -> None:
    texts = [
        "Late plans. (outcome 3, national framework)",
        "Late plans (Outcome 3)",
        "No tag.",
        "Two (outcomes 1 and 3)",
    ]
    srsly.write_jsonl(tmp_path / "sections.jsonl", [{"text": text, "fold": 1} for text in texts])
    assert [(each.text, each.outcome) for each in printed(tmp_path)] == [
        ("Late plans.", "outcome_3"),
        ("Late plans", "outcome_3"),
    ]


def test_a_model_reads_what_it_learned_and_folds_are_kept_apart() -> None:
    rows = [
        Tagged("Kinship carers and relatives.", "outcome_2", 0, {"family_network": 0.9}),
        Tagged("Kinship carers are assessed.", "outcome_2", 1, {"family_network": 0.9}),
        Tagged("Records of visits.", "enabler_3", 0, {"recording": 0.9}),
        Tagged("Records are late.", "enabler_3", 1, {"recording": 0.9}),
    ]
    assert fit(rows).read("Kinship care", {}) == "outcome_2"
    assert [said for _, said in evaluate(rows, [])] == [each.outcome for each in sorted(rows, key=lambda e: e.fold)]
