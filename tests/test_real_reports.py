"""The shipped model on real documents: the five this product began from, and published items of a sample of reports.

Texts of real documents are not in the repository: what is expected of them is told by counts and by key words.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from findings.analyse import Analyser
from findings.intake import read
from findings.schemas import Analysis, Finding, Kind, Label
from findings_training.evaluate_sections import evaluate_sections, section_rows

EVERY = 12  # one report in so many is read here; `findings evaluate --sections` reads them all


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


@pytest.fixture(scope="module")
def seeds(reports: Path) -> Path:
    folder = reports.parent / "seeds"
    if not folder.is_dir():
        pytest.skip(f"needs the five first documents in {folder}")
    return folder


def read_seed(analyser: Analyser, folder: Path, name: str) -> Analysis:
    [path] = folder.glob(f"{name}*")
    return analyser.analyse(read(path.read_bytes(), path.name))


def labelled(analysis: Analysis, label: Label) -> list[Finding]:
    return [finding for finding in analysis.findings if finding.label == label]


def counts(analysis: Analysis) -> tuple[int, int, int]:
    """Priority actions, areas for improvement, strengths."""
    found = Counter(finding.label for finding in analysis.findings)
    return found[Label.PRIORITY_ACTION], found[Label.AREA_FOR_IMPROVEMENT], found[Label.STRENGTH]


def test_an_unannounced_letter_of_2009(analyser: Analyser, seeds: Path) -> None:
    letter = read_seed(analyser, seeds, "hampshire-2009")
    assert counts(letter) == (1, 6, 9)
    assert letter.report.kind is Kind.UNANNOUNCED
    assert letter.report.authority == "Hampshire"
    assert (letter.report.inspection_start, letter.report.inspection_end) == (
        dt.date(2009, 8, 18),
        dt.date(2009, 8, 19),
    )


def test_a_councils_report_of_a_focused_visit(analyser: Analyser, seeds: Path) -> None:
    paper = read_seed(analyser, seeds, "hackney-2019")
    assert len(labelled(paper, Label.PRIORITY_ACTION)) == 2
    listed = [each for each in labelled(paper, Label.AREA_FOR_IMPROVEMENT) if each.unit != "sentence"]
    assert len(listed) == 5
    assert not any("responded" in each.text for each in labelled(paper, Label.STRENGTH))  # how it took the visit
    assert paper.report.authority == "Hackney"
    assert paper.report.kind is Kind.COUNCIL_REPORT


def test_slides_of_an_inspection(analyser: Analyser, seeds: Path) -> None:
    slides = read_seed(analyser, seeds, "west-sussex-2019")
    assert counts(slides) == (0, 11, 5)
    assert slides.report.authority == "West Sussex"


def test_slides_with_judgements_and_a_survey(analyser: Analyser, seeds: Path) -> None:
    slides = read_seed(analyser, seeds, "hampshire-2014")
    assert len(slides.report.judgements) == 7
    survey = [f for f in slides.findings if f.section and f.section[-1].startswith("Leadership")]
    assert [f.label for f in survey if len(f.text.split()) > 4] == [Label.STRENGTH] * 11
    assert any(f.text.startswith("Issues include") for f in labelled(slides, Label.AREA_FOR_IMPROVEMENT))


def test_minutes_of_a_committee(analyser: Analyser, seeds: Path) -> None:
    minutes = read_seed(analyser, seeds, "gloucestershire-2017")
    assert [(each.area, each.grade) for each in minutes.report.judgements] == [("overall_effectiveness", "inadequate")]
    areas = " ".join(finding.text for finding in labelled(minutes, Label.AREA_FOR_IMPROVEMENT))
    for words in ("too centralised", "impact on the child", "lack of awareness", "multi-agency working"):
        assert words in areas


def test_published_items_come_out_with_their_label(analyser: Analyser, reports: Path, gold: Path) -> None:
    rows = section_rows(gold)
    sample = set(sorted({row["pdf"] for row in rows})[::EVERY])
    found = evaluate_sections(
        [row for row in rows if row["pdf"] in sample],
        lambda path: read((reports / path).read_bytes(), path.name),
        lambda document: analyser.analyse(document).findings,
    )
    assert found.share("all", "found", "rows") >= 0.98
    assert found.share("all", "right", "found") >= 0.995
    assert found.share("all", "stray", "listed") <= 0.05
