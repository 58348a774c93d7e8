"""Counts of findings by label as shares of all, with the interval that chance alone would leave."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from pydantic import BaseModel

from findings.schemas import Label

CONFIDENT = 1.96  # standard errors on either side that hold 95 of 100 chances
FEW = 30  # findings, under which a share says little


class Share(BaseModel):
    """How many findings of each label there are; `share` of them are strengths, between `low` and `high` at 95%.

    `few` where there are too few findings for the share to say much; without any there is no share.
    """

    strengths: int
    improvements: int
    priorities: int
    total: int
    share: float | None
    low: float | None
    high: float | None
    few: bool


def share_of(counts: Mapping[str, int]) -> Share:
    """The share of strengths among counts by label."""
    strengths, improvements, priorities = (
        counts.get(label, 0) for label in (Label.STRENGTH, Label.AREA_FOR_IMPROVEMENT, Label.PRIORITY_ACTION)
    )
    total = strengths + improvements + priorities
    low, high = wilson(strengths, total) if total else (None, None)
    return Share(
        strengths=strengths,
        improvements=improvements,
        priorities=priorities,
        total=total,
        share=strengths / total if total else None,
        low=low,
        high=high,
        few=total < FEW,
    )


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Wilson's interval of a share of a whole that is not 0, at 95%."""
    share, spread = part / whole, CONFIDENT**2 / whole
    middle = (share + spread / 2) / (1 + spread)
    half = CONFIDENT * sqrt(share * (1 - share) / whole + spread / (4 * whole)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)
