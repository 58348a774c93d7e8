"""What stands behind the pages: addresses read forgivingly, text cut into lines, forms turned into corrections."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import Request

from findings.errors import FindingsError
from findings.schemas import Area, Finding, Grade, Judgement, Kind, Label, Report, Unit
from findings.store.filters import FindingQuery
from findings.web.asked import asked
from findings.web.chips import chips
from findings.web.facts_form import as_form, as_patch
from findings.web.running import lines
from findings.web.templating import link
from findings.web.words import fact, percent, whole_percent


def request(query: str) -> Request:
    return Request({"type": "http", "query_string": query.encode(), "headers": []})


def finding(start: int, end: int) -> Finding:
    return Finding(
        id=f"f{start}",
        text="text",
        start=start,
        end=end,
        page=1,
        section=[],
        unit=Unit.SENTENCE,
        label=Label.STRENGTH,
        confidence=0.9,
        scores={Label.STRENGTH: 0.9},
    )


REPORT = Report(
    id="r",
    sha256="0" * 64,
    pages=1,
    model="m",
    taxonomy="1",
    title="A title",
    kind=Kind.SIF,
    authority="Kent",
    judgements=[Judgement(area=Area.ADOPTION, grade=Grade.GOOD)],
)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", 0),
        ("q=&from=&to=&theme=&min_confidence=", 0),
        ("label=strength&label=priority_action&unknown=1", 0),
        ("from=yesterday&min_confidence=7", 2),
        ("theme=nothing", 1),
        ("q=one&q=two", 1),
    ],
)
def test_what_an_address_cannot_ask_is_left_out_and_told(query: str, told: int) -> None:
    _, problems = asked(request(query), FindingQuery)
    assert len(problems) == told


def test_what_an_address_asks() -> None:
    query, _ = asked(request("q=plans&label=strength&label=priority_action&from=2019-01-01"), FindingQuery)
    assert (query.q, query.label) == ("plans", [Label.STRENGTH, Label.PRIORITY_ACTION])
    assert str(query.from_) == "2019-01-01"


def test_a_chip_takes_one_choice_away() -> None:
    params: dict[str, Any] = {
        "theme": ["planning"],
        "label": ["strength", "priority_action"],
        "q": "a b",
        "cursor": "x",
    }
    made = {chip.text: chip.href for chip in chips(params, [])}
    assert made["Strength"] == "/ui/search?theme=planning&label=priority_action&q=a+b"
    assert made["“a b”"] == "/ui/search?theme=planning&label=strength&label=priority_action"
    assert set(made) == {"Planning and review", "Strength", "Priority action", "“a b”"}


def test_lines_pages_and_headings() -> None:
    text = "Key  strengths\nOne. Two\ntwo.\fNext\n"
    found = list(lines(text, [finding(20, 28), finding(21, 23)], {"Key strengths"}))
    shown = [[(run.text, run.first, run.finding is not None) for run in line.runs] for line in found]
    assert shown == [
        [("Key  strengths", True, False)],
        [("One. ", False, False), ("Two", True, True)],
        [("two.", False, True)],
        [("Next", False, False)],
        [],
    ]
    assert [line.page for line in found] == [1, None, None, 2, None]
    assert [line.heading for line in found] == [True, False, False, False, False]


def test_a_form_left_as_it_was_changes_nothing() -> None:
    assert as_patch(as_form(REPORT), REPORT).model_dump(exclude_unset=True) == {"note": None}


def test_a_form_says_what_changes() -> None:
    form = as_form(REPORT) | {"authority": " ", "published": "2019-05-03", "lead_inspectors": "Ann\r\n\r\nBob "}
    form |= {"grade_adoption": "", "grade_lscb": "inadequate", "note": "cover"}
    change = as_patch(form, REPORT).model_dump(mode="json", exclude_unset=True)
    assert change == {
        "authority": None,
        "published": "2019-05-03",
        "lead_inspectors": ["Ann", "Bob"],
        "judgements": [{"area": "lscb", "grade": "inadequate"}],
        "note": "cover",
    }


def test_a_form_that_cannot_be_names_the_field() -> None:
    with pytest.raises(FindingsError, match="Published"):
        as_patch(as_form(REPORT) | {"published": "in May"}, REPORT)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("authority", None, "not known"),
        ("kind", "sif", "Single inspection (SIF)"),
        ("published", "2019-05-03", "3 May 2019"),
        ("lead_inspectors", ["Ann", "Bob"], "Ann, Bob"),
        (
            "judgements",
            [{"area": "in_care", "grade": "requires_improvement"}],
            "Children in care: Requires improvement",
        ),
    ],
)
def test_facts_as_people_read_them(name: str, value: Any, shown: str) -> None:
    assert fact(name, value) == shown


def test_nothing_is_certain() -> None:
    assert percent(0.999) == "99%"
    assert whole_percent(1.0) == "100%"
    assert link("/ui/search", {"q": None}) == "/ui/search"
