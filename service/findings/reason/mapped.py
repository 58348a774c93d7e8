"""Every judged finding of the store by the vector of its text, in mapped files, and exact search among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event, Lock

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.reason.encoders import Encoder
from findings.reason.meaning import LEVELS, Packed, Vectors, pack
from findings.reason.vectors import Names, VectorFiles
from findings.schemas import Label
from findings.store import tables as t
from findings.store.filters import FindingFilters
from findings.store.kept import kept, version_of
from findings.store.matched import SEPARATOR, in_texts, narrow
from findings.store.session import Database

CHUNK = 65_536  # rows that are spread to floats at a time
READ = 500  # texts
SOME = 200_000  # findings that are listed at a time
NAME = 15  # digits of a text's key that name it: as many as a signed number of eight bytes holds

Keys = NDArray[np.int64]


class MappedNeighbours:
    """Row keys of findings, and which vector each has; brought up to date before each search.

    Vectors are kept in `folder`, for every process and for the next start; without one, for this object alone. No more
    than `at_once` texts are encoded before a search: the rest is left to whoever prepares.
    """

    def __init__(self, database: Database, folder: Path | None, encoder: Encoder, at_once: int | None = None) -> None:
        self.database, self.encoder, self.at_once = database, encoder, at_once
        self.files = VectorFiles(folder, encoder.fingerprint, encoder.dimensions)
        self.keys: Keys = np.zeros(0, np.int64)
        self.used: Keys = np.zeros(0, np.int64)  # rows of the files that any finding has
        self.places: Keys = np.zeros(0, np.int64)  # which of these each finding has
        self.version: object = None
        self.seen = 0  # the last row key whose text was encoded by `prepare`
        self.lock = Lock()

    def prepare(self, over: Event | None = None) -> None:
        """Encode the texts of findings that were stored since, until it is `over`; searches go on meanwhile."""
        with self.database.read() as session:
            last = _last(session)
            if last <= self.seen:
                return
            keys, names = _listed(session, self.seen + 1, last)
            with self.lock:
                self.files.read()
            for some_names, rows in self._encoded(session, *_missing(keys, names, self._rows(names))):
                if over is not None and over.is_set():
                    return
                with self.lock:
                    self.files.add(some_names, rows)
            self.seen = last

    def refresh(self, session: Session) -> None:
        """Encode texts that are new, and forget the findings that are gone."""
        version = version_of(session)
        with self.lock:
            if version == self.version:
                return
            keys, names = _listed(session, 1, _last(session))
            self.files.read()
            rows = self._rows(names)
            if (rows < 0).any():
                missing = _missing(keys, names, rows)
                for some_names, vectors in self._encoded(session, *(each[: self.at_once] for each in missing)):
                    self.files.add(some_names, vectors)
                rows = self._rows(names)
            here = rows >= 0
            self.used, self.places = np.unique(rows[here], return_inverse=True)
            self.keys, self.version = keys[here], version if here.all() else None

    def _rows(self, names: Names) -> Keys:
        """Which row of the files each name has, -1 where it has none."""
        if not len(self.files.names):
            return np.full(len(names), -1)
        known, first = np.unique(self.files.names, return_index=True)
        at = np.minimum(np.searchsorted(known, names), len(known) - 1)
        return np.where(known[at] == names, first[at], -1)

    def _encoded(self, session: Session, keys: Keys, names: Names) -> Iterator[tuple[Names, Packed]]:
        f = t.Finding
        for at in range(0, len(keys), READ):
            some = keys[at : at + READ]
            texts = dict(session.execute(select(col(f.pk), col(f.text)).where(col(f.pk).in_(some.tolist()))).all())
            yield names[at : at + READ], pack(self.encoder.vectors(texts[key] for key in some.tolist()))

    def nearest(
        self, session: Session, text: str, limit: int, filters: FindingFilters | None = None
    ) -> list[tuple[int, float]]:
        """Row keys and cosines of the findings nearest to `text` that the filters let through, nearest first."""
        keys, scores = self._scored(text, _among(session, filters or FindingFilters()))
        best = np.argsort(-scores, kind="stable")[:limit]
        return [(int(keys[at]), float(scores[at])) for at in best if scores[at] > 0]

    def scores(self, _session: Session, text: str, keys: Sequence[int]) -> dict[int, float]:
        """Cosines of findings with `text` by row key, those that are at all near to it."""
        found, scores = self._scored(text, np.asarray(keys, np.int64))
        return {int(key): float(score) for key, score in zip(found, scores, strict=True) if score > 0}

    def _scored(self, text: str, among: Keys) -> tuple[Keys, Vectors]:
        """Which of some findings have a vector, and their cosines with `text`."""
        with self.lock:  # another thread may be bringing them up to date, one after the other
            keys, places, used, rows = self.keys, self.places, self.used, self.files.rows
        chosen = np.isin(keys, among)
        return keys[chosen], _cosines(rows, used, self.encoder.vectors([text])[0])[places[chosen]]


def _missing(keys: Keys, names: Names, rows: Keys) -> tuple[Keys, Names]:
    """Of texts that have no vector yet, whose row is negative, each once, a finding's row key and the name."""
    missing = rows < 0
    names, first = np.unique(names[missing], return_index=True)
    return keys[missing][first], names


def _cosines(rows: Packed, used: Keys, query: Vectors) -> Vectors:
    """Cosines, (used,), of the rows in use with a vector of length one."""
    whole = len(used) == len(rows)
    parts = (rows[at : at + CHUNK] if whole else rows[used[at : at + CHUNK]] for at in range(0, len(used), CHUNK))
    found = [part.astype(np.float32) @ query for part in parts]
    joined: Vectors = np.concatenate(found) if found else np.zeros(0, np.float32)
    cosines: Vectors = np.minimum(joined / np.float32(LEVELS), np.float32(1))
    return cosines


def _among(session: Session, filters: FindingFilters) -> Keys:
    """The row keys that the filters let through."""

    def read() -> Keys:
        _, texts = in_texts(session, narrow(session, filters, ["pk"]), ["pk"])
        return _numbers(texts["pk"])

    return read() if filters.model_dump(exclude_defaults=True) else kept(session, "judged", read)


def _last(session: Session) -> int:
    return session.scalar(select(func.max(col(t.Finding.pk)))) or 0


def _listed(session: Session, first: int, last: int) -> tuple[Keys, Names]:
    """The row keys of the judged findings between two of them, in order, and the names of their texts."""
    f = t.Finding
    wanted = select(col(f.pk).label("pk"), func.substr(col(f.key), 1, NAME).label("name"))
    keys, names = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for at in range(first, last + 1, SOME):
        within = col(f.pk).between(at, min(at + SOME - 1, last)), col(f.label) != Label.NOT_A_FINDING
        size, texts = in_texts(session, wanted.where(*within), ("pk", "name"))
        if size:
            keys.append(_numbers(texts["pk"]))
            names.append(_named(texts["name"]))
    found = np.concatenate(keys)
    order = np.argsort(found, kind="stable")
    return found[order], np.concatenate(names)[order]


def _numbers(text: str) -> Keys:
    """Numbers that were joined to one text."""
    return np.fromstring(text, np.int64, sep=SEPARATOR) if text else np.zeros(0, np.int64)


def _named(text: str) -> Names:
    """Names that were joined to one text, 15 digits each: with a zero before each they are numbers of eight bytes."""
    return np.frombuffer(bytes.fromhex("0" + text.replace(SEPARATOR, "0")), ">i8").astype(np.int64)
