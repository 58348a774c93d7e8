"""Reads what belongs to rows already found, in one query a kind however many rows there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    func,
    inspect,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.schemas import Area, Grade, Judgement, Label
from findings.store import tables as t
from findings.store.mapping import ENTITIES, METADATA, OUTCOMES, THEMES, Tags
from findings.store.values import ReportRow


def tags_of(session: Session, keys: Sequence[int | None] | Select[int | None]) -> Tags:
    """The themes, outcomes and entities of findings, given by their row keys or a query for them."""
    if isinstance(keys, Select):
        return Tags(session.execute(_tags(keys)))
    return Tags(session.execute(TAGS_OF_KEYS, {"keys": list(keys)}))


def _tags(keys: Any) -> CompoundSelect[*tuple[Any, ...]]:
    """Finding, kind, place, name, number, start, end and text of each tag, by one query, as they are to be listed."""
    theme, outcome, entity = (inspect(table).columns for table in (t.FindingTheme, t.FindingFramework, t.FindingEntity))
    none = [cast(null(), Integer), cast(null(), Integer), cast(null(), Text)]
    sure, printed = theme.confidence, cast(outcome.printed, Integer)
    span = entity.start, entity.end, entity.text
    parts = (
        select(theme.finding_pk, literal(THEMES), (0.0 - sure).label("place"), theme.theme.label("name"), sure, *none),
        select(outcome.finding_pk, literal(OUTCOMES), 0.0 * printed, outcome.outcome, 1.0 * printed, *none),
        select(entity.finding_pk, literal(ENTITIES), 1.0 * entity.position, entity.type, literal(0.0), *span),
    )
    owners = (theme.finding_pk, outcome.finding_pk, entity.finding_pk)
    chosen = (part.where(owner.in_(keys)) for part, owner in zip(parts, owners, strict=True))
    return union_all(*chosen).order_by("place", "name")


# Made once: to put a query together takes longer than to ask it.
TAGS_OF_KEYS = _tags(bindparam("keys", expanding=True))


def judgements_of(session: Session, reports: Iterable[str]) -> dict[str, list[Judgement]]:
    """The judgements of reports by report id, in printed order."""
    j = t.Judgement
    rows = session.scalars(select(j).where(col(j.report_id).in_(list(reports))).order_by(col(j.position)))
    found: dict[str, list[Judgement]] = {}
    for row in rows:
        found.setdefault(row.report_id, []).append(Judgement(area=Area(row.area), grade=Grade(row.grade)))
    return found


def label_counts(session: Session, reports: Iterable[str]) -> dict[str, dict[Label, int]]:
    """How many findings of each label reports have, by report id."""
    f = t.Finding
    wanted = (
        select(col(f.report_id), col(f.label), func.count())
        .where(col(f.report_id).in_(list(reports)))
        .group_by(col(f.report_id), col(f.label))
    )
    found: dict[str, dict[Label, int]] = {}
    for report, label, count in session.execute(wanted):
        found.setdefault(report, dict.fromkeys(Label, 0))[Label(label)] = count
    return found


def report_rows(session: Session, rows: Sequence[t.Report]) -> list[ReportRow]:
    """Rows of the report table as values with their judgements and counts."""
    ids = [row.id for row in rows]
    judgements, counts = judgements_of(session, ids), label_counts(session, ids)
    return [
        ReportRow(
            **row.model_dump(exclude={"stated"}),
            judgements=judgements.get(row.id, []),
            labels=counts.get(row.id, dict.fromkeys(Label, 0)),
        )
        for row in rows
    ]


def metadata_of(session: Session, row: t.Report) -> dict[str, object]:
    """A report's metadata as it is written into histories: JSON values by field."""
    plain = row.model_dump(mode="json", include=set(METADATA))
    found = judgements_of(session, [row.id]).get(row.id, [])
    return plain | {"judgements": [each.model_dump(mode="json") for each in found]}
