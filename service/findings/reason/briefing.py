"""What a briefing tells: of an authority what it was asked and what became of it, of a theme what inspectors say of it.

Only what is public goes in; every quotation carries its report, its page and the address it can be read at.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from findings.errors import Code, FindingsError
from findings.reason.follow import follow
from findings.reason.links import Followed, Point, Quoted
from findings.reason.verdict import Outcome
from findings.schemas import Kind, Label
from findings.store.facets import facets
from findings.store.filters import FindingQuery
from findings.store.queries import find
from findings.store.values import FindingRow
from findings.taxonomy import taxonomy

QUOTED = 12  # of each kind, the newest
OPEN = (Outcome.ESCALATED, Outcome.REPEATED, Outcome.IMPROVING)
WORDS = {
    Outcome.ESCALATED: "escalated",
    Outcome.REPEATED: "repeated",
    Outcome.IMPROVING: "improving",
    Outcome.RESOLVED: "resolved",
    Outcome.UNCLEAR: "unclear",
    Outcome.NOT_MENTIONED: "not mentioned again",
    Outcome.NOT_LOOKED_AT: "not looked at since",
}
KINDS = {
    Kind.ILACS: "ILACS inspection",
    Kind.SIF: "single inspection",
    Kind.JTAI: "joint inspection (JTAI)",
    Kind.SEND: "area SEND inspection",
}
HOW = (
    "Findings were read out of the reports and labelled by software, unless a reviewer decided otherwise. A quotation "
    "is the report's own words; what became of a point is proposed by comparing words, and is not the inspectors' "
    "judgement. Check each against its page before you rely on it. A count says how often inspectors wrote of "
    "something, not how good a service is. Reports marked internal are left out."
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a report, where they stand, and the path of the page that shows them; `after` says what became of it."""

    text: str
    label: Label
    source: str
    page: int
    path: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a briefing: paragraphs, then a table whose first row is its head, then quotations."""

    title: str
    paragraphs: list[str] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Briefing:
    """A briefing as it is written out; `path` leads back to the page it was made from."""

    title: str
    path: str
    parts: list[Part]
    made_of: dict[str, str]


def of_authority(session: Session, name: str) -> Briefing:
    """A briefing on an authority. Raises FindingsError where there is no public report about it."""
    found = follow(session, name, public=True)
    asked = [point for point in found.points if point.state is not None]
    never = [point for point in found.points if point.state is None]
    parts = [_reports(found), _summary(found)]
    parts += [
        _points(f"What is {WORDS[state]}", [each for each in asked if each.state is state], found)
        for state in (*OPEN, Outcome.RESOLVED)
    ]
    parts.append(_points("Asked for by the latest inspection", never, found))
    made_of = {"Reports": str(len(found.reports)), "Points followed": str(len(found.points)), **_made()}
    path = f"/ui/authorities/{found.name}"
    return Briefing(f"{found.name}: what inspectors asked for, and what became of it", path, _told(parts), made_of)


def of_theme(session: Session, theme: str) -> Briefing:
    """A briefing on a theme across all public reports. Raises FindingsError where there is no such theme."""
    known = taxonomy().known(theme)
    if known is None:
        raise FindingsError(Code.NOT_FOUND, f"There is no theme {theme!r}; /themes lists them.")
    filters = FindingQuery(theme=[theme], limit=QUOTED).public()
    counts = facets(session, filters)
    parts = [
        Part("What it covers", [known.covers, *([told] if (told := taxonomy().told(theme)) else [])]),
        Part(
            "How often it is found",
            table=[["Label", "Findings"], *([each.name, str(each.count)] for each in counts.label)],
        ),
        Part(
            "Where",
            table=[["Authority", "Findings"], *([each.name, str(each.count)] for each in counts.authority[:QUOTED])],
        ),
    ]
    for label in (Label.PRIORITY_ACTION, Label.AREA_FOR_IMPROVEMENT, Label.STRENGTH):
        rows = find(session, filters.model_copy(update={"label": [label]})).items
        name = taxonomy().labels[label].name
        parts.append(Part(f"{name}: the newest", quotations=[_of_row(row) for row in rows]))
    return Briefing(f"{known.name}: what inspectors say", f"/ui/search?theme={theme}", _told(parts), _made())


def _made() -> dict[str, str]:
    return {"Taxonomy": taxonomy().version, "Made on": dt.date.today().isoformat(), "How to read it": HOW}


def _told(parts: Iterable[Part]) -> list[Part]:
    return [part for part in parts if part.paragraphs or len(part.table) > 1 or part.quotations]


def _reports(found: Followed) -> Part:
    rows = [
        [
            str(each.day or ""),
            each.title or _kind(each.kind),
            "; ".join(f"{g.area}: {g.grade}".replace("_", " ") for g in each.judgements),
        ]
        for each in found.reports
    ]
    return Part("Reports", table=[["Day", "Report", "Judgements"], *rows])


def _summary(found: Followed) -> Part:
    states = Counter(point.state for point in found.points if point.state)
    rows = [[WORDS[state].capitalize(), str(states[state])] for state in WORDS if states[state]]
    return Part("How the points stand", table=[["Latest outcome", "Points"], *rows])


def _points(title: str, points: list[Point], found: Followed) -> Part:
    days = {each.id: ", ".join([_kind(each.kind), *([str(each.day)] if each.day else [])]) for each in found.reports}
    return Part(title, quotations=[_of_point(point, days) for point in reversed(points)])


def _kind(kind: Kind) -> str:
    return KINDS.get(kind, kind.replace("_", " "))


def _of_point(point: Point, days: dict[str, str]) -> Quotation:
    spoken = [link for link in point.links if link.finding is not None]
    after = ""
    if spoken and spoken[-1].finding:
        last = spoken[-1].finding
        after = f"{days[last.report_id]}, p. {last.page}: “{last.text}”"
    return _of_quoted(point.finding, days, after)


def _of_quoted(quoted: Quoted, days: dict[str, str], after: str) -> Quotation:
    path = f"/ui/reports/{quoted.report_id}#f-{quoted.id}"
    return Quotation(quoted.text, quoted.label, days[quoted.report_id], quoted.page, path, after)


def _of_row(row: FindingRow) -> Quotation:
    report = row.report
    parts = (report.authority or report.title, _kind(report.kind), report.published)
    source = ", ".join(str(part) for part in parts if part)
    return Quotation(row.text, row.label, source, row.page, f"/ui/reports/{report.id}#f-{row.id}")
