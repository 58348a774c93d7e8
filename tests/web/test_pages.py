"""The pages over HTTP: errors as pages, forms without script, strict headers."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from findings.api.examples import TEXT


def test_the_root_leads_to_the_pages(http: httpx.Client) -> None:
    assert http.get("/").url.path == "/ui/"


@pytest.mark.parametrize(
    ("path", "status"),
    [("/ui/nothing", 404), ("/ui/reports/nothing", 404), ("/ui/search?cursor=nothing", 422), ("/ui/?example=x", 422)],
)
def test_a_person_reads_an_error_as_a_page(http: httpx.Client, path: str, status: int) -> None:
    answer = http.get(path)
    assert answer.status_code == status
    assert "<h1" in answer.text


def test_a_program_reads_an_error_as_json(http: httpx.Client) -> None:
    assert http.get("/nothing").headers["content-type"] == "application/problem+json"
    assert http.get("/reports/nothing").json()["code"] == "not_found"


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(http: httpx.Client, keep: Any) -> None:
    kept = keep(TEXT)
    for path in ("/ui/", kept.path, f"{kept.path}/facts", "/ui/search", "/ui/themes"):
        answer = http.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert " style=" not in answer.text
        assert "http://" not in answer.text
        assert "https://" not in answer.text


def test_several_files_without_script(http: httpx.Client) -> None:
    files = [("file", ("one.txt", TEXT.encode())), ("file", ("empty.txt", b"")), ("file", ("again.txt", TEXT.encode()))]
    answer = http.post("/ui/", files=files, data={"authority": "Kent", "text": ""})
    assert answer.text.count('data-state="done"') == 2
    assert answer.text.count('data-state="failed"') == 1
    assert "stored already" in answer.text
    assert http.get("/reports").json()["items"][0]["authority"] == "Kent"


@pytest.mark.parametrize(
    ("data", "told"),
    [({"text": " "}, "choose a file"), ({"text": TEXT, "published": "May"}, "Published")],
)
def test_a_form_that_cannot_be_read_comes_back_saying_why(http: httpx.Client, data: dict[str, str], told: str) -> None:
    answer = http.post("/ui/", data=data)
    assert answer.status_code == 422
    assert told in answer.text
    assert 'id="file"' in answer.text


def test_a_text_without_findings_says_so(http: httpx.Client) -> None:
    answer = http.post("/ui/", data={"text": "Minutes of a meeting held on 3 May 2019."})
    assert "Nothing in this report was read as" in answer.text


def test_facts_that_cannot_be_come_back_as_they_were_filled_in(http: httpx.Client, keep: Any) -> None:
    kept = keep(TEXT)
    wrong = {"inspection_start": "2019-03-08", "inspection_end": "2019-03-04", "note": "from the letter"}
    answer = http.post(f"{kept.path}/facts", data=wrong)
    assert answer.status_code == 422
    assert "cannot end on 2019-03-04" in answer.text
    assert 'value="from the letter"' in answer.text
    assert http.get(f"/reports/{kept.id}").json()["history"] == []


def test_before_anything_is_sent_the_pages_guide(http: httpx.Client) -> None:
    assert "No report has been read yet" in http.get("/ui/").text
    assert "try a short example" in http.get("/ui/reports").text
    assert "There is nothing to search yet" in http.get("/ui/search").text
    assert "No finding has a theme yet" in http.get("/ui/themes").text


def test_choices_that_do_not_go_together_are_left_out(http: httpx.Client) -> None:
    for query in ("rows=kind&columns=kind", "rows=nothing&columns=theme"):
        answer = http.get(f"/ui/compare?{query}")
        assert answer.status_code == 200
        assert "does not go together and was left out" in answer.text


def test_what_is_not_reviewed_stays_so_on_the_way_on(http: httpx.Client, keep: Any) -> None:
    keep(TEXT)
    page = http.get("/ui/search?reviewed=false&limit=1")
    assert "/ui/search?reviewed=False&" in page.text
    assert "/export/findings.csv?reviewed=False" in page.text
