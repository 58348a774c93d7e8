"""Splits a list without bullets where an item may end on a full line: which reading gives the likelier items?"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import partial

from findings.intake.lines import Line
from findings.intake.measure import ends_sentence, starts_small

# Words that take up what was just said: an item of a list does not begin with them.
_TAKES_UP = re.compile(
    r"(?:this|these|those|they|it|its|he|she|such|however|as a (?:result|consequence)|consequently|therefore|but|"
    r"also|in addition|additionally|furthermore|moreover|for example|for instance|nevertheless|similarly)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.?!][’'\"”)]*\s+[‘“(]?[A-Z]")
# What items of such lists are like before any is seen: the logarithm of their length in lines.
_USUAL, _SPREAD, _WEIGHT = math.log(3), 0.9, 2
# A wrong join spoils two items, a wrong split one: the split is taken at half the likelihood.
_LENIENCE = math.log(2)
ROUNDS = 3
MAX_JOINED = 12  # sentences of one item that may each end on a full line


def split_items(items: Sequence[list[Line]]) -> list[list[Line]]:
    """The items, each cut where two are likelier than one; `items` are cut only where an end is certain."""
    cuts = [_possible_cuts(item) for item in items]
    found = [item for item, possible in zip(items, cuts, strict=True) if not possible]
    for _ in range(ROUNDS):
        mean, deviation = _length_of_items([len(item) for item in found])
        likelihood = partial(_likelihood, mean, deviation, _odds_of_end(found) + _LENIENCE)
        found = [part for item, cut in zip(items, cuts, strict=True) for part in _best(item, cut, likelihood)]
    return found


def _possible_cuts(item: list[Line]) -> list[int]:
    return [
        index
        for index in range(1, len(item))
        if ends_sentence(item[index - 1].text)
        and not starts_small(item[index].text)
        and not _TAKES_UP.match(item[index].text)
    ]


def _length_of_items(lengths: list[int]) -> tuple[float, float]:
    """Mean and deviation of the logarithm of the lengths, drawn towards what is usual where few are known."""
    logs = [math.log(length) for length in lengths]
    total = len(logs) + _WEIGHT
    mean = (sum(logs) + _WEIGHT * _USUAL) / total
    variance = (sum((log - mean) ** 2 for log in logs) + _WEIGHT * _SPREAD**2) / total
    return mean, math.sqrt(variance)


def _odds_of_end(items: list[list[Line]]) -> float:
    """Log-odds that where a sentence ends its item ends too."""
    inside = sum(len(_SENTENCE_END.findall(" ".join(line.text for line in item))) for item in items)
    return math.log((len(items) + 0.5) / (inside + 0.5))


def _likelihood(mean: float, deviation: float, odds: float, length: int) -> float:
    """How likely an item of so many lines is, as a logarithm."""
    return odds - (math.log(length) - mean) ** 2 / (2 * deviation**2)


def _best(item: list[Line], cuts: list[int], likelihood: Callable[[int], float]) -> list[list[Line]]:
    """The likeliest cutting, found from left to right over the possible cuts."""
    ends = [0, *cuts, len(item)]
    best = [0.0] + [-math.inf] * (len(ends) - 1)
    back = [0] * len(ends)
    for right in range(1, len(ends)):
        for left in range(max(0, right - MAX_JOINED), right):
            value = best[left] + likelihood(ends[right] - ends[left])
            if value > best[right]:
                best[right], back[right] = value, left
    parts, at = [], len(ends) - 1
    while at:
        parts.append(item[ends[back[at]] : ends[at]])
        at = back[at]
    return parts[::-1]
