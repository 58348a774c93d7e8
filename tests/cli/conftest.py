"""What tests of the command line share: a database that holds one report."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from findings.schemas import Analysis, Finding, Kind, Label, Report, Stated, ThemeTag, Unit
from findings.store.reports import save
from findings.store.session import Database

TEXT = "Recording is too slow.\nSocial workers know children well.\n"


def _finding(text: str, label: Label, theme: str) -> Finding:
    start = TEXT.index(text)
    return Finding(
        id=f"finding-{start}",
        text=text,
        start=start,
        end=start + len(text),
        page=1,
        section=["What needs to improve"],
        unit=Unit.SENTENCE,
        label=label,
        confidence=0.9,
        scores={label: 0.9},
        themes=[ThemeTag(id=theme, confidence=0.8)],
    )


@pytest.fixture
def database(tmp_path: Path) -> str:
    """The address of a database with a report of two findings."""
    url = f"sqlite:///{tmp_path / 'findings.db'}"
    report = Report(
        id="report-1",
        sha256="0" * 64,
        title="Inspection of Brackwater",
        kind=Kind.ILACS,
        authority="Brackwater",
        published=dt.date(2024, 5, 1),
        pages=1,
        model="test-1",
        taxonomy="1",
    )
    findings = [
        _finding("Recording is too slow.", Label.AREA_FOR_IMPROVEMENT, "recording"),
        _finding("Social workers know children well.", Label.STRENGTH, "direct_work"),
    ]
    store = Database(url)
    save(store, Analysis(report=report, findings=findings, text=TEXT), Stated(), actor="test")
    store.close()
    return url
