"""What was followed ahead is what would be followed now; what is not is never given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select, text, update
from sqlmodel import col

from findings.reason import follow as following
from findings.reason import followed as followed_ahead
from findings.reason.ahead import follow_ahead
from findings.reason.follow import follow
from findings.reason.followed import not_made
from findings.reason.links import Followed
from findings.reason.sure import shipped
from findings.reason.verdict import Outcome
from findings.review.links import LinkIn, decide
from findings.schemas import Analysis, Kind, Label, Stated
from findings.store import tables as t
from findings.store.audit import record
from findings.store.authority_kept import stamp_of, stamps, state_of
from findings.store.followed_tables import FollowedAuthority
from findings.store.reports import ReportPatch, delete_report, patch, save
from findings.store.session import Database, open_engine
from findings.store.standing import StandingPatch, set_standing

Put = Callable[..., Analysis]
POINT = "The quality of supervision and management oversight of practice."
PRAISE = "Supervision and management oversight are of high quality."


@pytest.fixture(autouse=True)
def lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "findings.reason.follow.shipped", lambda: shipped()._replace(enough={"fault": 0.4, "praise": 0.4})
    )


@pytest.fixture
def first(put: Put) -> Analysis:
    return put(Kind.ILACS, "2019-01-01", [(Label.AREA_FOR_IMPROVEMENT, POINT)])


@pytest.fixture
def later(put: Put, first: Analysis) -> Analysis:
    assert first
    return put(Kind.ILACS, "2022-01-01", [(Label.STRENGTH, PRAISE)])


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
def postgresql(postgresql_url: str) -> Iterator[Database]:
    """An empty database on a real server."""
    server = open_engine(postgresql_url)
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE IF EXISTS ahead"))
        connection.execute(text("CREATE DATABASE ahead"))
    server.dispose()
    found = Database(postgresql_url.replace("/postgres?", "/ahead?"))
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


def _correct(database: Database, first: Analysis) -> None:
    with database.write() as session:
        row = session.scalars(select(t.Finding).where(col(t.Finding.report_id) == first.report.id)).one()
        row.label = Label.STRENGTH
        anchor = {"report_id": row.report_id, "start": row.start, "end": row.end, "key": row.key, "finding_id": row.id}
        decision = {"before": {}, "after": {}, "actor": "ann", "model": "", "taxonomy": ""}
        session.add(t.Correction.model_validate({**anchor, **decision}))


def _decide(database: Database, first: Analysis, later: Analysis) -> None:
    unclear = LinkIn(point=first.findings[0].id, report_id=later.report.id, outcome=Outcome.UNCLEAR)
    decide(database, "Hackney", unclear, actor="ann")


def _themes(database: Database) -> None:
    with database.write() as session:
        record(session, "ann", "taxonomy.rename", "taxonomy", "2")


WRITES: dict[str, Callable[[Database, Put, Analysis, Analysis], object]] = {
    "a report comes in": lambda _d, put, _f, _l: put(Kind.ILACS, "2023-01-01", [(Label.STRENGTH, PRAISE)]),
    "a report goes": lambda d, _p, _f, later: delete_report(d, later.report.id, actor="ann"),
    "a report changes hands": lambda d, _p, first, _l: patch(
        d, first.report.id, ReportPatch(authority="Kent"), actor="ann"
    ),
    "a report's day changes": lambda d, _p, _f, later: patch(
        d, later.report.id, ReportPatch(published=dt.date(2018, 1, 1)), actor="ann"
    ),
    "a report is internal": lambda d, _p, first, _l: set_standing(
        d, first.report.id, StandingPatch(internal=True), actor="ann"
    ),
    "a correction": lambda d, _p, first, _l: _correct(d, first),
    "a decision": lambda d, _p, first, later: _decide(d, first, later),
    "themes change": lambda d, _p, _f, _l: _themes(d),
}  # fmt: skip


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_what_is_written_is_seen_at_once(
    database: Database,
    put: Put,
    first: Analysis,
    later: Analysis,
    fresh: Ask,
    traced: list[str],
    write: Callable[..., object],
) -> None:
    follow_ahead(database)
    write(database, put, first, later)
    traced.clear()
    now = fresh()
    assert traced == ["Hackney"]
    follow_ahead(database)
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
def test_each_is_followed_once_and_the_rest_left_when_it_is_over(database: Database, put: Put) -> None:
    put(Kind.ILACS, "2020-01-01", [(Label.STRENGTH, PRAISE)], authority="Kent")
    asked = iter([False, True])
    follow_ahead(database, lambda: next(asked))
    with database.read() as session:
        left = not_made(session)
    assert len(left) == 1
    follow_ahead(database, told=lambda names: iter([name for name in names if name in left]))
    with database.read() as session:
        assert not_made(session) == []


@pytest.mark.usefixtures("first")
def test_one_that_cannot_be_kept_stops_nothing(database: Database, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    put(Kind.ILACS, "2020-01-01", [(Label.STRENGTH, PRAISE)], authority="Kent")
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
def test_the_stamp_of_one_is_its_stamp_among_all(database: Database, put: Put) -> None:
    put(Kind.ILACS, "2020-01-01", [(Label.STRENGTH, PRAISE)], authority="Kent")
    with database.read() as session:
        assert stamps(session) == {name: stamp_of(state_of(session, name)) for name in ("Hackney", "Kent")}


def test_so_it_is_on_postgresql(postgresql: Database, made: Put, traced: list[str]) -> None:
    for day, label, said in (("2019-01-01", Label.AREA_FOR_IMPROVEMENT, POINT), ("2022-01-01", Label.STRENGTH, PRAISE)):
        save(postgresql, made(Kind.ILACS, day, [(label, said)]), Stated(), actor="ann")
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
