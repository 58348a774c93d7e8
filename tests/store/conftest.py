"""Both databases, empty, and reports to put into them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from sqlalchemy import delete

from findings.identity import finding_id, report_id
from findings.schemas import Analysis, EntityTag, Finding, FrameworkTag, Label, Reason, Report, ThemeTag, Unit
from findings.store import tables as t
from findings.store.session import Database

Make = Callable[..., Analysis]

SENTENCES = (
    "Co-production with children and their families is weak.",
    "Social workers’ visits to children are regular and purposeful.",
    "The backlog of assessments leaves children at risk of significant harm.",
    "The service has 40 teams.",
)
LABELS = (Label.AREA_FOR_IMPROVEMENT, Label.STRENGTH, Label.PRIORITY_ACTION, Label.NOT_A_FINDING)
THEMES = ("send", "direct_work", "assessment", None)


@pytest.fixture(scope="session")
def sqlite_shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """An SQLite database for all tests."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'findings.db'}")
    yield database
    database.close()


@pytest.fixture(scope="session")
def postgresql_shared(postgresql_url: str) -> Iterator[Database]:
    """A PostgreSQL database for all tests."""
    database = Database(postgresql_url)
    yield database
    database.close()


def empty(database: Database) -> Database:
    """`database` with nothing in it."""
    with database.write() as session:
        for table in (t.Report, t.Audit, t.Job):
            session.execute(delete(table))
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """Each database in turn, empty."""
    return empty(request.getfixturevalue(f"{request.param}_shared"))


@pytest.fixture
def both(sqlite_shared: Database, postgresql_shared: Database) -> tuple[Database, Database]:
    """Both databases, empty."""
    return empty(sqlite_shared), empty(postgresql_shared)


@pytest.fixture
def make() -> Make:
    """Makes an analysis of a report."""
    return make_analysis


def make_analysis(
    number: int = 0, sentences: Sequence[str] = SENTENCES, model: str = "model-1", **metadata: Any
) -> Analysis:
    """An analysis of the report of that `number`: one sentence a line, labels and themes in turn."""
    text = "\n".join(sentences)
    sha256 = hashlib.sha256(f"{number}\n{text}".encode(errors="replace")).hexdigest()
    known: dict[str, Any] = {"title": f"Report {number}", "authority": "Hackney", "kind": "ilacs"}
    known["judgements"] = [{"area": "in_care", "grade": "good"}]
    report = Report(**(known | metadata), id=report_id(sha256), sha256=sha256, pages=2, model=model, taxonomy="1")
    return Analysis(report=report, findings=list(_findings(report.id, sentences)), text=text)


def _findings(report: str, sentences: Sequence[str]) -> Iterator[Finding]:
    start = 0
    for at, sentence in enumerate(sentences):
        yield _finding(report, sentence, start, at)
        start += len(sentence) + 1


def _finding(report: str, text: str, start: int, at: int) -> Finding:
    label, theme = LABELS[at % 4], THEMES[at % 4]
    end = start + len(text)
    return Finding(
        id=finding_id(report, start, end, text),
        text=text,
        start=start,
        end=end,
        page=1 + at % 2,
        section=["Findings", f"Part {at}"],
        unit=Unit.SENTENCE,
        label=label,
        confidence=0.6 + 0.1 * (at % 4),
        scores={label: 0.6 + 0.1 * (at % 4)},
        themes=[ThemeTag(id=theme, confidence=0.8), ThemeTag(id="planning", confidence=0.5)] if theme else [],
        national_framework=[FrameworkTag(id="outcome_3", printed=True)] if at % 4 == 2 else [],
        entities=[EntityTag(start=0, end=len(text.split()[0]), text=text.split()[0], type="ROLE")] if theme else [],
        reasons=[Reason(kind="heading", detail="Findings", effect=label)],
    )
