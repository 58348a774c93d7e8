"""What judged pairs teach: which features tell, how sure is enough, and a file that holds keys and verdicts alone."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import srsly

from findings.reason.sure import OUTCOMES, Model, shipped, to_json
from findings.reason.verdict import Outcome
from findings_training.pairs import NEVER, SHARES, Held, Pair, enough, held_out, learn, telling

LABELS = Path(__file__).parents[2] / "corpus" / "labels" / "pairs.jsonl"
NAMES = ["tells", "tells a little", "noise"]


@pytest.fixture(scope="module")
def found() -> list[Pair]:
    """Pairs of eight authorities, of one matter where `tells` is 1; one in ten of them are judged otherwise."""
    chance = np.random.default_rng(0)
    pairs = []
    for at in range(240):
        tells = float(at % 2)
        share = tells if chance.random() > 0.1 else 0.5
        outcome = OUTCOMES[at % 3]
        seen = {"tells": tells, "tells a little": tells + chance.normal(), "noise": chance.normal()}
        pairs.append(
            Pair(f"authority {at % 8}", seen, {name: float(name == outcome) for name in OUTCOMES}, share, outcome)
        )
    return pairs


def test_what_tells_is_learned(found: list[Pair]) -> None:
    model = learn(found, NAMES)
    assert model.chance({"tells": 1.0, "tells a little": 1.0, "noise": 0.0}) > 0.8
    assert model.chance({"tells": 0.0, "tells a little": 0.0, "noise": 0.0}) < 0.2
    assert model.outcome({"repeated": 0.0, "improving": 1.0, "resolved": 0.0})[0] == "improving"


def test_features_that_pull_least_are_left_out(found: list[Pair]) -> None:
    assert telling(found, most=1) == ["tells"]


def test_each_authority_is_judged_by_the_others(found: list[Pair]) -> None:
    held = held_out(found, NAMES)
    assert held.right[held.sure > 0.5].mean() > 0.8
    assert held.right[held.sure < 0.2].mean() < 0.2


def test_the_lowest_chance_that_is_right_often_enough() -> None:
    sure = np.linspace(1, 0, 200)
    right = np.r_[np.ones(100), np.zeros(100)]
    assert enough(Held(sure, right), wanted=0.9) == pytest.approx(sure[110], abs=0.01)


@pytest.mark.parametrize("size", [0, 5])
def test_too_few_links_tell_nothing(size: int) -> None:
    assert enough(Held(np.ones(size), np.ones(size)), wanted=0.9) == NEVER


def test_a_model_comes_back_as_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: list[Pair]
) -> None:
    written = learn(found, NAMES)._replace(enough={"fault": 0.8})
    path = tmp_path / "sure.json"
    path.write_text(to_json(written))
    monkeypatch.setattr("findings.reason.sure.SHIPPED", path)
    shipped.cache_clear()
    read: Model = shipped()
    shipped.cache_clear()
    assert read.enough == {"fault": 0.8}
    assert read.matter.weights == pytest.approx(dict(written.matter.weights), abs=1e-4)


def test_the_labels_hold_no_sentence() -> None:
    for row in srsly.read_jsonl(LABELS):
        assert set(row) == {"point_report", "point", "later_report", "passage", "verdict", "outcome"}
        assert all(re.fullmatch(r"[0-9a-f]{16}", row[name]) for name in ("point_report", "later_report"))
        assert all(re.fullmatch(r"[0-9a-f]{40}", row[name]) for name in ("point", "passage"))
        assert row["verdict"] in SHARES
        assert row["outcome"] is None or row["outcome"] in set(Outcome)
