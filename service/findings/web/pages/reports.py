"""The list of reports, and one report with its findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict

from findings.api.deps import Actor, Reading, Reports, Store
from findings.schemas import Analysis, Finding, Kind, Label, Report
from findings.store.report_queries import analysis, authorities, list_reports
from findings.store.reports import ReportPatch, delete_report, patch
from findings.taxonomy.authorities import authorities as known_authorities
from findings.web.templating import render

router = APIRouter(prefix="/ui/reports")
View = Literal["list", "text"]
FINDINGS = [Label.PRIORITY_ACTION, Label.AREA_FOR_IMPROVEMENT, Label.STRENGTH]


class ReportView(BaseModel):
    """What of a report is shown: some labels, one theme, as a list or in the text."""

    model_config = ConfigDict(extra="ignore")

    label: list[Label] = []
    theme: str | None = None
    view: View = "list"

    def shows(self, finding: Finding) -> bool:
        """Whether a finding is shown."""
        themed = not self.theme or self.theme in {tag.id for tag in finding.themes}
        return finding.label in (self.label or FINDINGS) and themed


class ReportForm(BaseModel):
    """What a person can correct on the report page; a field left empty is not known."""

    title: str = ""
    kind: Kind = Kind.OTHER
    authority: str = ""
    published: str = ""
    inspection_start: str = ""
    inspection_end: str = ""
    note: str = ""

    def patch(self, report: Report) -> ReportPatch:
        """What differs from the report as it stands."""
        given = {name: value or None for name, value in self.model_dump(mode="json").items()}
        stands = report.model_dump(mode="json")
        return ReportPatch.model_validate({name: value for name, value in given.items() if value != stands.get(name)})


@router.get("")
def all_reports(request: Request, session: Reading, filters: Reports) -> Response:
    """The reports, newest first, by authority, kind and words of the title."""
    context = {
        "page": list_reports(session, filters),
        "filters": filters,
        "params": filters.model_dump(by_alias=True, exclude_defaults=True, mode="json"),
        "authorities": authorities(session),
    }
    return render(request, "reports.html", context)


@router.get("/{report_id}")
def one_report(request: Request, report_id: str, session: Reading, view: Annotated[ReportView, Query()]) -> Response:
    """A report with its findings, as a list or in its text."""
    found = analysis(session, report_id)
    shown = [finding for finding in found.findings if view.shows(finding)]
    context = {
        "report": found.report,
        "view": view,
        "params": view.model_dump(exclude_defaults=True, mode="json"),
        "counts": Counter(finding.label for finding in found.findings),
        "theme_counts": _theme_counts(found),
        "sections": list(_by_section(shown)),
        "shown": len(shown),
        "runs": list(_runs(found.text, shown)) if view.view == "text" else [],
        "authority_names": [each.name for each in known_authorities()],
    }
    return render(request, "report.html", context)


@router.post("/{report_id}")
def correct(report_id: str, form: Annotated[ReportForm, Form()], store: Store, actor: Actor) -> Response:
    """Correct what the report is."""
    with store.read() as session:
        change = form.patch(analysis(session, report_id).report)
    patch(store, report_id, change, actor=actor)
    return RedirectResponse(f"/ui/reports/{report_id}", status_code=303)


@router.post("/{report_id}/delete")
def delete(report_id: str, store: Store, actor: Actor) -> Response:
    """Delete the report and everything derived from it."""
    delete_report(store, report_id, actor=actor)
    return RedirectResponse("/ui/reports", status_code=303)


def _theme_counts(found: Analysis) -> list[tuple[str, int]]:
    judged = [finding for finding in found.findings if finding.label in FINDINGS]
    return Counter(tag.id for finding in judged for tag in finding.themes).most_common()


def _by_section(findings: list[Finding]) -> Iterator[tuple[list[str], list[Finding]]]:
    for section, group in groupby(findings, key=lambda finding: finding.section):
        yield section, list(group)


def _runs(text: str, findings: list[Finding]) -> Iterator[tuple[str, Finding | None]]:
    """The text cut at the borders of findings, each run with the finding it belongs to."""
    at = 0
    for finding in findings:
        if finding.start < at:
            continue
        yield text[at : finding.start], None
        yield text[finding.start : finding.end], finding
        at = finding.end
    yield text[at:], None
