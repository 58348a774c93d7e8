"""Makes the vectors of findings beside the service, as they are stored, so that no search waits for them."""

from __future__ import annotations

import gc

from findings.reason.followed import code
from findings.reason.nearest import Neighbours
from findings.reason.warm import warm_vectors, warm_words
from findings.store.session import Database
from findings.watcher import Watcher


class Keeper(Watcher):
    """Looks for findings without a vector; what is not made when it is closed is made after the next start."""

    name = "vectors"
    wrong = "vectors cannot be made"
    right = "vectors are made again"

    def __init__(self, database: Database, neighbours: Neighbours) -> None:
        super().__init__()
        self.database, self.neighbours = database, neighbours

    def begin(self) -> None:
        """Load what the first search by meaning and the first authority would wait for."""
        code()  # looks at every file of the package
        warm_words()
        warm_vectors(self.database, self.neighbours)
        gc.freeze()  # as what was there before: it stays, and need not be looked through again

    def look(self) -> None:
        """Make the vectors that are missing."""
        self.neighbours.prepare(self.over)
