"""Vectors beside the findings in PostgreSQL: exact search among few, pgvector's HNSW index among many.

Triggers keep a row for every finding; one whose `kind` is not the encoder's fingerprint waits for its vector.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    cast,
    column,
    func,
    inspect,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import UserDefinedType

from findings.reason.encoders import Encoder
from findings.reason.meaning import LEVELS, pack
from findings.store.filters import FindingFilters
from findings.store.matched import narrow
from findings.store.session import Database

TABLE = "finding_vector"
READ = 500  # texts that are encoded in one transaction
INDEXED_FROM = 50_000  # vectors; fewer are compared one by one in some hundredths of a second
LOOKED_AT = 400  # candidates that a walk through the index holds
INDEXING = 7_206_117  # any number: PostgreSQL's name for "somebody is making the index"

_V = table(TABLE, column("finding_pk"), column("kind"), column("vector"))
WAITING = text("""
    SELECT v.finding_pk, f.text FROM finding_vector v JOIN finding f ON f.pk = v.finding_pk
    WHERE v.kind IS NULL OR v.kind < :kind OR v.kind > :kind LIMIT :most FOR UPDATE OF v SKIP LOCKED""")
KEEP = text("""
    UPDATE finding_vector v SET kind = :kind, vector = CAST(made.vector AS halfvec)
    FROM unnest(CAST(:keys AS integer[]), CAST(:vectors AS text[])) AS made (pk, vector)
    WHERE v.finding_pk = made.pk""")
MANY = text("SELECT count(*) FROM (SELECT 1 FROM finding_vector WHERE kind = :kind LIMIT :most) AS found")
INDEXES = text("""
    SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = 'finding_vector'::regclass AND c.relname LIKE 'ix_finding_meaning_%'""")
# As many as are wanted are found, however few of those that lie near are let through.
SET = text("SELECT set_config('hnsw.ef_search', :held, true), set_config('hnsw.iterative_scan', 'strict_order', true)")


class _Halves(UserDefinedType[Any]):
    """pgvector's numbers of two bytes."""

    cache_ok = True

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions

    def get_col_spec(self, **_kw: Any) -> str:
        return f"halfvec({self.dimensions})"


def ready(database: Database) -> bool:
    """Whether a database keeps vectors."""
    return database.engine.dialect.name == "postgresql" and inspect(database.engine).has_table(TABLE)


class StoredNeighbours:
    """Findings by the vectors that the database has of them; no more than `at_once` are made before a search."""

    def __init__(self, database: Database, encoder: Encoder, at_once: int | None = None) -> None:
        self.database, self.encoder, self.at_once = database, encoder, at_once
        self.kind = encoder.fingerprint
        self.index = f"ix_finding_meaning_{self.kind}"
        self.indexed, self.added = False, True

    def prepare(self, over: Event | None = None) -> None:
        """Make the vectors that are missing, several services each their share, and the index where they are many."""
        while self._fill(READ):
            self.added = True
            if over is not None and over.is_set():
                return
        if self.added and not self.indexed:
            self._index()
        self.added = False  # they are counted again when there are more

    def refresh(self, session: Session) -> None:
        """Make the vectors of what is new; nothing is done for a session that has begun and would not see them."""
        left = self.at_once
        while not session.in_transaction() and (left is None or left > 0):
            made = self._fill(READ if left is None else min(READ, left))
            if not made:
                return
            left = left and left - made

    def nearest(
        self, session: Session, text: str, limit: int, filters: FindingFilters | None = None
    ) -> list[tuple[int, float]]:
        """Row keys and cosines of the findings nearest to `text` that the filters let through, nearest first."""
        session.execute(SET, {"held": str(max(limit, LOOKED_AT))})
        among = narrow(session, filters or FindingFilters(), ["pk"]).subquery()
        return self._found(session, text, _V.join(among, among.c.pk == _V.c.finding_pk), limit)

    def scores(self, session: Session, text: str, keys: Sequence[int]) -> dict[int, float]:
        """Cosines of findings with `text` by row key, those that are at all near to it."""
        return dict(
            self._found(session, text, _V, len(keys), _V.c.finding_pk == func.any(bindparam("keys", list(keys))))
        )

    def _found(
        self, session: Session, text: str, source: Any, limit: int, *which: ColumnElement[bool]
    ) -> list[tuple[int, float]]:
        halves = _Halves(self.encoder.dimensions)
        query = _written(self.encoder.vectors([text])[0].tolist())
        apart = cast(_V.c.vector, halves).op("<#>")(cast(bindparam("query", query), halves))
        # The kind is written out, or the index that is of it alone would not be used.
        own = _V.c.kind == literal_column(f"'{self.kind}'")
        wanted = select(_V.c.finding_pk, apart.label("apart")).select_from(source).where(own, *which)
        rows = session.execute(wanted.order_by("apart", _V.c.finding_pk).limit(limit))
        return [(key, min(1.0, -far / LEVELS)) for key, far in rows if far < 0]

    def _fill(self, most: int) -> int:
        """Make some of the vectors that are missing; how many there were."""
        with self.database.write() as session:
            waiting: dict[int, str] = dict(session.execute(WAITING, {"kind": self.kind, "most": most}).all())
            if waiting:
                rows = pack(self.encoder.vectors(waiting.values())).tolist()
                told = {"kind": self.kind, "keys": list(waiting), "vectors": [_written(row) for row in rows]}
                session.execute(KEEP, told)
        return len(waiting)

    def _index(self) -> None:
        engine = self.database.engine.execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            many = connection.scalar(MANY, {"kind": self.kind, "most": INDEXED_FROM})
            if many == INDEXED_FROM and connection.scalar(text(f"SELECT pg_try_advisory_lock({INDEXING})")):
                try:
                    self._make_index(connection)
                finally:
                    connection.execute(text(f"SELECT pg_advisory_unlock({INDEXING})"))

    def _make_index(self, connection: Connection) -> None:
        """Make the index beside all work; one that was left half made, or is of another encoder, goes."""
        whole: dict[str, bool] = dict(connection.execute(INDEXES).all())
        for name in whole:
            if name != self.index or not whole[name]:
                connection.execute(text(f"DROP INDEX {name}"))
        if not whole.get(self.index):
            what = f"(vector::halfvec({self.encoder.dimensions})) halfvec_ip_ops"
            made = f"CREATE INDEX CONCURRENTLY {self.index} ON {TABLE} USING hnsw ({what}) WHERE kind = '{self.kind}'"
            connection.execute(text(made))
        self.indexed = True


def _written(numbers: Sequence[float]) -> str:
    return f"[{','.join(map(str, numbers))}]"
