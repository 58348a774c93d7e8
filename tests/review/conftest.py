"""A stored report to review, and reviewers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy

import pytest

from findings.review.corrections import correct
from findings.review.values import Corrected, CorrectionIn
from findings.schemas import Analysis, EntityTag, FrameworkTag, Label, Stated
from findings.store import queries, reports
from findings.store.filters import FindingQuery
from findings.store.session import Database
from findings.store.values import FindingRow

Sentence = tuple[str, Label]
TEXT = (
    "Managers know their service well and act. Supervision by the health board is late.\n"
    "Social workers visit children often. Plans drift."
)
SENTENCES: tuple[Sentence, ...] = (
    ("Managers know their service well and act.", Label.STRENGTH),
    ("Supervision by the health board is late.", Label.AREA_FOR_IMPROVEMENT),
    ("Social workers visit children often.", Label.STRENGTH),
    ("Plans drift.", Label.NOT_A_FINDING),
)
ALL = {"national_framework": [FrameworkTag(id="enabler_2", printed=False)]}
Read = Callable[..., Analysis]
Decide = Callable[..., Corrected]


@pytest.fixture(scope="session")
def first_reading(read_by_hand: Callable[..., Analysis]) -> Read:
    """Makes what a model read in the report: each sentence wherever it stands in the text."""

    def reading(sentences: tuple[Sentence, ...] = SENTENCES, *, text: str = TEXT, model: str = "model-1") -> Analysis:
        said = [
            {**ALL, "text": sentence, "label": label, "entities": _board(sentence)} for sentence, label in sentences
        ]
        return read_by_hand(text, said, model=model, sha256=hashlib.sha256(TEXT.encode()).hexdigest())

    return reading


def _board(sentence: str) -> list[EntityTag]:
    start = sentence.find("health board")
    return [EntityTag(start=start, end=start + 12, text="health board", type="BODY")] if start >= 0 else []


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, first_reading: Read) -> Path:
    """A database file with the report in it, to be copied."""
    path = tmp_path_factory.mktemp("review") / "findings.db"
    database = Database(f"sqlite:///{path}")
    reports.save(database, first_reading(), Stated(), actor="machine")
    database.close()
    return path


@pytest.fixture
def database(tmp_path: Path, filled: Path) -> Iterator[Database]:
    """A database with the report in it."""
    database = Database(f"sqlite:///{copy(filled, tmp_path / 'findings.db')}")
    yield database
    database.close()


@pytest.fixture
def read(database: Database, first_reading: Read) -> Read:
    """Stores another reading of the report."""

    def again(*sentences: Sentence, text: str = TEXT, model: str = "model-2") -> Analysis:
        analysis = first_reading(sentences or SENTENCES, text=text, model=model)
        reports.save(database, analysis, Stated(), actor="machine")
        return analysis

    return again


def listed(database: Database, **filters: object) -> list[FindingRow]:
    """The stored findings in reading order."""
    given = {"label": list(Label), "sort": "position", **filters}
    with database.read() as session:
        return queries.find(session, FindingQuery.model_validate(given)).items


@pytest.fixture
def rows(database: Database) -> Callable[..., list[FindingRow]]:
    """Lists the stored findings."""
    return lambda **filters: listed(database, **filters)


@pytest.fixture
def decide(database: Database) -> Decide:
    """Decides on the finding at a place of the report."""

    def decided(at: int, *, actor: str = "ann", **change: object) -> Corrected:
        finding = listed(database)[at].id
        return correct(database, finding, CorrectionIn.model_validate(change), actor=actor)

    return decided


@pytest.fixture
def listing() -> Callable[[Database], list[FindingRow]]:
    """Lists the findings of any database."""
    return listed
