"""An empty database, reports to put into it, and what is written about them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from findings.identity import finding_id, report_id
from findings.reason.sure import shipped
from findings.schemas import Analysis, Finding, Kind, Label, Report, Stated, Unit
from findings.store import tables as t
from findings.store.reports import save
from findings.store.session import Database

Row = tuple[Label, str]
Put = Callable[..., Analysis]
POINT = "The quality of supervision and management oversight of practice."
PRAISE = "Supervision and management oversight are of high quality."


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    found = Database(f"sqlite:///{tmp_path / 'findings.db'}")
    yield found
    found.close()


def make(kind: Kind, day: str, rows: list[Row], *, authority: str = "Hackney", section: str = "Findings") -> Analysis:
    """The analysis of a report on `day` whose passages are `rows`; the first three labels are list items."""
    text = "\n".join(each for _, each in rows)
    sha256 = hashlib.sha256(f"{authority}{kind}{day}{text}".encode()).hexdigest()
    report = Report(
        id=report_id(sha256),
        sha256=sha256,
        title=f"{kind} {day}",
        kind=kind,
        authority=authority,
        published=dt.date.fromisoformat(day),
        pages=1,
        model="test-0",
        taxonomy="1",
    )
    findings, at = [], 0
    for label, each in rows:
        findings.append(_finding(report.id, at, label, each, section))
        at += len(each) + 1
    return Analysis(report=report, findings=findings, text=text)


def _finding(report: str, at: int, label: Label, text: str, section: str) -> Finding:
    listed = label in (Label.AREA_FOR_IMPROVEMENT, Label.PRIORITY_ACTION)
    return Finding(
        id=finding_id(report, at, at + len(text), text),
        text=text,
        start=at,
        end=at + len(text),
        page=1,
        section=[section],
        unit=Unit.LIST_ITEM if listed else Unit.SENTENCE,
        label=label,
        confidence=0.9,
        scores={each: 0.9 if each is label else 0.03 for each in Label},
    )


@pytest.fixture
def made() -> Put:
    """Makes a report."""
    return make


@pytest.fixture
def put(database: Database) -> Put:
    """Makes a report and stores it."""

    def stored(*args: object, **options: object) -> Analysis:
        analysis = make(*args, **options)  # type: ignore[arg-type]
        save(database, analysis, Stated(), actor="tester")
        return analysis

    return stored


@pytest.fixture
def lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Claims links from a lower chance: what is told of a link is tested here, not how sure a real one must be."""
    monkeypatch.setattr(
        "findings.reason.follow.shipped", lambda: shipped()._replace(enough={"fault": 0.4, "praise": 0.4})
    )


@pytest.fixture
def first(put: Put) -> Analysis:
    """A stored report of Hackney with one point, of 2019."""
    return put(Kind.ILACS, "2019-01-01", [(Label.AREA_FOR_IMPROVEMENT, POINT)])


@pytest.fixture
def praised(put: Put) -> Put:
    """Stores a report of a day that praises what was that point, of Hackney unless another authority is named."""
    return lambda day, **known: put(Kind.ILACS, day, [(Label.STRENGTH, PRAISE)], **known)


@pytest.fixture
def corrected(database: Database) -> Callable[[Analysis], None]:
    """Corrects the one finding of a stored report to a strength, and writes down that it was."""

    def correct(analysis: Analysis) -> None:
        with database.write() as session:
            row = session.scalars(select(t.Finding).where(col(t.Finding.report_id) == analysis.report.id)).one()
            row.label = Label.STRENGTH
            place = {"start": row.start, "end": row.end, "key": row.key, "finding_id": row.id}
            decision = {"before": {}, "after": {}, "actor": "ann", "model": "", "taxonomy": ""}
            session.add(t.Correction.model_validate({"report_id": row.report_id, **place, **decision}))

    return correct
