"""What people do on the pages, in a real browser: send, read, filter, search, correct, delete."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import FilePayload, Page, expect

from findings.api.examples import ITEM, TEXT

PDF, DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def file(name: str, mime: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": mime, "buffer": content}


def read(page: Page, *files: FilePayload) -> None:
    page.set_input_files("#file", list(files))
    page.click("text=Read the report")


def test_from_upload_to_deletion(window: Any, report_pdf: bytes) -> None:
    page = window.open("/ui/")
    read(page, file("hackney.pdf", PDF, report_pdf))
    page.wait_for_url(re.compile(r"/ui/reports/\w+$"))
    address = page.url
    expect(page.locator("h1")).to_have_text("Hackney")

    # Labelled, and why.
    expect(page.locator(".finding--area_for_improvement")).to_have_count(3)
    expect(page.locator(".finding--strength")).to_have_count(2)
    expect(page.locator(".finding--priority_action")).to_have_count(1)
    first = page.locator(".finding").first
    first.locator("summary").click()
    expect(first.locator(".reason--heading")).to_contain_text("What needs to improve")

    # Filtered without losing one's place; the address holds the choice.
    page.check("input[value=strength]")
    expect(page.locator(".finding")).to_have_count(2)
    expect(page.locator("#told")).to_contain_text("2 findings shown")
    expect(page.locator("input[value=strength]")).to_be_focused()
    assert "label=strength" in page.url
    page.go_back()
    expect(page.locator(".finding")).to_have_count(6)

    # In the text, and back to the finding.
    page.check("input[value=text]")
    expect(page.locator("a.run--priority_action")).to_have_text(re.compile("wait too long"))
    expect(page.locator(".line--heading").first).to_be_visible()
    page.locator("a.run--priority_action").click()
    expect(page.locator(".finding:target")).to_be_in_viewport()

    # Corrected, with history.
    page.click("text=Correct these facts")
    page.fill("#published", "2019-05-03")
    page.select_option("#grade_overall_effectiveness", "good")
    page.fill("#note", "printed on the cover")
    page.click("text=Save")
    expect(page.locator(".facts")).to_contain_text("3 May 2019")
    expect(page.locator(".grades")).to_contain_text("Good")
    page.click("text=See who changed what")
    expect(page.locator(".history li")).to_have_count(2)
    expect(page.locator(".history")).to_contain_text("Published: not known → 3 May 2019")
    expect(page.locator(".history")).to_contain_text("tester")
    expect(page.locator(".history")).to_contain_text("printed on the cover")

    # Known when sent again.
    window.open("/ui/")
    read(page, file("again.pdf", PDF, report_pdf))
    expect(page.locator(".notice")).to_contain_text("stored already")
    assert page.url == f"{address}?note=known"

    # Deleted, once asked.
    page.click("text=Delete")
    expect(page.locator("main")).to_contain_text("6 findings")
    expect(page.locator("main")).to_contain_text("2 changes of its facts")
    page.click("button:has-text('Delete')")
    expect(page.locator(".notice")).to_contain_text("The report is deleted")
    assert page.goto(address).status == 404


def test_several_files_each_say_what_came_of_them(window: Any, report_pdf: bytes, report_docx: bytes) -> None:
    page = window.open("/ui/")
    read(
        page,
        file("one.pdf", PDF, report_pdf),
        file("two.docx", DOCX, report_docx),
        file("cut.pdf", PDF, report_pdf[:700]),
        file("empty.txt", "text/plain", b""),
        file("large.txt", "text/plain", b"x" * 2_000_001),
    )
    rows = page.locator("#uploads li")
    expect(rows.filter(has_text="one.pdf")).to_contain_text("6 findings")
    expect(rows.filter(has_text="two.docx")).to_contain_text("2 findings")
    for name in ("cut.pdf", "empty.txt", "large.txt"):
        expect(rows.filter(has_text=name)).to_have_attribute("data-state", "failed")
    expect(rows.filter(has_text="large.txt")).to_contain_text("the limit is 2 MB")
    rows.filter(has_text="one.pdf").locator("a").click()
    expect(page.locator("h1")).to_have_text("Hackney")


def test_dropped_files_are_read(window: Any) -> None:
    page = window.open("/ui/")
    page.evaluate(
        """text => {
            const files = new DataTransfer();
            files.items.add(new File([text], "dropped.txt", { type: "text/plain" }));
            const zone = document.querySelector("[data-drop]");
            zone.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
        }""",
        TEXT,
    )
    page.wait_for_url(re.compile(r"/ui/reports/\w+"))
    expect(page.locator(".finding__text").first).to_have_text(ITEM)


def test_nothing_sent_says_what_to_do(window: Any) -> None:
    page = window.open("/ui/")
    page.click("text=Read the report")
    expect(page.locator("#uploads")).to_contain_text("choose a file")
    expect(page.locator("#file")).to_be_focused()


def test_search_by_words_and_facets(window: Any, keep: Any) -> None:
    keep(TEXT, authority="Hackney", published="2019-12-09")
    keep(TEXT.replace("regularly", "often"), authority="Kent", published="2015-01-31")
    page = window.open("/ui/search?q=assessments")
    expect(page.locator(".finding")).to_have_count(2)
    expect(page.locator("mark").first).to_have_text("assessments")

    page.locator("#facet-authority summary").click()
    page.locator("#facet-authority a", has_text="Kent").click()
    expect(page.locator(".finding")).to_have_count(1)
    expect(page.locator("#facet-authority a[aria-current]")).to_be_focused()
    assert "authority=Kent" in page.url
    page.locator(".chip", has_text="Kent").click()
    expect(page.locator(".finding")).to_have_count(2)

    page.fill("#from", "2019-01-01")
    page.select_option("#min_confidence", "0.5")
    page.click("text=Apply")
    expect(page.locator(".finding")).to_have_count(1)
    expect(page.locator(".chip", has_text="Published from 1 January 2019")).to_be_visible()
    page.fill("#q", "unicorns")
    page.press("#q", "Enter")
    expect(page.locator(".content")).to_contain_text("Nothing fits")
    page.click("text=Clear all")
    expect(page.locator(".chip")).to_have_count(0)


def test_a_link_leads_to_its_finding(window: Any, keep: Any) -> None:
    listed = "\n".join(f"- The timeliness of assessments in district {number}." for number in range(150))
    kept = keep(f"Inspection\n\nWhat needs to improve\n\n{listed}\n")
    wanted = kept.findings[120]["id"]
    for view in ("", "?view=text"):
        page = window.open(f"{kept.path}{view}#f-{wanted}")
        expect(page.locator(f"#f-{wanted}")).to_be_in_viewport()
        expect(page.locator(f"#f-{wanted}:target")).to_have_css("background-color", "rgb(255, 247, 191)")
    window.open(kept.path)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight / 2)")
    expect(page.locator("#theme")).to_be_in_viewport()


def test_themes_lead_to_their_findings(window: Any, keep: Any, trained: bool) -> None:
    keep(TEXT, authority="Hackney")
    page = window.open("/ui/themes")
    expect(page.locator("tbody tr")).to_have_count(30)
    if trained:
        page.locator(".themes td a").first.click()
        expect(page.locator(".finding").first).to_be_visible()
