"""From a Doc to values: offsets, pages, cross-page items, what the sender states."""

from __future__ import annotations

import datetime as dt

import spacy
from spacy.language import Language

import findings.pipeline.findings
import findings.pipeline.reasons
import findings.pipeline.segments  # noqa: F401
from findings.analyse import to_analysis
from findings.identity import key, normalise
from findings.intake import read_text
from findings.intake.document import Document
from findings.pipeline.documents import make_doc
from findings.schemas import Analysis, Kind, Label, Stated

LETTER = """Focused visit to Wexcombe children's services

Dear Ms Pell

What needs to improve in this area of social work practice?

\u25fc The pace at which plans
for children change. (outcome 3, national framework)
\u25fc Supervision, so that:
\u2212 it is regular
\u2212 it is recorded.

Findings

Most visits are on time. Records are not.
"""


def structure() -> Language:
    nlp = spacy.blank("en")
    for name in ("findings_segments", "findings_findings", "findings_reasons"):
        nlp.add_pipe(name)
    return nlp


def analysed(document: Document, stated: Stated | None = None) -> Analysis:
    nlp = structure()
    return to_analysis(nlp(make_doc(nlp.tokenizer, document)), stated or Stated(), model="structure")


def test_every_offset_points_at_its_passage() -> None:
    analysis = analysed(read_text(LETTER))
    assert len(analysis.findings) >= 4
    for finding in analysis.findings:
        bare = normalise(analysis.text[finding.start : finding.end])
        assert bare.startswith(normalise(finding.text)[:20])
        assert bare.endswith(normalise(finding.text)[-10:])


def test_items_carry_their_section_and_what_is_printed_after_them() -> None:
    items = [f for f in analysed(read_text(LETTER)).findings if f.label == Label.AREA_FOR_IMPROVEMENT]
    assert items[0].text == "The pace at which plans for children change."
    assert [(tag.id, tag.printed) for tag in items[0].national_framework] == [("outcome_3", True)]
    assert items[0].section[-1].startswith("What needs to improve")


def test_what_is_stated_beats_what_is_read() -> None:
    stated = Stated(authority="Wexcombe", published=dt.date(2020, 3, 1), kind=Kind.FOCUSED_VISIT)
    report = analysed(read_text(LETTER), stated).report
    assert (report.authority, report.published, report.kind) == ("Wexcombe", dt.date(2020, 3, 1), Kind.FOCUSED_VISIT)


def test_the_same_text_has_the_same_ids() -> None:
    first, second = analysed(read_text(LETTER)), analysed(read_text(LETTER))
    assert first == second
    assert len({finding.id for finding in first.findings}) == len(first.findings)


def test_a_key_names_a_text_however_it_is_printed() -> None:
    assert key("The pace\u2019s  limits (paragraph 41).") == key("the pace's limits")
