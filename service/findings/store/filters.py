"""Which findings a list holds: the filters, and the conditions they stand for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, field_validator
from sqlalchemy import ColumnElement, Select, and_, select
from sqlmodel import col

from findings.schemas import Kind, Label
from findings.store import tables as t
from findings.store.fulltext import words_condition
from findings.store.standing import standing_conditions
from findings.store.words import parse, words
from findings.taxonomy.loader import taxonomy

Name = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
FindingSort = Literal["-published", "published", "-confidence", "confidence", "position"]


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) or value is None else [value]


Listed = BeforeValidator(_listed)


class FindingFilters(BaseModel):
    """Filters of findings; several values of one filter are alternatives, different filters must all hold."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    theme: Annotated[list[Name], Listed] = Field(default=[], description="Theme id, as `/themes` lists them.")
    label: Annotated[list[Label], Listed] = Field(default=[], description="Left out: every label but `not_a_finding`.")
    authority: Annotated[list[Name], Listed] = Field(default=[], description="Canonical short name, as `/authorities`.")
    kind: Annotated[list[Kind], Listed] = Field(default=[], description="Kind of report.")
    outcome: Annotated[list[Name], Listed] = Field(default=[], description="National Framework outcome or enabler.")
    entity: Annotated[list[Name], Listed] = Field(default=[], description="An entity's text or its type.")
    report: Annotated[list[Name], Listed] = Field(default=[], description="Report id.")
    q: str | None = Field(
        default=None,
        max_length=2_000,
        description='Words, "a phrase", begin*, OR, NOT; words side by side must all occur.',
    )
    from_: dt.date | None = Field(default=None, alias="from", description="Published on this day or later.")
    to: dt.date | None = Field(default=None, description="Published on this day or earlier.")
    min_confidence: float | None = Field(default=None, ge=0, le=1, description="Confidence of at least this.")
    reviewed: bool | None = Field(default=None, description="Whether a reviewer has decided on it.")
    superseded: bool = Field(default=False, description="Whether those of reports published anew since count too.")
    internal: bool | None = Field(
        default=None, description="Whether its report is marked internal; exports leave these out."
    )

    def public(self) -> Self:
        """The same for what leaves the service: without internal reports, unless these alone are asked for."""
        return self if self.internal else self.model_copy(update={"internal": False})

    @field_validator("theme")
    @classmethod
    def _themes_exist(cls, given: list[str]) -> list[str]:
        return _known(given, taxonomy().themes, "theme", "/themes lists them")

    @field_validator("outcome")
    @classmethod
    def _outcomes_exist(cls, given: list[str]) -> list[str]:
        outcomes = {theme.national_framework: None for theme in taxonomy().themes.values()}
        return _known(given, outcomes, "outcome", f"there are {', '.join(sorted(outcomes))}")


def _known(given: list[str], names: Mapping[str, object], what: str, mend: str) -> list[str]:
    for name in given:
        if name not in names:
            raise ValueError(f"there is no {what} {name!r}; {mend}")
    return given


class FindingQuery(FindingFilters):
    """Filters, order and part of a list of findings."""

    sort: FindingSort = Field(
        default="-published",
        description="A minus is newest or highest first; `position` is the order within the report.",
    )
    limit: int = Field(default=50, ge=1, le=500)
    cursor: str | None = Field(default=None, max_length=500, description="`next` of the page before.")


def conditions(filters: FindingFilters, dialect: str) -> list[ColumnElement[bool]]:
    """What a finding must fulfil, as conditions on the finding table."""
    f = t.Finding
    found = [_label_condition(filters.label), *_report_conditions(filters), *_tag_conditions(filters)]
    if filters.min_confidence is not None:
        found.append(col(f.confidence) >= filters.min_confidence)
    if filters.q is not None and filters.q.strip():
        found.append(words_condition(parse(filters.q), dialect))
    if filters.reviewed is not None:
        decided = col(f.reviewed_at)
        found.append(decided.is_not(None) if filters.reviewed else decided.is_(None))
    named = bool(filters.report)
    return found + standing_conditions(superseded=filters.superseded, internal=filters.internal, named=named)


def _label_condition(labels: list[Label]) -> ColumnElement[bool]:
    # Left out, one inequality lets both databases read a list in its order; three alternatives would make them sort.
    return col(t.Finding.label).in_(labels) if labels else col(t.Finding.label) != Label.NOT_A_FINDING


def _report_conditions(filters: FindingFilters) -> list[ColumnElement[bool]]:
    f, found = t.Finding, list[ColumnElement[bool]]()
    if filters.authority:
        found.append(col(f.authority).in_(filters.authority))
    if filters.kind:
        found.append(col(f.kind).in_(filters.kind))
    if filters.report:
        found.append(col(f.report_id).in_(filters.report))
    if filters.from_ is not None:
        found.append(col(f.listed_on) >= max(filters.from_, t.UNKNOWN_DAY + dt.timedelta(days=1)))
    if filters.to is not None:
        found.append(and_(col(f.listed_on) <= filters.to, col(f.listed_on) > t.UNKNOWN_DAY))
    return found


def _tag_conditions(filters: FindingFilters) -> list[ColumnElement[bool]]:
    theme, framework, entity = t.FindingTheme, t.FindingFramework, t.FindingEntity
    found = list[ColumnElement[bool]]()
    if filters.theme:
        found.append(_one_of(select(col(theme.finding_pk)).where(col(theme.theme).in_(filters.theme))))
    if filters.outcome:
        found.append(_one_of(select(col(framework.finding_pk)).where(col(framework.outcome).in_(filters.outcome))))
    if filters.entity:
        names = [name for name in map(words, filters.entity) if name]
        named = col(entity.words).in_(names)
        found.append(_one_of(select(col(entity.finding_pk)).where(named | col(entity.type).in_(filters.entity))))
    return found


def _one_of(keys: Select[int]) -> ColumnElement[bool]:
    return col(t.Finding.pk).in_(keys)
