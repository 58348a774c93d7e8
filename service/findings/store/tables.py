"""The tables, the same on SQLite and PostgreSQL; the full-text index beside them is made by the migrations."""

import datetime as dt
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, DateTime, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

UNKNOWN_DAY = dt.date.min  # stands for "no date given" where an index must not hold nulls


class Instant(TypeDecorator[dt.datetime]):
    """A moment in UTC; SQLite would give it back without its zone, PostgreSQL in the server's."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: dt.datetime | None, _dialect: Dialect) -> dt.datetime | None:
        """The stored moment in UTC."""
        if value is None:
            return None
        return value.astimezone(dt.UTC) if value.tzinfo else value.replace(tzinfo=dt.UTC)


Document = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def now() -> dt.datetime:
    """This moment in UTC."""
    return dt.datetime.now(dt.UTC)


class Report(SQLModel, table=True):
    """A report's identity and metadata; `stated` names the fields that a person gave.

    `superseded_by` is the report that was published in its stead; `internal` keeps it out of what is public, and
    `demonstration` says that it was invented.
    """

    __tablename__ = "report"

    id: str = Field(primary_key=True)
    sha256: str = Field(unique=True)
    title: str | None = Field(default=None, sa_type=Text)
    kind: str = Field(index=True)
    authority: str | None = Field(default=None, index=True)
    published: dt.date | None = Field(default=None, index=True)
    inspection_start: dt.date | None = None
    inspection_end: dt.date | None = None
    lead_inspectors: list[str] = Field(default_factory=list, sa_type=Document)
    pages: int
    model: str
    taxonomy: str
    previous_judgements: list[dict[str, Any]] = Field(default_factory=list, sa_type=Document)
    stated: list[str] = Field(default_factory=list, sa_type=Document)
    superseded_by: str | None = None
    internal: bool = False
    demonstration: bool = False
    created_at: dt.datetime = Field(default_factory=now, sa_type=Instant)
    updated_at: dt.datetime = Field(default_factory=now, sa_type=Instant)


class ReportText(SQLModel, table=True):
    """A report's extracted text, apart so that lists of reports never read it."""

    __tablename__ = "report_text"

    report_id: str = Field(primary_key=True, foreign_key="report.id", ondelete="CASCADE")
    text: str = Field(sa_type=Text)


class ReportHistory(SQLModel, table=True):
    """One change of one metadata field of a report."""

    __tablename__ = "report_history"

    id: int | None = Field(default=None, primary_key=True)
    report_id: str = Field(foreign_key="report.id", ondelete="CASCADE", index=True)
    at: dt.datetime = Field(default_factory=now, sa_type=Instant)
    actor: str
    field: str
    before: Any = Field(default=None, sa_type=Document, nullable=True)
    after: Any = Field(default=None, sa_type=Document, nullable=True)
    note: str | None = Field(default=None, sa_type=Text)


class Judgement(SQLModel, table=True):
    """A printed grade for an area."""

    __tablename__ = "judgement"
    __table_args__ = (Index("ix_judgement_area_grade", "area", "grade"),)

    report_id: str = Field(primary_key=True, foreign_key="report.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    area: str
    grade: str


class Finding(SQLModel, table=True):
    """A labelled passage.

    `words` are its normalised tokens, which the full-text index reads. `authority`, `kind` and `listed_on` repeat the
    report's, so that filtered lists are read from one index. `human` names the fields that a reviewer decided, of which
    `start` stands for both borders. `uncertainty` is 0 to 1; `disputed` where its words speak against its heading.
    `model` and `taxonomy` are those that it was last labelled with.
    """

    __tablename__ = "finding"
    __table_args__ = (
        Index("ix_finding_report", "report_id", "position"),
        Index("ix_finding_listed", "listed_on", "pk"),
        Index("ix_finding_label", "label", "listed_on", "pk"),
        Index("ix_finding_authority", "authority", "label", "listed_on"),
        Index("ix_finding_kind", "kind", "label", "listed_on"),
        Index("ix_finding_confidence", "confidence", "pk"),
        Index("ix_finding_key", "key"),
        Index("ix_finding_reviewed", "reviewed_at"),
    )

    pk: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    report_id: str = Field(foreign_key="report.id", ondelete="CASCADE")
    position: int
    key: str
    text: str = Field(sa_type=Text)
    words: str = Field(sa_type=Text)
    start: int
    end: int
    page: int
    section: list[str] = Field(sa_type=Document)
    unit: str
    label: str
    confidence: float
    scores: dict[str, float] = Field(sa_type=Document)
    responsible_body: str | None = Field(default=None, sa_type=Text)
    reasons: list[dict[str, str]] = Field(sa_type=Document)
    authority: str | None = None
    kind: str
    listed_on: dt.date
    human: list[str] | None = Field(default=None, sa_type=Document, nullable=True)
    reviewed_at: dt.datetime | None = Field(default=None, sa_type=Instant)
    uncertainty: float = 0.0
    disputed: bool = False
    model: str = ""
    taxonomy: str = ""


class FindingTheme(SQLModel, table=True):
    """A theme a finding is about."""

    __tablename__ = "finding_theme"
    __table_args__ = (Index("ix_finding_theme_theme", "theme", "finding_pk"),)

    finding_pk: int = Field(primary_key=True, foreign_key="finding.pk", ondelete="CASCADE")
    theme: str = Field(primary_key=True)
    confidence: float


class FindingFramework(SQLModel, table=True):
    """A National Framework outcome or enabler of a finding."""

    __tablename__ = "finding_framework"
    __table_args__ = (Index("ix_finding_framework_outcome", "outcome", "finding_pk"),)

    finding_pk: int = Field(primary_key=True, foreign_key="finding.pk", ondelete="CASCADE")
    outcome: str = Field(primary_key=True)
    printed: bool


class FindingEntity(SQLModel, table=True):
    """A named span of a finding; `words` are its normalised tokens."""

    __tablename__ = "finding_entity"
    __table_args__ = (
        Index("ix_finding_entity_words", "words", "finding_pk"),
        Index("ix_finding_entity_type", "type", "finding_pk"),
    )

    finding_pk: int = Field(primary_key=True, foreign_key="finding.pk", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    start: int
    end: int
    text: str = Field(sa_type=Text)
    words: str
    type: str


class Correction(SQLModel, table=True):
    """A reviewer's decision, never changed once written; anchored so that it outlives its finding.

    `report_id`, `start`, `end`, `key` and `text` are the finding as the decision left it; `finding_id` alone follows it
    into later readings. Records of one act share `group_id`; an act that takes another back names it in `undoes`.
    """

    __tablename__ = "correction"
    __table_args__ = (
        Index("ix_correction_anchor", "report_id", "key"),
        Index("ix_correction_uid", "uid", unique=True),
        Index("ix_correction_group", "group_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    report_id: str = Field(foreign_key="report.id", ondelete="CASCADE")
    finding_id: str = Field(index=True)
    start: int
    end: int
    key: str
    before: dict[str, Any] = Field(sa_type=Document)
    after: dict[str, Any] = Field(sa_type=Document)
    actor: str
    at: dt.datetime = Field(default_factory=now, sa_type=Instant)
    note: str | None = Field(default=None, sa_type=Text)
    seconds: float | None = None
    model: str
    taxonomy: str
    uid: str = Field(default_factory=lambda: uuid4().hex)
    group_id: str = Field(default_factory=lambda: uuid4().hex)
    action: str = "edit"
    undoes: str | None = None
    blind: bool = False
    text: str = Field(default="", sa_type=Text)


class Hold(SQLModel, table=True):
    """A finding that a reviewer has on the screen until a moment; `blind` where no suggestion was shown."""

    __tablename__ = "hold"

    finding_pk: int = Field(primary_key=True, foreign_key="finding.pk", ondelete="CASCADE")
    actor: str = Field(primary_key=True)
    until: dt.datetime = Field(sa_type=Instant, index=True)
    blind: bool = False


class Audit(SQLModel, table=True):
    """Who wrote what, when; kept when its target is gone."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_target", "target", "target_id"),)

    id: int | None = Field(default=None, primary_key=True)
    at: dt.datetime = Field(default_factory=now, sa_type=Instant, index=True)
    actor: str
    action: str
    target: str
    target_id: str
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=Document)


class Job(SQLModel, table=True):
    """A piece of background work; `state` is queued, running, done or failed."""

    __tablename__ = "job"
    __table_args__ = (UniqueConstraint("kind", "token", name="uq_job_kind_token"), Index("ix_job_state", "state"))

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    token: str | None = None
    arguments: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    state: str = "queued"
    attempts: int = 0
    heartbeat: dt.datetime | None = Field(default=None, sa_type=Instant)
    progress: float = 0.0
    result: dict[str, Any] | None = Field(default=None, sa_type=Document)
    error: str | None = Field(default=None, sa_type=Text)
    actor: str
    created_at: dt.datetime = Field(default_factory=now, sa_type=Instant)
    finished_at: dt.datetime | None = Field(default=None, sa_type=Instant)
