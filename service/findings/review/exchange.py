"""Decisions as rows that leave one database and enter another, each saying where it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.errors import Code, FindingsError
from findings.schemas import EntityTag, FrameworkTag, Kind, Label, Reason, ThemeTag, Unit
from findings.store import audit
from findings.store import tables as t
from findings.store.human import settle
from findings.store.mapping import storable
from findings.store.session import Database
from findings.taxonomy import taxonomy

Action = Literal["accept", "edit", "note", "split", "merge", "add", "adjudicate", "undo"]
PAGE = 1_000


class State(BaseModel):
    """The fields of a finding that a decision was about, or all of them."""

    model_config = ConfigDict(extra="forbid")

    label: Label | None = None
    confidence: float | None = None
    themes: list[ThemeTag] | None = None
    entities: list[EntityTag] | None = None
    text: str | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None
    section: list[str] | None = None
    unit: Unit | None = None
    scores: dict[Label, float] | None = None
    national_framework: list[FrameworkTag] | None = None
    responsible_body: str | None = None
    reasons: list[Reason] | None = None
    human: list[Literal["label", "themes", "entities", "start"]] | None = None


class Row(BaseModel):
    """A decision, the report it came from, and the finding as the decision left it.

    Its themes are as they were written; where `older_taxonomy`, the themes of the database it left were changed since.
    """

    model_config = ConfigDict(extra="forbid")

    uid: str = Field(min_length=1, max_length=64)
    group_id: str = Field(min_length=1, max_length=64)
    action: Action
    undoes: str | None = None
    sha256: str
    title: str | None = None
    authority: str | None = None
    published: dt.date | None = None
    kind: Kind
    finding_id: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    key: str
    text: str
    before: dict[str, Any]
    after: dict[str, Any]
    actor: str = Field(min_length=1, max_length=200)
    at: AwareDatetime
    note: str | None = None
    seconds: float | None = None
    model: str
    taxonomy: str
    blind: bool = False
    older_taxonomy: bool = False

    @field_validator("before", "after")
    @classmethod
    def _are_states(cls, given: dict[str, Any]) -> dict[str, Any]:
        State.model_validate(given)
        return given


class Imported(BaseModel):
    """How many rows were new, were known already, or are of reports that are not stored here.

    `older_themes` are the themes they name that stand no more, each with those that it is read as.
    """

    new: int
    known: int
    of_unknown_reports: int
    older_themes: dict[str, list[str]] = {}


OWN = set(Row.model_fields) - {"sha256", "title", "authority", "published", "kind", "older_taxonomy"}


def rows(database: Database) -> Iterator[Row]:
    """Every decision, oldest first, read a page at a time."""
    c, r, last = t.Correction, t.Report, 0
    while True:
        with database.read() as session:
            wanted = select(c, r).join(r, col(r.id) == col(c.report_id)).where(col(c.id) > last)
            page = session.execute(wanted.order_by(col(c.id)).limit(PAGE)).all()
        for record, report in page:
            yield _row(record, report)
        if len(page) < PAGE:
            return
        last = page[-1][0].id or last


def _row(record: t.Correction, report: t.Report) -> Row:
    source = report.model_dump(include=set(Row.model_fields) - OWN - {"older_taxonomy"})
    older = record.taxonomy != taxonomy().version
    return Row.model_validate({**source, **record.model_dump(include=OWN), "older_taxonomy": older})


def take_in(database: Database, given: Iterable[Row], *, actor: str) -> Imported:
    """Add decisions that were taken elsewhere on reports that are stored here; what is known already stays as it is."""
    with database.write() as session:
        listed = list(given)
        older = _older_themes(listed)
        reports = _reports(session, listed)
        known = set(session.scalars(select(col(t.Correction.uid))))
        ours = [row for row in listed if row.sha256 in reports]
        new = {row.uid: row for row in ours if row.uid not in known}
        for row in new.values():
            report = reports[row.sha256]
            session.add(t.Correction(report_id=report.id, **storable(row.model_dump(include=OWN))))
        session.flush()
        for sha256 in dict.fromkeys(row.sha256 for row in new.values()):
            settle(session, reports[sha256])
        counts = Imported(new=len(new), known=len(ours) - len(new), of_unknown_reports=len(listed) - len(ours))
        audit.record(session, actor, "corrections.imported", "correction", "", **counts.model_dump())
        return counts.model_copy(update={"older_themes": older})


def _older_themes(listed: Iterable[Row]) -> dict[str, list[str]]:
    """The themes of decisions that stand no more, and what they are read as. Raises where one never was a theme."""
    current = taxonomy()
    named = dict.fromkeys(tag["id"] for row in listed for tag in row.after.get("themes") or [])
    for name in named:
        if current.known(name) is None:
            told = f"A decision names {name!r}, which is and was no theme here; make the change that brought it first."
            raise FindingsError(Code.INVALID, f"{told} `findings taxonomy history` of where it comes from lists it.")
    return {name: current.became(name) for name in named if name in current.went}


def _reports(session: Session, listed: Iterable[Row]) -> dict[str, t.Report]:
    found = {}
    for sha256 in sorted({row.sha256 for row in listed}):
        wanted = select(t.Report).where(col(t.Report.sha256) == sha256).with_for_update()
        if (report := session.scalars(wanted).one_or_none()) is not None:
            found[sha256] = report
    return found
