"""What the queue is asked and what it gives."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from findings.schemas import EntityTag, Label, Reason, ThemeTag, Unit
from findings.store.filters import FindingFilters, Listed, Name
from findings.store.values import ReportBrief


class QueueQuery(FindingFilters):
    """Which findings to decide on next; filters are those of `/findings`, but no label is left out."""

    order: Literal["uncertain", "position"] = Field(
        default="uncertain",
        description="`uncertain`: least certain first, spread over themes and kinds; `position`: as they are printed.",
    )
    disputed: bool | None = Field(default=None, description="Whether heading and words disagree.")
    double: bool = Field(default=False, description="Findings that somebody else decided on, for a second reading.")
    skip: Annotated[list[Name], Listed] = Field(default=[], max_length=200, description="Ids to pass over for now.")
    limit: int = Field(default=1, ge=1, le=50)


class Suggestion(BaseModel):
    """What the machine, or an earlier reviewer, says about a finding."""

    label: Label
    confidence: float
    scores: dict[Label, float]
    themes: list[ThemeTag]
    entities: list[EntityTag]
    reasons: list[Reason]


class QueueItem(BaseModel):
    """A finding to decide on, held for whoever asked until `until`.

    `before` and `after` are the words of the report around it. `suggestion` is left out where the item is `blind`.
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
    after: str
    uncertainty: float
    blind: bool
    until: dt.datetime
    suggestion: Suggestion | None


class Queue(BaseModel):
    """The next findings to decide on; `left` counts all that the filters let through and nobody decided."""

    items: list[QueueItem]
    left: int
