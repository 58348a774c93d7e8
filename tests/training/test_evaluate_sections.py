"""Published items against findings: found, right, never an item, and how sure structure was."""

from __future__ import annotations

from pathlib import Path

from findings.intake.document import Document, DocumentBuilder
from findings.schemas import Finding, Label, Reason, Unit
from findings_training.evaluate_sections import SectionReport, evaluate_sections

AREA = Label.AREA_FOR_IMPROVEMENT


def finding(text: str, label: Label, *reasons: Reason) -> Finding:
    scores = {each: 0.97 if each == label else 0.01 for each in Label}
    return Finding(
        id=text,
        text=text,
        start=0,
        end=len(text),
        page=1,
        section=[],
        unit=Unit.LIST_ITEM,
        label=label,
        confidence=0.97,
        scores=scores,
        reasons=list(reasons),
    )


def heading(label: Label) -> Reason:
    return Reason(kind="heading", detail="What needs to improve", effect=label)


FINDINGS = [
    finding("The pace of plans for children in need.", AREA, heading(AREA)),
    finding(
        "Recording of visits to children.", Label.STRENGTH, Reason(kind="words", detail="visits", effect="strength")
    ),
    finding("Inspectors came in May.", AREA, heading(AREA)),
    finding("Nothing here.", Label.NOT_A_FINDING),
]
ROWS = [
    {"pdf": "a.pdf", "framework": "ilacs", "label": AREA.value, "text": text}
    for text in ("The pace of plans for children in need.", "Recording of visits to children.", "Never read.")
]


def evaluated() -> SectionReport:
    def read(_: Path) -> Document:
        return DocumentBuilder().build(b"", "text/plain")

    return evaluate_sections(ROWS, read, lambda _: FINDINGS)


def test_items_are_found_and_right_or_not() -> None:
    report = evaluated()
    assert [report.counts["all", what] for what in ("rows", "found", "right")] == [3, 2, 1]
    assert [why for _, why in report.misses] == ["read as strength", "not found"]


def test_what_was_never_an_item_is_counted_among_what_structure_labels() -> None:
    report = evaluated()
    assert report.share("kind ilacs", "stray", "listed") == 0.5
    assert report.strays == [("a.pdf", "Inspectors came in May.")]


def test_how_sure_structure_was_is_kept_apart_and_shown() -> None:
    report = evaluated()
    assert report.decided == [(0.97, True)]
    assert "labels decided by structure: expected calibration error 0.0300" in report.render()
