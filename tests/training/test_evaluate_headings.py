"""How headings that were read are counted."""

from __future__ import annotations

import spacy

from findings.pipeline.segments import Segments
from findings_training.evaluate_headings import read_all, render
from findings_training.headings import Heading


def test_headings_are_counted_by_reading_and_misses_are_shown() -> None:
    segments = Segments(spacy.blank("en"), "segments")
    rows = [
        Heading("Strengths", "strength"),
        Heading("Strengths and weaknesses", "mixed"),
        Heading("Areas for improvement", "strength"),
    ]
    told = render(read_all(rows, segments)).splitlines()
    assert told == [
        "strength                   1 of 2",
        "other                      1 of 1",
        "all                        2 of 3 = 0.667",
        "strength read as area_for_improvement: Areas for improvement",
    ]
