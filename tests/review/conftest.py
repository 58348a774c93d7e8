"""A stored report to review, and reviewers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy

import pytest

from findings.identity import finding_id, report_id
from findings.review.corrections import correct
from findings.review.values import Corrected, CorrectionIn
from findings.schemas import Analysis, EntityTag, Finding, FrameworkTag, Label, Reason, Report, Stated, ThemeTag, Unit
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
Read = Callable[..., Analysis]
Decide = Callable[..., Corrected]


def reading(sentences: tuple[Sentence, ...] = SENTENCES, *, text: str = TEXT, model: str = "model-1") -> Analysis:
    """What a model read in the report: each sentence wherever it stands in the text."""
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    known = {"title": "A report", "kind": "ilacs", "authority": "Hackney", "pages": 1, "taxonomy": "1"}
    report = Report.model_validate({"id": report_id(sha256), "sha256": sha256, "model": model, **known})
    findings = [_finding(report.id, text, sentence, label) for sentence, label in sentences]
    return Analysis(report=report, findings=findings, text=text)


def _finding(report: str, text: str, sentence: str, label: Label) -> Finding:
    start = text.index(sentence)
    board = sentence.find("health board")
    found = [EntityTag(start=board, end=board + 12, text="health board", type="BODY")] if board >= 0 else []
    scores = {each: 0.7 if each is label else 0.1 for each in Label}
    return Finding(
        id=finding_id(report, start, start + len(sentence), sentence),
        text=sentence,
        start=start,
        end=start + len(sentence),
        page=1,
        section=["Practice"],
        unit=Unit.SENTENCE,
        label=label,
        confidence=0.7,
        scores=scores,
        themes=[ThemeTag(id="leadership", confidence=0.6)],
        national_framework=[FrameworkTag(id="enabler_2", printed=False)],
        entities=found,
        reasons=[Reason(kind="words", detail="well", effect=label)],
    )


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the report in it, to be copied."""
    path = tmp_path_factory.mktemp("review") / "findings.db"
    database = Database(f"sqlite:///{path}")
    reports.save(database, reading(), Stated(), actor="machine")
    database.close()
    return path


@pytest.fixture
def database(tmp_path: Path, filled: Path) -> Iterator[Database]:
    """A database with the report in it."""
    database = Database(f"sqlite:///{copy(filled, tmp_path / 'findings.db')}")
    yield database
    database.close()


@pytest.fixture
def read(database: Database) -> Read:
    """Stores another reading of the report."""

    def again(*sentences: Sentence, text: str = TEXT, model: str = "model-2") -> Analysis:
        analysis = reading(sentences or SENTENCES, text=text, model=model)
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


@pytest.fixture
def first_reading() -> Callable[[], Analysis]:
    """Makes the first reading of the report."""
    return reading
