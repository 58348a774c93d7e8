"""The shipped corpus is sound, and the checks that say so find what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from findings.errors import FindingsError
from findings_training.corpus import (
    AuthoredRow,
    describe,
    fold_of,
    near_duplicates,
    problems,
    read_authored,
    read_entity_labels,
    read_labels,
)

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def shipped() -> list[AuthoredRow]:
    return read_authored(CORPUS)


def row(**changes: Any) -> AuthoredRow:
    values: dict[str, Any] = {
        "id": "x1",
        "text": "Managers read every plan.",
        "label": "strength",
        "themes": ["management_oversight"],
        "entities": [(0, 8, "ROLE")],
        "kind": "ilacs",
        "unit": "sentence",
    }
    values |= changes
    return AuthoredRow.model_validate({"fold": fold_of(values["id"]), **values})


def of_row(changed: AuthoredRow) -> list[str]:
    return [problem for problem in problems([changed]) if problem.startswith(f"{changed.id}:")]


def test_shipped_corpus_is_sound(shipped: list[AuthoredRow]) -> None:
    assert problems(shipped) == []


def test_datasheet_prints_the_counts_of_the_shipped_corpus(shipped: list[AuthoredRow]) -> None:
    assert describe(shipped) in (CORPUS / "README.md").read_text(encoding="utf-8"), (
        "print them with `python -m findings_training.corpus corpus` and put them in corpus/README.md"
    )


def test_sound_row_has_no_problems() -> None:
    assert of_row(row()) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"themes": ["weather"]}, "unknown"),
        ({"themes": ["planning", "planning"]}, "repeated"),
        ({"fold": (fold_of("x1") + 1) % 5}, "fold"),
        ({"text": "Managers read  every plan."}, "doubled spaces"),
        ({"entities": [(0, 99, "ROLE")]}, "not a phrase"),
        ({"entities": [(0, 9, "ROLE")]}, "not a phrase"),
        ({"text": "So the managers do.", "entities": [(3, 15, "ROLE")]}, "article"),
        ({"entities": [(0, 7, "ROLE")]}, "middle of a word"),
        ({"entities": [(0, 8, "ROLE"), (0, 13, "ROLE")]}, "overlaps"),
    ],
)
def test_faulty_row_is_named(changes: dict[str, Any], said: str) -> None:
    assert any(said in problem for problem in of_row(row(**changes)))


def test_repeated_id_is_named() -> None:
    assert any("used 2 times" in problem for problem in problems([row(), row(text="Children are seen alone.")]))


def test_near_duplicates_ignore_case_and_marks() -> None:
    first, second = row(), row(id="x2", text="MANAGERS read every plan!")
    other = row(id="x3", text="Carers are few and tired.", entities=[])
    assert near_duplicates([first, second, other]) == [(first, second)]


def test_unknown_label_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "authored").mkdir()
    (tmp_path / "authored" / "one.jsonl").write_text('{"id": "x1", "label": "splendid"}\n', encoding="utf-8")
    with pytest.raises(FindingsError, match=r"one\.jsonl line 1"):
        read_authored(tmp_path)


def test_labels_carry_keys_and_no_sentences() -> None:
    rows = read_labels(CORPUS)
    assert len(rows) > 10_000
    assert all(len(row.key) == 40 and set(row.key) <= set("0123456789abcdef") for row in rows)
    assert {len(row.before_key) for row in rows if row.before_key} == {40}


def test_entity_labels_are_in_order_and_apart() -> None:
    for row in read_entity_labels(CORPUS):
        ends = [0, *(end for _, end, _ in row.entities)]
        assert all(end <= start < stop for end, (start, stop, _) in zip(ends, row.entities, strict=False))
