"""Briefings: what was asked, what became of it, where it stands; nothing that is internal; a Word file that opens."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest

from findings.errors import FindingsError
from findings.reason.briefing import Briefing, of_authority, of_theme
from findings.reason.briefing_docx import to_docx
from findings.schemas import Analysis, Kind, Label
from findings.store.session import Database
from findings.store.standing import StandingPatch, set_standing

Put = Callable[..., Analysis]
POINT = "The quality of supervision and management oversight of practice."
AGAIN = "Supervision and management oversight are weak in quality."
SITE = "http://findings.test"


@pytest.fixture
def filled(database: Database, put: Put) -> Database:
    """A database with two inspections and an internal one."""
    put(Kind.ILACS, "2019-01-01", [(Label.AREA_FOR_IMPROVEMENT, POINT)])
    put(Kind.ILACS, "2021-01-01", [(Label.AREA_FOR_IMPROVEMENT, AGAIN)])
    internal = put(Kind.ILACS, "2023-01-01", [(Label.AREA_FOR_IMPROVEMENT, "Secret: supervision is late.")])
    set_standing(database, internal.report.id, StandingPatch(internal=True), actor="tester")
    return database


def brief(database: Database, name: str = "Hackney") -> Briefing:
    with database.read() as session:
        return of_authority(session, name)


def test_an_authority_is_told_with_what_became_of_it(filled: Database) -> None:
    made = brief(filled)
    [part] = [part for part in made.parts if part.title == "What is repeated"]
    [quotation] = part.quotations
    assert quotation.text == POINT
    assert quotation.after == f"ILACS inspection, 2021-01-01, p. 1: “{AGAIN}”"
    assert made.made_of["Reports"] == "2"


def test_it_opens_in_word_with_links_back(filled: Database) -> None:
    file = docx.Document(io.BytesIO(to_docx(brief(filled), SITE)))
    text = "\n".join(paragraph.text for paragraph in file.paragraphs)
    assert POINT in text
    assert "How this was made" in text
    assert "Secret" not in text
    links = [link for paragraph in file.paragraphs for link in paragraph.hyperlinks]
    assert links[0].address == f"{SITE}/ui/authorities/Hackney"
    assert any(link.text == "ILACS inspection, 2019-01-01, p. 1" and "#f-" in link.address for link in links)
    assert any("Taxonomy" in cell.text for table in file.tables for row in table.rows for cell in row.cells)


def test_a_theme_is_told_across_authorities(filled: Database) -> None:
    with filled.read() as session:
        made = of_theme(session, "planning")
        assert made.parts[0].title == "What it covers"
        with pytest.raises(FindingsError, match="no theme"):
            of_theme(session, "nope")
    assert to_docx(made, SITE)[:2] == b"PK"


def test_characters_that_word_cannot_hold_are_replaced() -> None:
    assert to_docx(Briefing("A\x0bB", "/ui/", [], {"How": "\x00"}), SITE)[:2] == b"PK"


def test_nothing_public_is_no_briefing(filled: Database) -> None:
    with pytest.raises(FindingsError, match="Nowhere"):
        brief(filled, "Nowhere")
