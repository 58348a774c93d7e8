"""A report is not trusted: whatever it, its name or a search holds is shown, and nothing of it runs."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

MARKUP = "<script>alert('report')</script><img src=x onerror=alert('image')>"
QUOTES = "\" onmouseover=alert('quote') autofocus onfocus=alert('focus') x='"
LINK = "javascript:alert('link')"
TEXT = f"""Inspection of {MARKUP}

What needs to improve {QUOTES}

- The timeliness {MARKUP} of assessments {QUOTES}.
- Oversight of </p></article></main><svg onload=alert('svg')> plans by [leaders]({LINK}) and {LINK}.

Areas for improvement

- Visits {{{{ 7 * 7 }}}} {{% raw %}} are late </textarea><iframe srcdoc="{MARKUP}"></iframe>.
"""
TITLE, AUTHORITY, NOTE = f"Title {MARKUP}{QUOTES}", f"Authority {MARKUP}{QUOTES}", f"Note {MARKUP}{QUOTES}"
TOUCHED = """
    document.querySelectorAll("main *").forEach(each => {
        each.open = true;
        ["mouseover", "focus"].forEach(kind => each.dispatchEvent(new Event(kind, { bubbles: true })));
    })
"""
INJECTED = """
    [...document.querySelectorAll("*")].filter(each =>
        [...each.attributes].some(a => a.name.startsWith("on") || a.value.trim().startsWith("javascript:"))
        || (each.tagName === "SCRIPT" && !each.src) || ["IFRAME", "IMG"].includes(each.tagName)
    ).map(each => each.outerHTML.slice(0, 200))
"""


def test_nothing_of_a_report_runs(window: Any, keep: Any) -> None:
    kept = keep(TEXT, title=TITLE, authority=AUTHORITY)
    assert kept.findings
    page = window.page
    page.request.patch(f"{window.site}/reports/{kept.id}", data={"title": f"{TITLE}2", "note": NOTE})
    searches = ("q=timeliness", "q=%3Cscript%3E", f"entity={MARKUP}", f"authority={AUTHORITY}", f"from={MARKUP}")
    paths = [f"/ui/search?{each}" for each in searches]
    paths += [
        kept.path + part for part in ("", "?view=text", f"?theme={MARKUP}", f"?label={MARKUP}", "/facts", "/delete")
    ]
    for path in (*paths, "/ui/", "/ui/reports", f"/ui/reports?q={MARKUP}", "/ui/themes", f"/ui/{MARKUP}"):
        window.open(path)
        page.evaluate(TOUCHED)
        assert page.evaluate(INJECTED) == [], path
    window.open(kept.path)
    expect(page.locator("h1")).to_have_text(AUTHORITY)
    expect(page.locator(".finding__text").first).to_contain_text(MARKUP)
    expect(page.locator(".run, .finding").filter(has_text="{{ 7 * 7 }}")).to_have_count(1)


def test_nothing_of_a_file_name_runs(window: Any) -> None:
    page = window.open("/ui/")
    files = [
        {"name": f"{at}<img src=x onerror=alert(1)>.pdf", "mimeType": "text/plain", "buffer": b""} for at in (1, 2)
    ]
    page.set_input_files("#file", files)
    page.click("text=Read the report")
    expect(page.locator("#uploads [data-state=failed]")).to_have_count(2)
    assert page.evaluate(INJECTED) == []


def test_the_policy_lets_no_script_of_a_page_run(window: Any) -> None:
    page = window.open("/ui/")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
    )
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in each for each in window.wrong)
    window.wrong.clear()
