"""Every label and theme has a page of guidelines, and its examples are rows of the corpus as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from findings.schemas import Label
from findings.taxonomy import taxonomy
from findings_training.corpus import AuthoredRow, read_authored

CORPUS = Path(__file__).parents[2] / "corpus"
GUIDELINES = CORPUS / "guidelines"
PAGES = [GUIDELINES / "labels" / f"{label}.md" for label in Label] + [
    GUIDELINES / "themes" / f"{theme}.md" for theme in taxonomy().themes
]


@pytest.fixture(scope="module")
def shipped() -> dict[str, AuthoredRow]:
    return {row.id: row for row in read_authored(CORPUS)}


def examples(page: Path) -> list[list[str]]:
    """Text, label, themes and id of every example of a page."""
    rows = [line.strip("| ").split(" | ") for line in page.read_text(encoding="utf-8").splitlines() if "|" in line]
    return rows[2:]


def test_no_page_is_of_something_else() -> None:
    assert {*GUIDELINES.glob("labels/*.md"), *GUIDELINES.glob("themes/*.md")} == set(PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples_are_rows_of_the_corpus(page: Path, shipped: dict[str, AuthoredRow]) -> None:
    assert 3 <= len(examples(page)) <= 5
    for text, label, themes, row in examples(page):
        assert (shipped[row].text, f"`{shipped[row].label}`") == (text, label)
        assert re.findall(r"`(\w+)`", themes) == shipped[row].themes


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples_are_of_the_page(page: Path) -> None:
    column = 1 if page.parent.name == "labels" else 2
    assert all(f"`{page.stem}`" in example[column] for example in examples(page))


@pytest.mark.parametrize("page", sorted(GUIDELINES.rglob("*.md")), ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
