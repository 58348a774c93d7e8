"""What was asked for last stays at hand, what was asked for longest ago goes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Latest(OrderedDict[K, V]):
    """A mapping in the order in which its keys were last read or set."""

    def __getitem__(self, key: K) -> V:
        """The value of `key`, which is now the latest. Raises KeyError where there is none."""
        found = super().__getitem__(key)
        self.move_to_end(key)
        return found

    def keep(self, key: K, value: V, most: int) -> None:
        """Set `key`, which is now the latest; beyond `most`, the one of longest ago goes."""
        self[key] = value
        self.move_to_end(key)
        if len(self) > most:
            self.popitem(last=False)
