"""Every judged finding of the store as a vector of bytes, and exact search among them."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.reason.meaning import LEVELS, Packed, Vectors, pack
from findings.reason.senses import Senses, shipped
from findings.schemas import Label
from findings.store import tables as t

CHUNK = 65_536  # rows that are spread to floats at a time
READ = 500

Keys = NDArray[np.int64]


class Neighbours:
    """Row keys and packed vectors of findings, (findings, dimensions); brought up to date before each search."""

    def __init__(self, senses: Senses | None = None) -> None:
        self.senses = senses or shipped()
        self.keys: Keys = np.zeros(0, np.int64)
        self.rows: Packed = np.zeros((0, self.senses.dimensions), np.int8)
        self.version = -1
        self.lock = Lock()

    def refresh(self, session: Session) -> None:
        """Encode the findings that are new, and forget those that are gone."""
        f = t.Finding
        wanted = select(col(f.pk)).where(col(f.label) != Label.NOT_A_FINDING).order_by(col(f.pk))
        version = session.scalar(select(func.max(col(t.Audit.id)))) or 0  # whatever is written lands in this table
        if version == self.version:
            return
        with self.lock:
            there: Keys = np.fromiter(session.scalars(wanted), np.int64)
            kept = np.isin(self.keys, there)
            fresh = np.setdiff1d(there, self.keys)
            keys = np.concatenate([self.keys[kept], fresh])
            rows = np.concatenate([self.rows[kept], self._encode(session, fresh)])
            order = np.argsort(keys)
            self.keys, self.rows, self.version = keys[order], rows[order], version

    def _encode(self, session: Session, keys: Keys) -> Packed:
        f, found = t.Finding, [self.rows[:0]]
        for at in range(0, len(keys), READ):
            chosen = col(f.pk).in_(keys[at : at + READ].tolist())
            texts = session.scalars(select(col(f.text)).where(chosen).order_by(col(f.pk))).all()
            found.append(pack(self.senses.vectors(texts)))
        return np.concatenate(found)

    def nearest(self, text: str, limit: int, among: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """Row keys and cosines of the findings nearest to `text`, nearest first; `among` narrows the choice."""
        keys, rows = self.keys, self.rows
        if among is not None:
            chosen = np.isin(keys, np.asarray(among, np.int64))
            keys, rows = keys[chosen], rows[chosen]
        scores = _cosines(rows, self.senses.vectors([text])[0])
        best = np.argsort(-scores, kind="stable")[:limit]
        return [(int(keys[at]), float(scores[at])) for at in best if scores[at] > 0]


def _cosines(rows: Packed, query: Vectors) -> Vectors:
    """Cosines, (rows,), of packed rows with a vector of length one."""
    parts = [rows[at : at + CHUNK].astype(np.float32) @ query for at in range(0, len(rows), CHUNK)]
    joined: Vectors = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    cosines: Vectors = np.minimum(joined / np.float32(LEVELS), np.float32(1))
    return cosines
