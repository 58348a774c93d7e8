"""The second reading: which rows are drawn, what its reader is given, and how the agreement is worked out."""

from __future__ import annotations

from pathlib import Path

import pytest
import srsly

from findings.errors import FindingsError
from findings_training.corpus import AuthoredRow, read_authored
from findings_training.second_reading import SecondReading, Verdict, agreement, blind, draw, join, read_second

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def shipped() -> list[AuthoredRow]:
    return read_authored(CORPUS)


def reading(first: str, second: str, themes: str = "health", seen: str = "health") -> SecondReading:
    return SecondReading.model_validate(
        {
            "id": "a1",
            "key": "",
            "first": {"label": first, "themes": themes.split()},
            "second": {"label": second, "themes": seen.split()},
        }
    )


def test_stored_readings_are_those_of_the_draw(shipped: list[AuthoredRow]) -> None:
    assert [each.id for each in read_second(CORPUS)] == [row.id for row in draw(shipped)]


def test_draw_does_not_move_when_rows_are_written_later(shipped: list[AuthoredRow]) -> None:
    later = shipped[0].model_copy(update={"id": "r9999"})
    assert draw([later, *shipped]) == draw(shipped)


def test_second_reader_sees_neither_label_nor_themes(shipped: list[AuthoredRow]) -> None:
    given = blind(draw(shipped))
    assert {name for row in given for name in row} == {"id", "text", "before"}


def test_row_without_verdict_is_named(shipped: list[AuthoredRow], tmp_path: Path) -> None:
    unread, *drawn = draw(shipped)
    srsly.write_jsonl(tmp_path / "verdicts.jsonl", [{"id": row.id, "label": "strength", "themes": []} for row in drawn])
    with pytest.raises(FindingsError, match=unread.id):
        join(shipped, tmp_path / "verdicts.jsonl")


def test_joined_readings_keep_both(shipped: list[AuthoredRow], tmp_path: Path) -> None:
    verdicts = [{"id": row.id, "label": "strength", "themes": ["health"]} for row in draw(shipped)]
    srsly.write_jsonl(tmp_path / "verdicts.jsonl", verdicts)
    first = draw(shipped)[0]
    joined = join(shipped, tmp_path / "verdicts.jsonl")[0]
    assert joined.first == Verdict(label=first.label, themes=first.themes)
    assert joined.second.themes == ["health"]


def test_agreement_counts_labels_and_themes() -> None:
    printed = agreement(
        [
            reading("strength", "strength"),
            reading("strength", "not_a_finding", themes="health send", seen="health"),
            reading("not_a_finding", "not_a_finding", themes="", seen=""),
            reading("not_a_finding", "not_a_finding", themes="education", seen="send"),
        ]
    )
    assert "| labels alike | 0.750 " in printed
    assert "| labels, Cohen's kappa | 0.500 |" in printed
    assert "| themes, micro-F1 | 0.571 |" in printed
    assert "| same set of themes | 0.500 |" in printed
    assert "| strength | not_a_finding | 1 |" in printed


def test_agreement_on_one_label_alone_has_no_kappa() -> None:
    assert "kappa | undefined |" in agreement([reading("strength", "strength")])


def test_datasheet_prints_the_agreement() -> None:
    assert agreement(read_second(CORPUS)) in (CORPUS / "README.md").read_text(encoding="utf-8"), (
        "print it with `python -m findings_training.second_reading corpus` and put it in corpus/README.md"
    )
