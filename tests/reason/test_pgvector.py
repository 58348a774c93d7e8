"""Vectors in PostgreSQL: the same nearest as from mapped files, new texts, changed texts, many texts, none at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import srsly
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from findings.reason import pgvector
from findings.reason.encoders import encoder
from findings.reason.mapped import MappedNeighbours
from findings.reason.nearest import open_neighbours
from findings.reason.pgvector import StoredNeighbours
from findings.reason.similar import by_sentence, more_like
from findings.schemas import Analysis, Kind, Label, Stated
from findings.store.filters import FindingFilters
from findings.store.reports import delete_report, save
from findings.store.session import Database, open_engine

AUTHORED = Path(__file__).parents[2] / "corpus" / "authored"
ASKED = (
    "Staff carry far too much work.",
    "Children wait too long for an assessment.",
    "Care leavers are well supported into work.",
    "The board does not look at figures.",
)
NONE = FindingFilters()


@pytest.fixture(scope="module")
def server(postgresql_url: str, empty_postgresql: Callable[[str], str]) -> str:
    """The address of an empty database with pgvector, on a real server."""
    engine = open_engine(postgresql_url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(text("SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'")):
            pytest.skip("needs a PostgreSQL that has pgvector")
        connection.execute(text("CREATE ROLE plain LOGIN"))
        connection.execute(text("CREATE DATABASE without OWNER plain"))
    engine.dispose()
    return empty_postgresql("vectors")


@pytest.fixture(scope="module")
def filled(server: str) -> Iterator[Database]:
    """A store of all authored sentences, each file a report of an authority of its own."""
    database = Database(server)
    yield database
    database.close()


@pytest.fixture
def stored(filled: Database, made: Callable[..., Analysis]) -> StoredNeighbours:
    """Its vectors."""
    with filled.read() as session:
        empty = not session.scalar(text("SELECT count(*) FROM report"))
    for path in sorted(AUTHORED.glob("*.jsonl")) if empty else ():
        rows = [(Label(row["label"]), row["text"]) for row in srsly.read_jsonl(path)]
        save(filled, made(Kind.ILACS, "2021-01-01", rows, authority=path.stem), Stated(), actor="tester")
    found = open_neighbours(filled)
    assert isinstance(found, StoredNeighbours)
    found.prepare()
    return found


def waiting(session: Session) -> int:
    return session.scalar(text("SELECT count(*) FROM finding_vector WHERE kind IS NULL")) or 0


@pytest.mark.parametrize("filters", [NONE, FindingFilters(authority=["early_help", "health"], label=[Label.STRENGTH])])
def test_the_same_are_nearest_as_in_mapped_files(
    filled: Database, stored: StoredNeighbours, filters: FindingFilters
) -> None:
    mapped = MappedNeighbours(filled, None, encoder(None))
    with filled.read() as session:
        mapped.refresh(session)
        for sentence in ASKED:
            one = mapped.nearest(session, sentence, 30, filters)
            other = stored.nearest(session, sentence, 30, filters)
            assert [key for key, _ in one] == [key for key, _ in other]
            assert [score for _, score in one] == pytest.approx([score for _, score in other], abs=0.002)
            some = [key for key, _ in one[::3]]
            assert stored.scores(session, sentence, some) == pytest.approx(
                mapped.scores(session, sentence, some), abs=0.002
            )


def test_among_many_the_index_is_walked(
    filled: Database, stored: StoredNeighbours, monkeypatch: pytest.MonkeyPatch
) -> None:
    with filled.read() as session:
        exact = [stored.nearest(session, sentence, 10) for sentence in ASKED]
    monkeypatch.setattr(pgvector, "INDEXED_FROM", 1_000)
    for _ in range(2):  # the second time it is there
        StoredNeighbours(filled, encoder(None)).prepare()
    with filled.read() as session:
        session.execute(text("SET LOCAL enable_sort = off"))
        used = "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = :name"
        found = [stored.nearest(session, sentence, 10) for sentence in ASKED]
        session.execute(text("SELECT pg_stat_force_next_flush()"))
    with filled.read() as session:
        assert session.scalar(text(used), {"name": stored.index}) > 0
    hits = sum(len({*dict(one)} & {*dict(other)}) for one, other in zip(exact, found, strict=True))
    assert hits >= 0.95 * 10 * len(ASKED)


def test_new_texts_are_found_and_those_that_are_gone_are_not(
    filled: Database, stored: StoredNeighbours, made: Callable[..., Analysis]
) -> None:
    words = "Caseloads at the harbour office are too high."
    new = made(Kind.SIF, "2016-01-01", [(Label.STRENGTH, words)], authority="Leeds")
    save(filled, new, Stated(), actor="tester")
    with filled.read() as session:
        found = by_sentence(session, stored, words, NONE, 1)
        assert found[0].finding.text == words
    with filled.read() as session:
        assert more_like(session, stored, new.findings[0].id, NONE, 3)
    delete_report(filled, new.report.id, actor="tester")
    with filled.read() as session:
        assert words not in [each.finding.text for each in by_sentence(session, stored, words, NONE, 10)]


def test_a_text_that_changed_waits_for_another_vector(filled: Database, stored: StoredNeighbours) -> None:
    with filled.write() as session:
        key = session.scalar(text("SELECT min(pk) FROM finding"))
        session.execute(text("UPDATE finding SET key = 'x' || key WHERE pk = :pk"), {"pk": key})
        assert waiting(session) == 1
    stored.prepare()
    with filled.read() as session:
        assert waiting(session) == 0


def test_vectors_of_another_encoder_are_made_anew(filled: Database, stored: StoredNeighbours) -> None:
    class Other:
        """Two numbers a text."""

        fingerprint, dimensions = "0" * 16, 2

        def vectors(self, texts: list[str]) -> object:
            return encoder(None).vectors(texts)[:, :2] * 5

    other = StoredNeighbours(filled, Other())  # type: ignore[arg-type]
    with filled.read() as session:
        assert other.nearest(session, ASKED[0], 3) == []
    other.prepare()
    with filled.read() as session:
        assert len(other.nearest(session, ASKED[0], 3)) == 3
        assert stored.nearest(session, ASKED[0], 3) == []


@pytest.mark.usefixtures("server")
def test_a_database_without_pgvector_keeps_its_vectors_in_files(postgresql_url: str) -> None:
    plain = make_url(postgresql_url).set(username="plain", database="without")
    database = Database(plain.render_as_string(hide_password=False))
    assert isinstance(open_neighbours(database), MappedNeighbours)
    database.close()
