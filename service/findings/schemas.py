"""The values the rest of the product speaks in: plain, validated, independent of spaCy and of the database."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from findings.taxonomy.authorities import canonical_name

AuthorityName = Annotated[str, AfterValidator(canonical_name)]


class Label(StrEnum):
    """What a passage says about quality; exactly one for each finding."""

    STRENGTH = "strength"
    AREA_FOR_IMPROVEMENT = "area_for_improvement"
    PRIORITY_ACTION = "priority_action"
    NOT_A_FINDING = "not_a_finding"


class Kind(StrEnum):
    """The kind of document a report is."""

    ILACS = "ilacs"
    SIF = "sif"
    FOCUSED_VISIT = "focused_visit"
    MONITORING_VISIT = "monitoring_visit"
    JTAI = "jtai"
    SEND = "send"
    UNANNOUNCED = "unannounced"
    COUNCIL_REPORT = "council_report"
    MINUTES = "minutes"
    SLIDES = "slides"
    OTHER = "other"


class Area(StrEnum):
    """What a judgement grades; earlier wordings are mapped to these."""

    OVERALL_EFFECTIVENESS = "overall_effectiveness"
    IMPACT_OF_LEADERS = "impact_of_leaders"
    HELP_AND_PROTECTION = "help_and_protection"
    IN_CARE = "in_care"
    CARE_LEAVERS = "care_leavers"
    ADOPTION = "adoption"
    LSCB = "lscb"


class Grade(StrEnum):
    """A printed grade."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"
    NOT_JUDGED = "not_judged"


class Unit(StrEnum):
    """What kind of passage a finding is."""

    SENTENCE = "sentence"
    LIST_ITEM = "list_item"
    TABLE_CELL = "table_cell"


class Value(BaseModel):
    """Base of the values: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Judgement(Value):
    """A printed grade for an area."""

    area: Area
    grade: Grade


class PreviousJudgement(Value):
    """A grade that an earlier inspection gave, as the report tells it.

    `area` is today's, None where it is told of none of them; `grade` may be "adequate", which was one until 2013;
    `inspected` is a month ("2012-09") or a year.
    """

    area: Area | None
    grade: Grade | Literal["adequate"]
    inspected: str | None


class ThemeTag(Value):
    """A theme a finding is about, with the calibrated probability that it is."""

    id: str
    confidence: float = Field(ge=0, le=1)


class FrameworkTag(Value):
    """A National Framework outcome or enabler; `printed` where the inspectors print it themselves."""

    id: str
    printed: bool


class EntityTag(Value):
    """A named span of a finding; offsets are characters of the finding's `text`."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str
    type: str


class Reason(Value):
    """One thing that decided a label: what it was, what it said, and which way it pushed."""

    kind: Literal["heading", "lead_in", "table", "model", "words", "reviewer", "warning"]
    detail: str
    effect: str


class Finding(Value):
    """A labelled passage of a report.

    `text` is clean; `start` and `end` are characters of the report's extracted text and bound the same passage
    there; `page` counts from 1.
    """

    id: str
    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    page: int = Field(ge=1)
    section: list[str]
    unit: Unit
    label: Label
    confidence: float = Field(ge=0, le=1)
    scores: dict[Label, float]
    themes: list[ThemeTag] = []
    national_framework: list[FrameworkTag] = []
    entities: list[EntityTag] = []
    responsible_body: str | None = None
    reasons: list[Reason] = []


class Metadata(Value):
    """What a report is: filled from its text, or stated by whoever sends it."""

    title: str | None = None
    kind: Kind = Kind.OTHER
    authority: str | None = None
    published: dt.date | None = None
    inspection_start: dt.date | None = None
    inspection_end: dt.date | None = None
    lead_inspectors: list[str] = []
    judgements: list[Judgement] = []


class Stated(Value):
    """What the sender of a report says about it; where given, it beats what the text seems to say."""

    title: str | None = None
    authority: AuthorityName | None = None
    published: dt.date | None = None
    kind: Kind | None = None


class Report(Metadata):
    """A report's identity and metadata; `id` is derived from `sha256`, `pages` counts pages of the file."""

    id: str
    sha256: str
    pages: int = Field(ge=0)
    model: str
    taxonomy: str
    previous_judgements: list[PreviousJudgement] = []


class Analysis(Value):
    """Everything one reading of a report gives; `text` is the extracted text that offsets point into."""

    report: Report
    findings: list[Finding]
    text: str = Field(exclude=True)
