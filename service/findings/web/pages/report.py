"""One report with its findings, as a list or in its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict

from findings.api.deps import Reading
from findings.schemas import Analysis, Finding, Label
from findings.store.filters import Listed
from findings.store.report_queries import analysis, report
from findings.store.standing import versions_before
from findings.taxonomy import taxonomy
from findings.web.asked import asked
from findings.web.running import lines, squeezed
from findings.web.templating import render
from findings.web.words import JUDGED

router = APIRouter(prefix="/ui/reports")


class ReportView(BaseModel):
    """What of a report is shown: some labels, one theme, as a list or in the text; `note` says what led here."""

    model_config = ConfigDict(extra="ignore")

    label: Annotated[list[Label], Listed] = []
    theme: str | None = None
    view: Literal["list", "text"] = "list"
    note: Literal["known", "saved"] | None = None

    def shows(self, finding: Finding) -> bool:
        """Whether a finding is shown."""
        themed = not self.theme or bool({tag.id for tag in finding.themes} & set(taxonomy().asked(self.theme)))
        return finding.label in (self.label or JUDGED) and themed


@router.get("/{report_id}")
def one_report(request: Request, report_id: str, session: Reading) -> Response:
    """A report with its findings, as a list or in its text."""
    view, problems = asked(request, ReportView)
    found = analysis(session, report_id)
    shown = [finding for finding in found.findings if view.shows(finding)]
    stored = report(session, report_id)
    context = {
        "report": found.report,
        "stored": stored,
        "earlier": versions_before(session, report_id),
        "changes": stored.history,
        "view": view,
        "problems": problems,
        "counts": Counter(finding.label for finding in found.findings),
        "theme_counts": _theme_counts(found),
        "shown": len(shown),
        **_shown(view, found, shown),
    }
    return render(request, "report.html", context)


def _theme_counts(found: Analysis) -> list[tuple[str, int]]:
    judged = [finding for finding in found.findings if finding.label in JUDGED]
    return Counter(tag.id for finding in judged for tag in finding.themes).most_common()


def _shown(view: ReportView, found: Analysis, shown: list[Finding]) -> dict[str, Any]:
    if view.view == "list":
        return {"sections": list(_by_section(shown))}
    headings = {squeezed(heading) for finding in found.findings for heading in finding.section}
    return {"lines": list(lines(found.text, shown, headings)), "wrapped": "\n\n" in found.text}


def _by_section(findings: list[Finding]) -> Iterator[tuple[list[str], list[Finding]]]:
    for section, group in groupby(findings, key=lambda finding: finding.section):
        yield section, list(group)
