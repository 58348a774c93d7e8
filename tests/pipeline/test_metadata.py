"""Whole documents of every kind: what they say of themselves, and what they leave unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from findings.intake import read_text
from findings.pipeline.documents import make_doc
from findings.pipeline.metadata import read_metadata
from findings.pipeline.metadata_text import Source
from findings.schemas import Kind, Metadata
from findings_training.evaluate_metadata import evaluate_metadata

LETTERHEAD = "Ofsted\nPiccadilly Gate\nStore Street\nManchester\nM1 2WD\n\nwww.gov.uk/ofsted\n\n"

MONITORING = f"""{LETTERHEAD}14 October 2022

Ms Ada Byron
Director of Children’s Services
Reading Borough Council
Civic Offices
Reading
RG1 2LU

Dear Ms Byron

Monitoring visit to Reading children’s services

This letter summarises the findings of the monitoring visit to Reading children’s services on 7 and 8 September
2022. This was the third visit since the local authority was judged inadequate in September 2019. Her
Majesty’s Inspectors for this visit were Mary Shelley and Jane Grey.

Yours sincerely

Mary Shelley
Her Majesty’s Inspector
"""

UNANNOUNCED = """11 September 2009

Mr A Byron
Ayton Court
Winchester
Hampshire
SO23 8XX

Dear Mr Byron

Annual unannounced inspection of contact, referral and assessment arrangements in Hampshire County Council.

This letter contains the findings of the recent unannounced inspection of contact, referral and assessment
arrangements in Hampshire which was conducted on 18 and 19 August 2009.
"""

ILACS = """Inspection of Kent County Council local
authority children’s services
Inspection dates: 20 April 2026 to 1 May 2026
Lead inspectors: Ada Byron and Mary Shelley, His Majesty’s Inspectors
Judgement
Grade
The impact of leaders on social work practice with children and families
Requires improvement to be good
The experiences and progress of children who need help and protection
Inadequate
The experiences and progress of children in care
Good
The experiences and progress of care leavers
Not judged

Since the last inspection, when overall effectiveness was judged to be outstanding, help in Kent has become slow.
"""

SEND = """Area SEND inspection of Cumberland Local Area Partnership
Inspection dates: 4 to 8 March 2024
Date of previous inspection: 18 to 22 March 2019

Inspection outcome
The local area partnership’s arrangements lead to inconsistent experiences of children with special
educational needs.
"""

JTAI = """17 May 2024

Dear Calderdale partners

Joint targeted area inspection of the multi-agency response to serious youth violence in Calderdale

This inspection took place from 29 April to 3 May 2024. It was carried out by inspectors from Ofsted and two others.
"""

COUNCIL = """REPORT TO CABINET

Date: 4 July 2018

Title: Outcome of the Ofsted focused visit to Bradford children’s services

1. Purpose of report
1.1 This report informs Cabinet of the visit that took place on 15 and 16 May 2018. The letter was published
on 11 June 2018.

2. Financial implications
None.
"""

MINUTES = """Children and Families Committee

Minutes of the meeting held on 12 March 2019 at County Hall

Present: Councillors A, B and C

The Director told members that Ofsted inspected Norfolk children’s services between 14 and 25 January 2019. They were
judged requires improvement overall. In 2015 the overall judgement had been inadequate.

RESOLVED that the report be noted.
"""


def read(text: str) -> Metadata:
    return read_metadata(Source(read_text(text)))


@pytest.mark.parametrize(
    ("text", "kind", "authority", "published", "start", "end", "leads", "grades"),
    [
        (MONITORING, "monitoring_visit", "Reading", "2022-10-14", "2022-09-07", "2022-09-08", ["Mary Shelley"], 0),
        (UNANNOUNCED, "unannounced", "Hampshire", "2009-09-11", "2009-08-18", "2009-08-19", [], 0),
        (ILACS, "ilacs", "Kent", "None", "2026-04-20", "2026-05-01", ["Ada Byron", "Mary Shelley"], 4),
        (SEND, "send", "Cumberland", "None", "2024-03-04", "2024-03-08", [], 0),
        (JTAI, "jtai", "Calderdale", "2024-05-17", "2024-04-29", "2024-05-03", [], 0),
        (COUNCIL, "council_report", "Bradford", "2018-07-04", "2018-05-15", "2018-05-16", [], 0),
        (MINUTES, "minutes", "Norfolk", "2019-03-12", "2019-01-14", "2019-01-25", [], 1),
    ],
    ids=["monitoring", "unannounced", "ilacs", "send", "jtai", "council", "minutes"],
)
def test_what_documents_say_of_themselves(
    text: str, kind: str, authority: str, published: str, start: str, end: str, leads: list[str], grades: int
) -> None:
    found = read(text)
    assert (found.kind, found.authority, str(found.published)) == (kind, authority, published)
    assert (str(found.inspection_start), str(found.inspection_end)) == (start, end)
    assert found.lead_inspectors == leads
    assert len(found.judgements) == grades


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (MONITORING, "Monitoring visit to Reading children's services"),
        (ILACS, "Inspection of Kent County Council local authority children's services"),
        (COUNCIL, "Outcome of the Ofsted focused visit to Bradford children's services"),
        (MINUTES, "Minutes of the meeting held on 12 March 2019 at County Hall"),
    ],
)
def test_titles(text: str, title: str) -> None:
    assert read(text).title == title


@pytest.mark.parametrize(
    "text", ["", "Social workers visit children often. Reading and writing are weak. Plans are good."]
)
def test_nothing_is_guessed(text: str) -> None:
    assert read(text) == Metadata(kind=Kind.OTHER)


def test_slides_are_known_by_their_shape() -> None:
    bullets = "\n".join(f"- Point {number} of our plan" for number in range(14))
    assert read(f"Ofsted Inspection of Hampshire Children's Services\n\nSummary\n\n{bullets}\n").kind == Kind.SLIDES


def test_the_factory_writes_the_metadata_of_the_document() -> None:
    nlp = spacy.blank("en")
    component = nlp.add_pipe("findings_metadata")
    doc = component(make_doc(nlp.tokenizer, read_text(SEND)))
    assert doc._.metadata == read(SEND)


def test_a_text_that_was_not_read_from_a_document_has_none() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("findings_metadata")
    assert nlp("Plans are good.")._.metadata is None


def test_a_fair_sample_of_real_reports(reports: Path, gold: Path) -> None:
    report = evaluate_metadata(reports, gold, graded_only=True, every=12)
    assert report.share("ilacs") >= 0.97, list(report.lines())
    assert report.share("sif") >= 0.90, list(report.lines())


def test_a_heading_below_a_whole_title_is_no_part_of_it() -> None:
    assert read("Inspection of Marlow Council\n\nStrengths\n\n• Visits.").title == "Inspection of Marlow Council"
    broken = "Inspection of Marlow Council\nchildren's services\n\nVisits are made on time and recorded."
    assert read(broken).title == "Inspection of Marlow Council children's services"


@pytest.mark.parametrize(("words", "kind"), [(4, Kind.SLIDES), (16, Kind.OTHER)])
def test_slides_are_told_from_full_pages_of_short_items(words: int, kind: Kind) -> None:
    page = "Visits\n\n" + "\n".join(f"• {'word ' * words}" for _ in range(14))
    assert read("\f".join([page] * 3)).kind is kind


def test_a_title_may_stand_above_the_salutation_and_dates_are_none() -> None:
    letter = "# Peer challenge of services\n\nDear Alison\n\n## Findings\n\nStaff are proud of their work.\n"
    assert read(letter).title == "Peer challenge of services"
    dated = "Published 14 June 2024\n\nStrengths\n\n• Visits.\n\nNext\n\n• Plans."
    assert read(dated).title == "Strengths"
    police = (
        "Ardenshire Constabulary\nNational child protection inspection: post-inspection review\n\nContents\n\n1. Aim"
    )
    assert read(police).title == "National child protection inspection: post-inspection review"
