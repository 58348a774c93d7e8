"""Components whose learned state is a handful of arrays: saved as plain data, never as code."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

import srsly

Arrays = dict[str, Any]
FILE = "arrays.msgpack"


class ArrayComponent(ABC):
    """A pipeline component that is saved and loaded as the arrays it learned."""

    @abstractmethod
    def to_arrays(self) -> Arrays:
        """What is learned, as arrays and plain values."""

    @abstractmethod
    def from_arrays(self, arrays: Arrays) -> None:
        """Take over what `arrays` hold."""

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:  # noqa: ARG002
        """The component as msgpack bytes."""
        return bytes(srsly.msgpack_dumps(self.to_arrays()))

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Self:  # noqa: ARG002
        """Read what `to_bytes` wrote."""
        self.from_arrays(srsly.msgpack_loads(data))
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the component into the folder `path`."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / FILE).write_bytes(self.to_bytes(exclude=exclude))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:
        """Read what `to_disk` wrote."""
        return self.from_bytes((Path(path) / FILE).read_bytes(), exclude=exclude)
