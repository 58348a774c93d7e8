"""What became of a point: every outcome, and who may decide it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from findings.errors import FindingsError
from findings.reason.follow import follow, trace
from findings.reason.links import Followed, Link, Point
from findings.reason.scope import looked_at
from findings.reason.verdict import Outcome
from findings.schemas import Analysis, Kind, Label
from findings.store.session import Database

pytestmark = pytest.mark.usefixtures("lenient")
Put = Callable[..., Analysis]
AREA, PRIORITY, STRENGTH, NOTHING = (
    Label.AREA_FOR_IMPROVEMENT,
    Label.PRIORITY_ACTION,
    Label.STRENGTH,
    Label.NOT_A_FINDING,
)
POINT = "The quality of supervision and management oversight of practice."
INTERVIEWS = "The timeliness of return home interviews when children go missing."
OUTCOMES = [
    ([(AREA, "Supervision and management oversight are weak in quality.")], Outcome.REPEATED),
    ([(PRIORITY, "The quality of management oversight and supervision.")], Outcome.ESCALATED),
    ([(STRENGTH, "Supervision and management oversight are of high quality.")], Outcome.RESOLVED),
    ([(STRENGTH, "The quality of supervision and management oversight is improving.")], Outcome.IMPROVING),
    ([(STRENGTH, "Foster carers are trained well.")], Outcome.NOT_MENTIONED),
    ([(NOTHING, "Supervision and management oversight were discussed for quality.")], Outcome.NOT_MENTIONED),
]


@pytest.mark.parametrize(("said", "outcome"), OUTCOMES)
def test_a_later_inspection_decides(made: Put, said: Sequence[object], outcome: Outcome) -> None:
    first = made(Kind.ILACS, "2019-01-01", [(AREA, POINT)])
    found = trace("Hackney", [made(Kind.ILACS, "2021-01-01", said), first])
    [link] = found.points[0].links
    assert link.outcome is outcome
    assert (link.finding is None) == (outcome is Outcome.NOT_MENTIONED)
    assert link.reasons
    assert found.points[0].origin is None
    assert found.points[0].state is outcome


def test_a_visit_decides_only_on_what_it_looked_at(made: Put) -> None:
    first = made(Kind.ILACS, "2019-01-01", [(AREA, INTERVIEWS), (AREA, POINT)])
    scope = (NOTHING, "Inspectors looked at the experiences of care leavers and at pathway plans.")
    praise = (STRENGTH, "Return home interviews are timely when children go missing.")
    oversight = (STRENGTH, "Supervision and management oversight are of high quality.")
    visit = made(Kind.FOCUSED_VISIT, "2020-01-01", [scope, praise, oversight])
    interviews, supervision = trace("Hackney", [first, visit]).points
    assert looked_at(visit) == {"care_leavers"}
    assert interviews.links[0].outcome is Outcome.NOT_LOOKED_AT
    assert supervision.links[0].outcome is Outcome.RESOLVED  # supervision is looked at everywhere


def test_what_a_visit_itself_lists_it_has_looked_at(made: Put) -> None:
    first = made(Kind.ILACS, "2019-01-01", [(AREA, INTERVIEWS)])
    scope = (NOTHING, "Inspectors looked at the experiences of care leavers.")
    visit = made(Kind.FOCUSED_VISIT, "2020-01-01", [scope, (AREA, "The timeliness of return home interviews.")])
    first_point, again = trace("Hackney", [first, visit]).points
    assert first_point.links[0].outcome is Outcome.REPEATED
    assert again.origin is Outcome.REPEATED
    assert again.earlier is not None
    assert again.earlier.id == first.findings[0].id


def test_a_council_report_decides_nothing(made: Put) -> None:
    first = made(Kind.ILACS, "2019-01-01", [(AREA, POINT)])
    answer = made(Kind.COUNCIL_REPORT, "2019-06-01", [(STRENGTH, "Supervision and management oversight are good.")])
    found = trace("Hackney", [answer, first])
    assert [report.kind for report in found.reports] == [Kind.ILACS, Kind.COUNCIL_REPORT]
    assert [report.is_inspection for report in found.reports] == [True, False]
    assert found.points[0].links == []
    assert found.points[0].state is None


def test_the_latest_decision_is_the_state(made: Put) -> None:
    said = [[(AREA, POINT)], [(AREA, "Supervision is weak in quality, and management oversight.")]]
    said += [[(STRENGTH, "The quality of supervision and management oversight is high.")], [(STRENGTH, "Few wait.")]]
    reports = [made(Kind.ILACS, f"20{10 + 2 * at}-01-01", rows) for at, rows in enumerate(said)]
    [first, _] = trace("Hackney", reports).points
    outcomes = [link.outcome for link in first.links]
    assert outcomes == [Outcome.REPEATED, Outcome.RESOLVED, Outcome.NOT_MENTIONED]
    assert first.state is Outcome.RESOLVED


def test_a_scope_sentence_is_no_evidence(made: Put) -> None:
    first = made(Kind.ILACS, "2019-01-01", [(AREA, POINT)])
    told = "They also considered the quality of supervision and management oversight."
    found = trace("Hackney", [first, made(Kind.ILACS, "2021-01-01", [(STRENGTH, told)])])
    assert found.points[0].links[0].outcome is Outcome.NOT_MENTIONED


def test_follow_reads_the_store_by_any_name(database: Database, put: Put) -> None:
    put(Kind.ILACS, "2019-01-01", [(AREA, POINT)])
    put(Kind.SIF, "2016-01-01", [(AREA, INTERVIEWS)])
    put(Kind.ILACS, "2019-01-01", [(AREA, POINT)], authority="Leeds")
    with database.read() as session:
        found = follow(session, "London Borough of Hackney")
        assert [str(report.day) for report in found.reports] == ["2016-01-01", "2019-01-01"]
        assert [len(point.links) for point in found.points] == [1, 0]
        with pytest.raises(FindingsError, match="Nowhere"):
            follow(session, "Nowhere")


@pytest.fixture(scope="module")
def hackney(reports: Path) -> Followed:
    """The inspections of Hackney that are published."""
    from findings.analyse import Analyser
    from findings.intake import read
    from findings.pipeline.load import current_model
    from findings.schemas import Stated

    try:
        current_model()
    except FindingsError as error:
        pytest.skip(f"needs a trained model: {error}")
    paths = sorted(reports.glob("*/80496_hackney/*.pdf"))
    documents = [(read(path.read_bytes(), path.name), Stated(authority="Hackney")) for path in paths]
    return trace("Hackney", list(Analyser().analyse_many(documents)))


def about(found: Followed, words: str, day: str) -> Point:
    asked = {report.id for report in found.reports if str(report.day).startswith(day)}
    [point] = [each for each in found.points if words in each.finding.text and each.finding.report_id in asked]
    return point


def test_hackney_from_2016_to_2024(hackney: Followed) -> None:
    by_id = {report.id: str(report.day) for report in hackney.reports}
    visit = [point for point in hackney.points if by_id[point.finding.report_id].startswith("2019-02")]
    assert len(visit) == 7
    assert sum(point.finding.label is PRIORITY for point in visit) == 2

    def link(words: str, day: str, later: str) -> Link:
        links = about(hackney, words, day).links
        return next(link for link in links if by_id[link.report_id].startswith(later))

    # What is not surely of the point is not claimed; then the nearest passage is shown, for a person to decide.
    assert right(link("lived experience", "2019-02", "2021"), Outcome.REPEATED, "lived experience")
    assert right(link("independent return home", "2016", "2024"), Outcome.REPEATED, "eturn")
    assert right(link("strategy discussions", "2016", "2019-11"), Outcome.REPEATED, "trategy discussions")
    assert right(link("performance data", "2019-02", "2019-11"), Outcome.IMPROVING, "performance data")
    assert link("health needs of children looked after", "2016", "2021").outcome is Outcome.NOT_LOOKED_AT
    for words, day, later in (("men, including", "2019-02", "2019-11"), ("caseloads", "2022", "2024")):
        near = link(words, day, later)
        assert near.outcome is Outcome.UNCLEAR or "caseloads" in quoted(near)


def right(link: Link, outcome: Outcome, words: str) -> bool:
    """Whether a link claims this, or shows a passage with these words and leaves open what it means."""
    if link.outcome is Outcome.UNCLEAR:
        return words in " ".join(link.reasons)
    return link.outcome is outcome and words in quoted(link)


def quoted(link: Link) -> str:
    assert link.finding is not None
    return link.finding.text
