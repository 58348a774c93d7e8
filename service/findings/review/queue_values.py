"""What the queue is asked and what it gives."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from findings.schemas import EntityTag, Label, Reason, ThemeTag, Unit
from findings.store.filters import FindingFilters, Listed, Name
from findings.store.values import ReportBrief

MOST_COUNTED = 10_000


class QueueQuery(FindingFilters):
    """Which findings to decide on next; filters are those of `/findings`, but no label is left out."""

    order: Literal["uncertain", "position"] = Field(
        default="uncertain",
        description="`uncertain`: least certain first, spread over themes and kinds; `position`: as they are printed.",
    )
    disputed: bool | None = Field(default=None, description="Whether heading and words disagree.")
    double: bool = Field(default=False, description="Findings that somebody else decided on, for a second reading.")
    older: bool = Field(
        default=False,
        description="Findings that still have a theme that was split, decided ones too, but for those that the "
        "reviewer decided on since.",
    )
    flips: Name | None = Field(
        default=None, description="Version of a model: findings that it reads differently, as it was last compared."
    )
    finding: Annotated[list[Name], Listed] = Field(
        default=[], max_length=50, description="Ids of findings to decide on now, decided ones too; never blind."
    )
    skip: Annotated[list[Name], Listed] = Field(default=[], max_length=200, description="Ids to pass over for now.")
    have: Annotated[list[Name], Listed] = Field(
        default=[], max_length=50, description="Ids that were given before: held on, and not given again."
    )
    count: bool = Field(default=True, description="Whether to count what is left; asking without it is faster.")
    limit: int = Field(default=1, ge=1, le=50)


class Suggestion(BaseModel):
    """What the machine, or an earlier reviewer, says about a finding."""

    label: Label
    confidence: float
    scores: dict[Label, float]
    themes: list[ThemeTag]
    entities: list[EntityTag]
    reasons: list[Reason]


class Neighbour(BaseModel):
    """A passage near a finding, to merge with it or to decide on instead."""

    id: str
    text: str
    start: int
    end: int


class QueueItem(BaseModel):
    """A finding to decide on, held for whoever asked until `until`.

    `source` is the report's text from `start` to `end`, `before` and `after` are the words around it, `around` the
    passages there. `suggestion` is left out where the item is `blind`.
    """

    id: str
    text: str
    start: int
    end: int
    page: int
    section: list[str]
    unit: Unit
    report: ReportBrief
    before: str
    source: str
    after: str
    around: list[Neighbour]
    uncertainty: float
    blind: bool
    until: dt.datetime
    suggestion: Suggestion | None


class Queue(BaseModel):
    """The next findings to decide on.

    `left` counts those that the filters let through and whose label nobody decided, to 10,000 at most; null where it
    was not asked for. `gone` are those of `have` that somebody else decided on or holds by now.
    """

    items: list[QueueItem]
    left: int | None
    gone: list[str] = []
