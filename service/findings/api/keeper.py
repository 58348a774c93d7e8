"""Makes the vectors of findings beside the service, as they are stored, so that no search waits for them."""

from __future__ import annotations

from findings.reason.nearest import Neighbours
from findings.watcher import Watcher


class Keeper(Watcher):
    """Looks for findings without a vector; what is not made when it is closed is made after the next start."""

    name = "vectors"
    wrong = "vectors cannot be made"

    def __init__(self, neighbours: Neighbours) -> None:
        super().__init__()
        self.neighbours = neighbours

    def look(self) -> None:
        """Make the vectors that are missing."""
        self.neighbours.prepare(self.over)
