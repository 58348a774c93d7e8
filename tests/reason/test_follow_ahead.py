"""What was followed ahead is what would be followed now; what is not is never given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from findings.reason import follow as following
from findings.reason import followed as followed_ahead
from findings.reason.ahead import follow_ahead
from findings.reason.follow import follow
from findings.reason.followed import not_made
from findings.reason.links import Followed
from findings.reason.verdict import Outcome
from findings.review.links import LinkIn, decide
from findings.schemas import Analysis, Stated
from findings.store.audit import record
from findings.store.authority_kept import stamp_of, stamps, state_of
from findings.store.followed_tables import FollowedAuthority
from findings.store.reports import ReportPatch, delete_report, patch, save
from findings.store.session import Database
from findings.store.standing import StandingPatch, set_standing

pytestmark = pytest.mark.usefixtures("lenient")
Put = Callable[..., Analysis]


@pytest.fixture
def later(praised: Put, first: Analysis) -> Analysis:
    assert first
    return praised("2022-01-01")


@pytest.fixture
def traced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The authorities that are followed from here on, rather than read."""
    made, really = list[str](), following._followed
    monkeypatch.setattr(following, "_followed", lambda *told, **how: made.append(told[1]) or really(*told, **how))  # type: ignore[func-returns-value]
    return made


@pytest.fixture
def fresh(database: Database) -> Iterator[Callable[..., Followed]]:
    """Asks as a process that has just begun, which has nothing in memory."""
    opened = list[Database]()

    def ask(*, public: bool = False) -> Followed:
        opened.append(Database(database.engine.url.render_as_string(hide_password=False)))
        with opened[-1].read() as session:
            return follow(session, "Hackney", public=public)

    yield ask
    for each in opened:
        each.close()


@pytest.fixture
def postgresql(empty_postgresql: Callable[[str], str]) -> Iterator[Database]:
    """An empty database on a real server."""
    found = Database(empty_postgresql("ahead"))
    yield found
    found.close()


Ask = Callable[..., Followed]


@pytest.mark.usefixtures("later")
def test_it_is_read_and_not_followed_again(database: Database, fresh: Ask, traced: list[str]) -> None:
    known = fresh()
    assert known.points[0].state is Outcome.RESOLVED
    follow_ahead(database)
    traced.clear()
    assert fresh() == known
    assert traced == []


class Stored(NamedTuple):
    """What is stored, and what is written about it."""

    database: Database
    first: Analysis
    later: Analysis
    praised: Put
    corrected: Callable[[Analysis], None]


def _decide(at: Stored) -> None:
    unclear = LinkIn(point=at.first.findings[0].id, report_id=at.later.report.id, outcome=Outcome.UNCLEAR)
    decide(at.database, "Hackney", unclear, actor="ann")


def _themes(at: Stored) -> None:
    with at.database.write() as session:
        record(session, "ann", "taxonomy.rename", "taxonomy", "2")


WRITES: dict[str, Callable[[Stored], object]] = {
    "a report comes in": lambda at: at.praised("2023-01-01"),
    "a report goes": lambda at: delete_report(at.database, at.later.report.id, actor="ann"),
    "a report changes hands": lambda at: patch(
        at.database, at.first.report.id, ReportPatch(authority="Kent"), actor="ann"
    ),
    "a report's day changes": lambda at: patch(
        at.database, at.later.report.id, ReportPatch(published=dt.date(2018, 1, 1)), actor="ann"
    ),
    "a report is internal": lambda at: set_standing(
        at.database, at.first.report.id, StandingPatch(internal=True), actor="ann"
    ),
    "a correction": lambda at: at.corrected(at.first),
    "a decision": _decide,
    "themes change": _themes,
}  # fmt: skip


@pytest.fixture
def stored(
    database: Database, first: Analysis, later: Analysis, praised: Put, corrected: Callable[[Analysis], None]
) -> Stored:
    return Stored(database, first, later, praised, corrected)


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_what_is_written_is_seen_at_once(
    stored: Stored, fresh: Ask, traced: list[str], write: Callable[[Stored], object]
) -> None:
    follow_ahead(stored.database)
    write(stored)
    traced.clear()
    now = fresh()
    assert traced == ["Hackney"]
    follow_ahead(stored.database)
    traced.clear()
    assert fresh() == now
    assert traced == []


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize("told", [{"made_by": "older code"}, {"stamp": "another state"}, {"content": b"damaged"}])
def test_other_code_another_state_and_damage_are_not_read(
    database: Database, fresh: Ask, traced: list[str], told: dict[str, object]
) -> None:
    follow_ahead(database)
    with database.write() as session:
        session.execute(update(FollowedAuthority).values(**told))
    traced.clear()
    assert len(fresh().points) == 1
    assert traced == ["Hackney"]


@pytest.mark.usefixtures("later")
def test_public_reports_are_read_where_all_are(
    database: Database, first: Analysis, fresh: Ask, traced: list[str]
) -> None:
    follow_ahead(database)
    traced.clear()
    assert len(fresh(public=True).reports) == 2
    assert traced == []
    set_standing(database, first.report.id, StandingPatch(internal=True), actor="ann")
    follow_ahead(database)
    assert len(fresh(public=True).reports) == 1
    assert len(fresh().reports) == 2


def test_nothing_of_a_removed_report_stays(database: Database, first: Analysis) -> None:
    follow_ahead(database)
    delete_report(database, first.report.id, actor="ann")
    with database.read() as session:
        assert session.scalars(select(FollowedAuthority)).all() == []


def test_nor_of_one_that_nothing_is_about_any_more(database: Database, first: Analysis) -> None:
    follow_ahead(database)
    patch(database, first.report.id, ReportPatch(authority="Kent"), actor="ann")
    follow_ahead(database)
    with database.read() as session:
        assert session.scalars(select(col(FollowedAuthority.authority))).all() == ["Kent"]


@pytest.mark.usefixtures("first")
def test_each_is_followed_once_and_the_rest_left_when_it_is_over(database: Database, praised: Put) -> None:
    praised("2020-01-01", authority="Kent")
    asked = iter([False, True])
    follow_ahead(database, lambda: next(asked))
    with database.read() as session:
        left = not_made(session)
    assert len(left) == 1
    follow_ahead(database, told=lambda names: iter([name for name in names if name in left]))
    with database.read() as session:
        assert not_made(session) == []


@pytest.mark.usefixtures("first")
def test_one_that_cannot_be_kept_stops_nothing(
    database: Database, praised: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    praised("2020-01-01", authority="Kent")
    really = followed_ahead.put_away

    def refuse(session: object, name: str, *rest: object) -> None:
        if name == "Hackney":
            raise OSError("no room")
        really(session, name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("findings.reason.ahead.put_away", refuse)
    follow_ahead(database)
    with database.read() as session:
        assert not_made(session) == ["Hackney"]


@pytest.mark.usefixtures("later")
def test_the_stamp_of_one_is_its_stamp_among_all(database: Database, praised: Put) -> None:
    praised("2020-01-01", authority="Kent")
    with database.read() as session:
        assert stamps(session) == {name: stamp_of(state_of(session, name)) for name in ("Hackney", "Kent")}


def test_so_it_is_on_postgresql(postgresql: Database, first: Analysis, later: Analysis, traced: list[str]) -> None:
    for analysis in (first, later):
        save(postgresql, analysis, Stated(), actor="ann")
    follow_ahead(postgresql)
    traced.clear()
    fresh = Database(postgresql.engine.url.render_as_string(hide_password=False))
    with fresh.read() as session:
        assert follow(session, "Hackney").points[0].state is Outcome.RESOLVED
        assert not_made(session) == []
    fresh.close()
    assert traced == []
    follow_ahead(postgresql)
    assert traced == []
