"""Dates and stretches of time, and which of them are an inspection's or a publication's."""

from __future__ import annotations

import datetime as dt

import pytest

from findings.intake.document import BlockKind, DocumentBuilder
from findings.pipeline.metadata_calendar import periods, with_years
from findings.pipeline.metadata_dates import inspection_dates
from findings.pipeline.metadata_published import publication_date
from findings.pipeline.metadata_text import Source
from findings.schemas import Kind


def source(*passages: str) -> Source:
    builder = DocumentBuilder()
    for text in passages:
        builder.add(BlockKind.PARAGRAPH, text)
    return Source(builder.build(b"", "text/plain"))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1 July 2024 to 12 July 2024", "2024-07-01", "2024-07-12"),
        ("30 November and 1 December 2021", "2021-11-30", "2021-12-01"),
        ("8, 9 and 10 March 2021", "2021-03-08", "2021-03-10"),
        ("29 and 30 September, and 1 October 2020", "2020-09-29", "2020-10-01"),
        ("Tuesday 5, Wednesday 6 and Thursday 7 March 2019", "2019-03-05", "2019-03-07"),
        ("6 March 2017-30 March 2017", "2017-03-06", "2017-03-30"),
        ("15-19 July 2013", "2013-07-15", "2013-07-19"),
        ("12/09/2016 to 06/10/2016", "2016-09-12", "2016-10-06"),
        ("20 December to 3 January 2021", "2020-12-20", "2021-01-03"),
        ("23 May 2023", "2023-05-23", "2023-05-23"),
    ],
)
def test_periods(text: str, first: str, last: str) -> None:
    assert [(str(period.first), str(period.last)) for period in periods(text)] == [(first, last)]


@pytest.mark.parametrize("text", ["31 February 2019", "March 2019", "2019", "5 March", "1234 March"])
def test_what_is_not_a_day_is_no_date(text: str) -> None:
    assert list(periods(text)) == []


def test_a_day_without_a_year_is_the_last_before_the_letter() -> None:
    assert with_years("on 30 and 31 January", dt.date(2018, 2, 22)) == "on 30 and 31 January 2018"
    assert with_years("on 3 December", dt.date(2018, 2, 22)) == "on 3 December 2017"


@pytest.mark.parametrize(
    ("passages", "first", "last"),
    [
        (["Inspection dates:", "3 to 7 June 2019"], "2019-06-03", "2019-06-07"),
        (["Inspection date: 3 June 2019 – 28 June 2019 Report published: 1 August 2019"], "2019-06-03", "2019-06-28"),
        (["Inspection dates: 2 to 6 May 2022 and 4 to 5 July 2022"], "2022-05-02", "2022-07-05"),
        (
            ["Dates of previous inspection: 4 to 8 May 2015", "Inspection dates: 2 to 6 May 2022"],
            "2022-05-02",
            "2022-05-06",
        ),
        (
            ["This letter is about a focused visit to Ayton on", "2 and 3 May 2022. Inspectors met staff."],
            "2022-05-02",
            "2022-05-03",
        ),
        (["The inspection was conducted on 18th and 19th August 2009."], "2009-08-18", "2009-08-19"),
        (
            ["Between 2 May 2022 and 6 May 2022, three inspectorates undertook an inspection."],
            "2022-05-02",
            "2022-05-06",
        ),
        (
            ["Took place between 25 th February and 8 th March 2019 . Seven inspectors came."],
            "2019-02-25",
            "2019-03-08",
        ),
        (
            ["The last inspection took place on 4 May 2015.", "Ofsted visited on 2 May 2022."],
            "2022-05-02",
            "2022-05-02",
        ),
    ],
)
def test_inspection_dates(passages: list[str], first: str, last: str) -> None:
    assert [str(day) for day in inspection_dates(source(*passages), None)] == [first, last]


@pytest.mark.parametrize(
    "passages",
    [
        ["The report will be published on 13 June 2017."],
        ["The committee will meet to debate the inspection on 13 July 2017."],
        ["Date of previous inspection: 4 to 8 May 2015"],
        ["The previous inspection took place on 4 May 2015."],
        ["Services were inspected in April 2014."],
    ],
)
def test_dates_of_something_else_are_left_alone(passages: list[str]) -> None:
    assert inspection_dates(source(*passages), None) == (None, None)


@pytest.mark.parametrize(
    ("kind", "passages", "expected"),
    [
        (Kind.SIF, ["Inspection date: 3 to 28 June 2014", "Report published: 1 August 2014"], "2014-08-01"),
        (Kind.FOCUSED_VISIT, ["Ofsted", "M1 2WD", "4 March 2019", "Ms A", "Dear Ms A", "On 5 May 2019"], "2019-03-04"),
        (Kind.FOCUSED_VISIT, ["Ms A", "Dear Ms A", "4 March 2019"], None),
        (Kind.SEND, ["Area inspection of Ayton", "4 to 8 March 2019"], None),
        (
            Kind.COUNCIL_REPORT,
            ["Subject: VisitDate:24th June 2019", "It was published on Monday 4th March 2019."],
            "2019-06-24",
        ),
        (Kind.COUNCIL_REPORT, ["The letter was published on 4 March 2019."], None),
        (Kind.MINUTES, ["Minutes of the meeting of the Board held on 12 March 2019"], "2019-03-12"),
        (Kind.MINUTES, ["The committee will debate it at its meeting on 13 July 2017."], None),
        (Kind.SLIDES, ["Our inspection. A Director 15 May 2019"], "2019-05-15"),
    ],
)
def test_publication_date(kind: Kind, passages: list[str], expected: str | None) -> None:
    found = publication_date(source(*passages), kind)
    assert (str(found) if found else None) == expected


def test_a_day_taken_for_a_paragraph_number_is_put_back() -> None:
    builder = DocumentBuilder()
    builder.add(BlockKind.PARAGRAPH, "March 2023", number="1")
    builder.add(BlockKind.PARAGRAPH, "Dear Ms A")
    assert publication_date(Source(builder.build(b"", "application/pdf")), Kind.FOCUSED_VISIT) == dt.date(2023, 3, 1)
