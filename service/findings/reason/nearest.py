"""Every judged finding of the store by the vector of its text, and exact search among them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.reason.meaning import LEVELS, Packed, Vectors, pack
from findings.reason.senses import Senses, shipped
from findings.reason.vectors import Names, VectorFiles
from findings.schemas import Label
from findings.store import tables as t
from findings.store.kept import version_of
from findings.store.matched import SEPARATOR, in_texts

CHUNK = 65_536  # rows that are spread to floats at a time
READ = 500  # texts
SOME = 200_000  # findings that are listed at a time
NAME = 15  # digits of a text's key that name it: as many as a signed number of eight bytes holds

Keys = NDArray[np.int64]


class Neighbours:
    """Row keys of findings, and which vector each has; brought up to date before each search.

    Vectors are kept in `folder`, for every process and for the next start; without one, for this object alone.
    """

    def __init__(self, folder: Path | None = None, senses: Senses | None = None) -> None:
        self.senses = senses or shipped()
        self.files = VectorFiles(folder, self.senses.fingerprint, self.senses.dimensions)
        self.keys: Keys = np.zeros(0, np.int64)
        self.used: Keys = np.zeros(0, np.int64)  # rows of the files that any finding has
        self.places: Keys = np.zeros(0, np.int64)  # which of these each finding has
        self.version: object = None
        self.lock = Lock()

    def refresh(self, session: Session) -> None:
        """Encode the texts that are new, and forget the findings that are gone."""
        version = version_of(session)
        with self.lock:
            if version == self.version:
                return
            keys, names = _listed(session)
            self.files.read()
            missing = ~np.isin(names, self.files.names)
            for some_names, rows in self._encoded(session, keys[missing], names[missing]):
                self.files.add(some_names, rows)
            known, first = np.unique(self.files.names, return_index=True)
            self.used, self.places = np.unique(first[np.searchsorted(known, names)], return_inverse=True)
            self.keys, self.version = keys, version

    def _encoded(self, session: Session, keys: Keys, names: Names) -> Iterator[tuple[Names, Packed]]:
        f = t.Finding
        names, first = np.unique(names, return_index=True)
        keys = keys[first]
        for at in range(0, len(keys), READ):
            some = keys[at : at + READ]
            texts = dict(session.execute(select(col(f.pk), col(f.text)).where(col(f.pk).in_(some.tolist()))).all())
            yield names[at : at + READ], pack(self.senses.vectors(texts[key] for key in some.tolist()))

    def nearest(self, text: str, limit: int, among: Keys | None = None) -> list[tuple[int, float]]:
        """Row keys and cosines of the findings nearest to `text`, nearest first; `among` narrows the choice."""
        with self.lock:  # another thread may be bringing them up to date, one after the other
            keys, places, used, rows = self.keys, self.places, self.used, self.files.rows
        if among is not None:
            chosen = np.isin(keys, among)
            keys, places = keys[chosen], places[chosen]
        scores = _cosines(rows, used, self.senses.vectors([text])[0])[places]
        best = np.argsort(-scores, kind="stable")[:limit]
        return [(int(keys[at]), float(scores[at])) for at in best if scores[at] > 0]


def _cosines(rows: Packed, used: Keys, query: Vectors) -> Vectors:
    """Cosines, (used,), of the rows in use with a vector of length one."""
    whole = len(used) == len(rows)
    parts = (rows[at : at + CHUNK] if whole else rows[used[at : at + CHUNK]] for at in range(0, len(used), CHUNK))
    found = [part.astype(np.float32) @ query for part in parts]
    joined: Vectors = np.concatenate(found) if found else np.zeros(0, np.float32)
    cosines: Vectors = np.minimum(joined / np.float32(LEVELS), np.float32(1))
    return cosines


def _listed(session: Session) -> tuple[Keys, Names]:
    """The row keys of all judged findings in order, and the names of their texts."""
    f = t.Finding
    last = session.scalar(select(func.max(col(f.pk)))) or 0
    wanted = select(col(f.pk).label("pk"), func.substr(col(f.key), 1, NAME).label("name"))
    keys, names = list[int](), list[int]()
    for at in range(0, last + 1, SOME):
        within = col(f.pk).between(at, at + SOME - 1), col(f.label) != Label.NOT_A_FINDING
        size, texts = in_texts(session, wanted.where(*within), ("pk", "name"))
        if size:
            keys += map(int, texts["pk"].split(SEPARATOR))
            names += (int(name, 16) for name in texts["name"].split(SEPARATOR))
    order = np.argsort(np.asarray(keys, np.int64), kind="stable")
    return np.asarray(keys, np.int64)[order], np.asarray(names, np.int64)[order]
