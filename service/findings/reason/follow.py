"""Follows what inspections asked of an authority through the inspections that came after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from findings.errors import Code, FindingsError
from findings.reason.decided import apply
from findings.reason.evidence import ALIKE, weigh, weighed, why, worth_a_look
from findings.reason.followed import made_ahead
from findings.reason.links import Dated, Followed, Link, Point, Quoted, quoted, state_of
from findings.reason.pairs import each_alike
from findings.reason.points import points
from findings.reason.scope import INSPECTIONS, areas_of, is_of_authority, looked_at, same_remit, says_scope
from findings.reason.stored import analyses_of, reports_about
from findings.reason.sure import shipped
from findings.reason.verdict import NOT_OF_IT, Evidence, Outcome, Verdict, judge
from findings.schemas import Analysis, Finding, Label
from findings.store.authority_kept import State, kept_of, stamp_of
from findings.store.values import ReportRow
from findings.taxonomy.authorities import canonical_name

NEAR = 0.3  # likeness from which two passages may be of one matter
ORIGINS = {False: Outcome.REPEATED, True: Outcome.ESCALATED}


def follow(session: Session, name: str, *, public: bool = False) -> Followed:
    """The timeline of an authority's reports, of public ones alone if asked. Raises FindingsError where it has none.

    Reports that were published anew stand on it, but only their latest version is followed. What was followed is kept
    until anything about it is written: it is not to be changed.
    """
    known = canonical_name(name)

    def make(state: State) -> Followed:
        found = made_ahead(session, known, stamp_of(state))
        if found is None or (public and any(report.internal for report in found.reports)):
            return _followed(session, known, public=public)
        return found

    return kept_of(session, known, ("followed", public), make)


def _followed(session: Session, known: str, *, public: bool) -> Followed:
    rows = [row for row in reports_about(session, known) if not (public and row.internal)]
    if not rows:
        raise FindingsError(Code.NOT_FOUND, f"No report about {known!r}; /authorities lists those there are.")
    found = analyses_of(session, known, rows)
    earlier = {row.id for row in rows if row.superseded_by}
    current = [each for each in found if each.report.id not in earlier]
    traced = apply(session, trace(known, current), current)
    return traced.model_copy(update={"reports": _timeline(found, {row.id: row for row in rows})})


def _timeline(found: Sequence[Analysis], rows: Mapping[str, ReportRow]) -> list[Dated]:
    marks = {"superseded_by", "internal", "demonstration"}
    return [_dated(each).model_copy(update=rows[each.report.id].model_dump(include=marks)) for each in _ordered(found)]


def trace(name: str, analyses: Sequence[Analysis]) -> Followed:
    """The same of analyses at hand, in any order."""
    ordered = _ordered(analyses)
    inspections = [each for each in ordered if each.report.kind in INSPECTIONS]
    return Followed(name=name, reports=[_dated(each) for each in ordered], points=_Tracer(inspections).points())


def _ordered(analyses: Iterable[Analysis]) -> list[Analysis]:
    return sorted(analyses, key=lambda each: (day_of(each) or dt.date.min, each.report.id))


def day_of(found: Analysis) -> dt.date | None:
    """The day an inspection began; of a paper that is none, the day it was published."""
    report = found.report
    began = report.inspection_start if report.kind in INSPECTIONS else None
    return began or report.published or report.inspection_start


class _Tracer:
    """Compares all points with all judged passages once, and reads every verdict from that."""

    def __init__(self, inspections: Sequence[Analysis]) -> None:
        self.inspections, self.model = inspections, shipped()
        self.judged = [_judged(each) for each in inspections]
        self.asked = [points(each) for each in self.judged]
        self.scopes = [looked_at(each) for each in inspections]
        texts = [[point.text for point in each] for each in self.asked]
        flat = [point for each in texts for point in each]
        self.starts = [sum(map(len, texts[:at])) for at in range(len(texts))]
        self.likes = each_alike(flat, [[finding.text for finding in each] for each in self.judged])

    def points(self) -> list[Point]:
        """Every point of every inspection, oldest first."""
        return [self._point(at, number) for at, asked in enumerate(self.asked) for number in range(len(asked))]

    def _point(self, at: int, number: int) -> Point:
        point = self.asked[at][number]
        links = [self._link(at, number, later) for later in range(at + 1, len(self.inspections))]
        earlier, origin = self._earlier(at, number), None
        if earlier is not None:
            grew = point.label is Label.PRIORITY_ACTION and earlier.label is not Label.PRIORITY_ACTION
            origin = ORIGINS[grew]
        return Point(
            finding=self._quoted(point, at), origin=origin, earlier=earlier, state=state_of(links), links=links
        )

    def _link(self, at: int, number: int, later: int) -> Link:
        point, row, like = self.asked[at][number], self.starts[at] + number, self.likes[later]
        if not self._same_remit(at, later):
            return self._told(point, NOT_OF_IT, later)
        found = weigh(self.model, point, self.judged[later], like, row)
        about = areas_of(point.text)
        covered = not about or bool(about & self.scopes[later])
        near = bool((like.scores[row] >= NEAR).any())
        verdict = judge(point, found, looked_at=covered, near=near)
        return self._told(point, verdict, later)

    def _told(self, point: Finding, verdict: Verdict, later: int) -> Link:
        told, score, reasons = None, None, list(verdict.reasons)
        if verdict.evidence is not None:
            told, score = self._quoted(verdict.evidence.finding, later), round(verdict.evidence.sure, 2)
            reasons += why(self.model, point, verdict.evidence)
        report = self.inspections[later].report.id
        # `history` is given, since a default of many values is copied deeply each time.
        return Link(report_id=report, outcome=verdict.outcome, finding=told, score=score, reasons=reasons, history=[])

    def _earlier(self, at: int, number: int) -> Quoted | None:
        """The point of the latest earlier inspection that this one surely repeats."""
        for before in reversed(range(at)):
            if self._same_remit(before, at):
                alike = [(found.sure, asked) for asked, found in self._repeats(before, at, number)]
                if alike:
                    return self._quoted(max(alike, key=lambda pair: pair[0])[1], before)
        return None

    def _repeats(self, before: int, at: int, number: int) -> Iterator[tuple[Finding, Evidence]]:
        """The points of an earlier inspection that this one surely repeats, and how surely."""
        point, like = self.asked[at][number], self.likes[at]
        own = next(place for place, each in enumerate(self.judged[at]) if each is point)
        for place, asked in enumerate(self.asked[before]):
            row = self.starts[before] + place
            if like.scores[row, own] >= ALIKE and worth_a_look(self.model, asked, point, like, row, own):
                found = weighed(self.model, asked, point, like, row, own)
                if found.claimed:
                    yield asked, found

    def _same_remit(self, before: int, later: int) -> bool:
        return same_remit(self.inspections[before].report.kind, self.inspections[later].report.kind)

    def _quoted(self, finding: Finding, at: int) -> Quoted:
        return quoted(finding, self.inspections[at].report.id)


def _judged(found: Analysis) -> list[Finding]:
    """The passages that judge; a sentence that says what was looked at does not."""
    findings = (finding for finding in found.findings if finding.label is not Label.NOT_A_FINDING)
    return [each for each in findings if is_of_authority(each) and not says_scope(each.text)]


def _dated(found: Analysis) -> Dated:
    report, is_inspection = found.report, found.report.kind in INSPECTIONS
    return Dated(
        id=report.id,
        title=report.title,
        kind=report.kind,
        day=day_of(found),
        published=report.published,
        judgements=report.judgements,
        is_inspection=is_inspection,
        looked_at=sorted(looked_at(found)) if is_inspection else [],
    )
