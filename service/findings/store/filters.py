"""Which findings a list holds: the filters, and the conditions they stand for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, field_validator
from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, func, or_, select
from sqlmodel import col

from findings.schemas import Area, Grade, Kind, Label
from findings.store import tables as t
from findings.store.fulltext import words_condition
from findings.store.standing import report_standing, standing_conditions
from findings.store.words import parse, words
from findings.taxonomy.authorities import authorities
from findings.taxonomy.loader import taxonomy

Name = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
Year = Annotated[int, Field(ge=1900, le=2200)]
FindingSort = Literal["-published", "published", "-confidence", "confidence", "position", "relevance"]


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) or value is None else [value]


Listed = BeforeValidator(_listed)


class FindingFilters(BaseModel):
    """Filters of findings; several values of one filter are alternatives, different filters must all hold."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    theme: Annotated[list[Name], Listed] = Field(default=[], description="Theme id, as in `/themes`, or an older one.")
    label: Annotated[list[Label], Listed] = Field(default=[], description="Left out: every label but `not_a_finding`.")
    authority: Annotated[list[Name], Listed] = Field(default=[], description="Canonical short name, as `/authorities`.")
    kind: Annotated[list[Kind], Listed] = Field(default=[], description="Kind of report.")
    region: Annotated[list[Name], Listed] = Field(default=[], description="Region of England, by its whole name.")
    grade: Annotated[list[Grade], Listed] = Field(default=[], description="Overall grade that the report prints.")
    year: Annotated[list[Year], Listed] = Field(
        default=[], description="Year of publication, or of inspection without one."
    )
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

    @property
    def worded(self) -> bool:
        """Whether anything is asked of the words."""
        return self.q is not None and bool(self.q.strip())

    def told(self) -> str:
        """The filters as text, which tells them apart from others whatever else is asked for."""
        return self.model_dump_json(include=set(FindingFilters.model_fields))

    def public(self) -> Self:
        """The same for what leaves the service: without internal reports, unless these alone are asked for."""
        return self if self.internal else self.model_copy(update={"internal": False})

    @field_validator("theme")
    @classmethod
    def _themes_exist(cls, given: list[str]) -> list[str]:
        """The themes asked for; of one that stands no more, those that findings of it have now."""
        current = taxonomy()
        _known(given, {**current.themes, **current.went}, "theme", "/themes lists them")
        return list(dict.fromkeys(name for theme in given for name in current.asked(theme)))

    @field_validator("outcome")
    @classmethod
    def _outcomes_exist(cls, given: list[str]) -> list[str]:
        outcomes = {theme.national_framework: None for theme in taxonomy().themes.values()}
        return _known(given, outcomes, "outcome", f"there are {', '.join(sorted(outcomes))}")

    @field_validator("region")
    @classmethod
    def _regions_exist(cls, given: list[str]) -> list[str]:
        return _known(given, regions(), "region", f"there are {', '.join(regions())}")


@cache
def regions() -> dict[str, list[str]]:
    """The names of the authorities of each region, those that are gone too, by region."""
    found: dict[str, list[str]] = {}
    for authority in sorted(authorities(), key=lambda each: (each.region, each.name)):
        found.setdefault(authority.region, []).append(authority.name)
    return found


def _known(given: list[str], names: Mapping[str, object], what: str, mend: str) -> list[str]:
    for name in given:
        if name not in names:
            raise ValueError(f"there is no {what} {name!r}; {mend}")
    return given


class FindingQuery(FindingFilters):
    """Filters, order and part of a list of findings."""

    sort: FindingSort = Field(
        default="-published",
        description="A minus is newest or highest first; `position` is the order within the report, `relevance` how "
        "well the words of `q` fit.",
    )
    limit: int = Field(default=50, ge=1, le=500)
    cursor: str | None = Field(default=None, max_length=500, description="`next` of the page before.")


class Sought(FindingFilters):
    """Filters, and whether the words are a sentence whose meaning is sought."""

    meaning: bool = Field(
        default=False,
        description="Whether `q` is a sentence: what says the same in other words is found too, a few hundred findings "
        "at most, ranked by meaning and words together; `sort` has no say.",
    )


class SearchQuery(Sought, FindingQuery):
    """What a search asks for."""


class Source(NamedTuple):
    """The columns that conditions on a finding's report read."""

    report: SQLColumnExpression[Any]
    authority: SQLColumnExpression[Any]
    kind: SQLColumnExpression[Any]
    day: SQLColumnExpression[Any]


_F, _R = t.Finding, t.Report
FINDINGS = Source(col(_F.report_id), col(_F.authority), col(_F.kind), col(_F.listed_on))
REPORTS = Source(col(_R.id), col(_R.authority), col(_R.kind), func.coalesce(col(_R.published), t.UNKNOWN_DAY))


def conditions(filters: FindingFilters, dialect: str) -> list[ColumnElement[bool]]:
    """What a finding must fulfil, as conditions on the finding table."""
    found = [label_condition(filters.label, _F.label), *_report_conditions(filters, FINDINGS)]
    found += _tag_conditions(filters)
    if filters.min_confidence is not None:
        found.append(col(_F.confidence) >= filters.min_confidence)
    if filters.worded:
        found.append(words_condition(parse(filters.q or ""), dialect))
    if filters.reviewed is not None:
        decided = col(_F.reviewed_at)
        found.append(decided.is_not(None) if filters.reviewed else decided.is_(None))
    named = bool(filters.report)
    return found + standing_conditions(superseded=filters.superseded, internal=filters.internal, named=named)


def label_condition(labels: list[Label], column: Any) -> ColumnElement[bool]:
    """What the column of labels must hold."""
    label = col(column)
    # Left out, one inequality lets both databases read a list in its order; three alternatives would make them sort.
    return label.in_(labels) if labels else label != Label.NOT_A_FINDING


def reports_asked(filters: FindingFilters) -> list[ColumnElement[bool]]:
    """What a report must fulfil for its findings to be let through, as conditions on the report table."""
    named = bool(filters.report)
    standing = report_standing(superseded=filters.superseded, internal=filters.internal, named=named)
    return _report_conditions(filters, REPORTS) + standing


def _report_conditions(filters: FindingFilters, of: Source) -> list[ColumnElement[bool]]:
    found = list[ColumnElement[bool]]()
    if filters.authority:
        found.append(of.authority.in_(filters.authority))
    if filters.region:
        found.append(of.authority.in_([name for region in filters.region for name in regions()[region]]))
    if filters.kind:
        found.append(of.kind.in_(filters.kind))
    if filters.report:
        found.append(of.report.in_(filters.report))
    if filters.grade:
        found.append(of.report.in_(_graded(filters.grade)))
    return found + _day_conditions(filters, of)


def _graded(grades: list[Grade]) -> Select[str]:
    j = t.Judgement
    return select(col(j.report_id)).where(col(j.area) == Area.OVERALL_EFFECTIVENESS, col(j.grade).in_(grades))


def _of_years(years: list[int]) -> Select[str]:
    day = func.coalesce(col(_R.published), col(_R.inspection_start))
    within = (day.between(dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in years)
    return select(col(_R.id)).where(or_(*within))


def _day_conditions(filters: FindingFilters, of: Source) -> list[ColumnElement[bool]]:
    found = list[ColumnElement[bool]]()
    if filters.year:
        found.append(of.report.in_(_of_years(filters.year)))
    return found + within_days(filters, of.day)


def within_days(filters: FindingFilters, day: SQLColumnExpression[Any]) -> list[ColumnElement[bool]]:
    """That a day is one of those from the first to the last that is asked for."""
    found = list[ColumnElement[bool]]()
    if filters.from_ is not None:
        found.append(day >= max(filters.from_, t.UNKNOWN_DAY + dt.timedelta(days=1)))
    if filters.to is not None:
        found.append(and_(day <= filters.to, day > t.UNKNOWN_DAY))
    return found


def _tag_conditions(filters: FindingFilters) -> list[ColumnElement[bool]]:
    theme, framework = t.FindingTheme, t.FindingFramework
    found = list[ColumnElement[bool]]()
    if filters.theme:
        found.append(_one_of(select(col(theme.finding_pk)).where(col(theme.theme).in_(filters.theme))))
    if filters.outcome:
        found.append(_one_of(select(col(framework.finding_pk)).where(col(framework.outcome).in_(filters.outcome))))
    if filters.entity:
        found.append(_one_of(select(col(t.FindingEntity.finding_pk)).where(entity_condition(filters.entity))))
    return found


def entity_condition(entities: list[str]) -> ColumnElement[bool]:
    """What a row of the entity table must fulfil to be one of `entities`, given by their text or type."""
    return or_(*entity_conditions(entities))


def entity_conditions(entities: list[str]) -> list[ColumnElement[bool]]:
    """The same as one condition for each index."""
    entity, names = t.FindingEntity, [name for name in map(words, entities) if name]
    return [col(entity.words).in_(names), col(entity.type).in_(entities)]


def _one_of(keys: Select[int]) -> ColumnElement[bool]:
    return col(t.Finding.pk).in_(keys)
