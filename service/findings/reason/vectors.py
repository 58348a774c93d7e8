"""Vectors of texts in files that every process maps into its memory; what is there once is not encoded again.

A vector belongs to a text and the senses it was encoded with, not to a database: it never has to be taken back.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from findings.reason.meaning import Packed

Names = NDArray[np.int64]


class VectorFiles:
    """Names of texts, and their packed vectors of so many `dimensions` in the same order; only ever added to.

    They are kept in `folder` under the name of their `kind`; without a folder in memory alone.
    """

    def __init__(self, folder: Path | None, kind: str, dimensions: int) -> None:
        self.dimensions = dimensions
        self.paths = None if folder is None else (folder / f"{kind}.names", folder / f"{kind}.rows")
        self.names: Names = np.zeros(0, np.int64)
        self.rows: Packed = np.zeros((0, dimensions), np.int8)
        self.read()

    def read(self) -> None:
        """See what others have added."""
        if self.paths is None or not all(path.is_file() for path in self.paths):
            return
        names, rows = self.paths
        here = min(names.stat().st_size // self.names.itemsize, rows.stat().st_size // self.dimensions)
        if here > len(self.names):
            self.names = np.fromfile(names, np.int64, here)
            self.rows = np.memmap(rows, np.int8, "r", shape=(here, self.dimensions))

    def add(self, names: Names, rows: Packed) -> None:
        """Put vectors behind those that are there."""
        if self.paths is None:
            self.names, self.rows = np.concatenate([self.names, names]), np.concatenate([self.rows, rows])
            return
        with self._alone() as here:
            # Vectors first: a name stands for a vector that is there.
            _put(self.paths[1], here * self.dimensions, rows.tobytes())
            _put(self.paths[0], here * names.itemsize, names.tobytes())
        self.read()

    @contextmanager
    def _alone(self) -> Iterator[int]:
        """No other process adds; gives how many vectors are whole, for one may have been killed while it wrote."""
        assert self.paths is not None
        names, rows = self.paths
        names.parent.mkdir(parents=True, exist_ok=True)
        rows.touch()
        with names.open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield min(names.stat().st_size // self.names.itemsize, rows.stat().st_size // self.dimensions)


def _put(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.truncate(at)
        file.seek(at)
        file.write(content)
