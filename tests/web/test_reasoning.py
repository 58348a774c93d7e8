"""The pages of reasoning: an authority through time, and whether a plan answers a report."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

TEXT = """Inspection of children's services

What needs to improve

- Social workers' caseloads in the assessment teams.
- The timeliness of return home interviews when children go missing.
"""
LATER = TEXT.replace("Social workers' caseloads in the assessment teams.", "The training of <b>foster carers</b>.")
PLAN = """Plan

- Talk to children within a day when they go missing. Owner: Head of Y. By: May 2021.
- Plant trees along the road.
"""


@pytest.fixture
def first(keep: Any) -> Any:
    """The first of two reports about Hackney."""
    keep(LATER, authority="Hackney", published="2021-01-01", kind="ilacs")
    return keep(TEXT, authority="Hackney", published="2019-01-01", kind="ilacs")


@pytest.mark.usefixtures("first")
def test_an_authority_through_time(http: httpx.Client) -> None:
    assert 'href="/ui/authorities/Hackney"' in http.get("/ui/authorities").text
    page = http.get("/ui/authorities/Hackney").raise_for_status().text
    assert page.index("1 January 2019") < page.index("1 January 2021")
    assert "<strong>Repeated</strong>" in page
    assert "Not mentioned again" in page
    assert "<b>" not in page
    narrowed = http.get("/ui/authorities/Hackney?state=repeated").text
    assert "caseloads" not in narrowed
    assert http.get("/ui/authorities/Nowhere").status_code == 404


def test_a_plan_is_compared(http: httpx.Client, first: Any) -> None:
    address = f"{first.path}/coverage"
    assert "Compare</button>" in http.get(address).raise_for_status().text
    for sent in ({"data": {"text": PLAN}}, {"files": {"file": ("plan.txt", PLAN.encode())}}):
        page = http.post(address, **sent).raise_for_status().text
        assert "1 of 2 findings answered" in page
        assert "2 actions, 1 of them answering nothing" in page
        assert "Head of Y" in page
        assert "Nobody answers this" in page


def test_a_stored_paper_is_compared(http: httpx.Client, first: Any, keep: Any) -> None:
    paper = keep(PLAN, authority="Hackney", kind="council_report", title="Our plan")
    assert "Our plan" in http.get(f"{first.path}/coverage").text
    assert "1 of 2 findings" in http.post(f"{first.path}/coverage", data={"plan": paper.id}).text


@pytest.mark.parametrize("data", [{"text": " "}, {"plan": "nosuch"}])
def test_a_plan_that_is_not_there(http: httpx.Client, first: Any, data: dict[str, str]) -> None:
    answer = http.post(f"{first.path}/coverage", data=data)
    assert answer.status_code in (404, 422)
    assert "The plan was not read" in answer.text


def test_the_pages_set_no_style_of_their_own(http: httpx.Client, first: Any) -> None:
    for path in ("/ui/authorities", "/ui/authorities/Hackney", f"{first.path}/coverage"):
        assert " style=" not in http.get(path).text
