"""What the store gives back: plain values, independent of the database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel

from findings.schemas import Finding, Kind, Label, Report


class ReportBrief(BaseModel):
    """What a finding tells of its report."""

    id: str
    title: str | None
    authority: str | None
    published: dt.date | None
    kind: Kind
    superseded_by: str | None = None
    internal: bool = False
    demonstration: bool = False


class FindingRow(Finding):
    """A stored finding and the report it stands in; `reviewed` where a person decided on any of it.

    `model` and `taxonomy` are those that it was last labelled with; `older_taxonomy` where the themes were changed
    since, or where it still has one that was split.
    """

    report: ReportBrief
    reviewed: bool = False
    model: str = ""
    taxonomy: str = ""
    older_taxonomy: bool = False


class Change(BaseModel):
    """One change of one field of a report: who, when, before, after."""

    at: dt.datetime
    actor: str
    field: str
    before: Any
    after: Any
    note: str | None = None


class Decision(BaseModel):
    """One reviewer's decision on a finding, and the model and taxonomy whose work it judged.

    `action` is accept, edit, note, split, merge, add, adjudicate or undo; `undone` where it was taken back;
    `blind` where the reviewer saw no suggestion; `older_taxonomy` where the themes were changed since, through which
    `before` and `after` are to be read: they stay as they were written.
    """

    at: dt.datetime
    actor: str
    action: str
    before: dict[str, Any]
    after: dict[str, Any]
    note: str | None
    seconds: float | None
    model: str
    taxonomy: str
    older_taxonomy: bool
    blind: bool
    undone: bool


class FindingDetail(FindingRow):
    """A stored finding with every decision on it, oldest first."""

    history: list[Decision]


class ReportRow(Report):
    """A stored report with how many findings of each label it has.

    `superseded_by` is the report published in its stead; `internal` keeps it out of feeds and exports of public ones;
    `demonstration` says that it was invented to show what the product does.
    """

    superseded_by: str | None = None
    internal: bool = False
    demonstration: bool = False
    created_at: dt.datetime
    updated_at: dt.datetime
    labels: dict[Label, int]


class ReportDetail(ReportRow):
    """A stored report with its extracted text, which offsets point into, and its history, oldest first."""

    text: str
    stated: list[str]
    history: list[Change]


class FindingPage(BaseModel):
    """A part of a list of findings; `next` is the cursor of the part after it, `total` counts the whole list.

    Where `more`, there are more than `total`, and no more were counted.
    """

    items: list[FindingRow]
    next: str | None
    total: int | None
    more: bool = False


class ReportPage(BaseModel):
    """A part of a list of reports."""

    items: list[ReportRow]
    next: str | None
    total: int | None


class Hit(FindingRow):
    """A finding that words were found in.

    `hits` are characters of `text`; `snippet` is HTML, escaped, with each hit inside `<mark>`.
    """

    snippet: str
    hits: list[tuple[int, int]]


class Count(BaseModel):
    """How many findings have a value."""

    value: str
    name: str
    count: int


class Facets(BaseModel):
    """Counts by value, most first; each facet ignores the choice made within itself, so that others can be added.

    `capped` names the facets that count no further than the first 10,000 findings.
    """

    theme: list[Count]
    label: list[Count]
    authority: list[Count]
    kind: list[Count]
    year: list[Count]
    outcome: list[Count]
    region: list[Count]
    grade: list[Count]
    capped: list[str] = []


class HitPage(BaseModel):
    """A part of the findings that a search found, and the facets of them all."""

    items: list[Hit]
    next: str | None
    total: int | None
    more: bool = False
    facets: Facets


class ThemeCount(BaseModel):
    """A theme with how many findings it has, in all and by label."""

    id: str
    name: str
    national_framework: str
    covers: str
    count: int
    labels: dict[Label, int]


class AuthorityCount(BaseModel):
    """An authority with how many reports and findings it has."""

    name: str
    reports: int
    findings: int
    labels: dict[Label, int]


class Saved(BaseModel):
    """What saving an analysis did: `new` where the report was not known before."""

    report: Report
    findings: list[Finding]
    new: bool
