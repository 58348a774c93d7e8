"""How sure a link is: that both passages are of one matter, and what became of it, learned from pairs readers judged.

Both are logistic regressions over named features, so that what weighed most can be told. The weights are data
(`sure.json`), made by `findings_training.pairs`; `enough` is the chance from which a link is claimed, of praise and of
faults: praise is wordier, and misleads more.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import srsly

from findings.reason.pairs import Seen

OUTCOMES = ("repeated", "improving", "resolved")
DIGITS = 4
SHIPPED = Path(__file__).with_name("sure.json")


class Weighed(NamedTuple):
    """A logistic regression: `weights` by feature, what is `usual` of each, and the log-odds of a usual case."""

    start: float
    weights: Mapping[str, float]
    usual: Mapping[str, float]

    def log_odds(self, seen: Seen) -> float:
        """The log-odds of what was seen."""
        return self.start + sum(self.pulls(seen).values())

    def pulls(self, seen: Seen) -> dict[str, float]:
        """How far each feature pulls from the usual case, in log-odds."""
        return {name: weight * (seen[name] - self.usual[name]) for name, weight in self.weights.items()}


class Glance(NamedTuple):
    """What tells at a glance that a pair is not worth a closer look: those below the `least` log-odds."""

    weighed: Weighed
    least: float


EVERYTHING = Glance(Weighed(0.0, {}, {}), 0.0)


class Model(NamedTuple):
    """What was learned: `matter`, one regression an outcome, and from which chance a link is claimed."""

    matter: Weighed
    outcomes: Mapping[str, Weighed]
    enough: Mapping[str, float]
    glance: Glance = EVERYTHING

    def chance(self, seen: Seen) -> float:
        """The chance that a pair is of one matter."""
        return 1 / (1 + math.exp(-self.matter.log_odds(seen)))

    def worth_a_look(self, glimpsed: Seen) -> bool:
        """Whether a pair may be of one matter, by what costs next to nothing to see."""
        return self.glance.weighed.log_odds(glimpsed) >= self.glance.least

    def outcome(self, told: Seen) -> tuple[str, float]:
        """The likeliest outcome of a passage that is of the matter, and its chance."""
        odds = {name: math.exp(weighed.log_odds(told)) for name, weighed in self.outcomes.items()}
        name = max(odds, key=odds.__getitem__)
        return name, odds[name] / sum(odds.values())


@lru_cache(maxsize=1)
def shipped() -> Model:
    """What comes with the package."""
    read = srsly.read_json(SHIPPED)
    outcomes = {name: Weighed(**row) for name, row in read["outcomes"].items()}
    glance = Glance(Weighed(**read["glance"]["weighed"]), read["glance"]["least"])
    return Model(Weighed(**read["matter"]), outcomes, read["enough"], glance)


def kind_of(told: Seen) -> str:
    """Whether a passage tells of a fault or of praise: the names of what is `enough`."""
    return "fault" if told["fault"] else "praise"


def to_json(model: Model) -> str:
    """A model as `shipped` reads it."""
    outcomes = {name: _row(weighed) for name, weighed in model.outcomes.items()}
    row = {
        "enough": {kind: round(each, DIGITS) for kind, each in model.enough.items()},
        "matter": _row(model.matter),
        "outcomes": outcomes,
        "glance": {"weighed": _row(model.glance.weighed), "least": round(model.glance.least, DIGITS)},
    }
    text: str = srsly.json_dumps(row, indent=1)
    return text + "\n"


def _row(weighed: Weighed) -> dict[str, Any]:
    weights = {name: round(each, DIGITS) for name, each in weighed.weights.items()}
    usual = {name: round(each, DIGITS) for name, each in weighed.usual.items()}
    return {"start": round(weighed.start, DIGITS), "weights": weights, "usual": usual}
