"""Reads what belongs to rows already found, in one query a kind however many rows there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, func, inspect, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.schemas import Area, Grade, Judgement, Label
from findings.store import tables as t
from findings.store.cursor import AnySelect
from findings.store.mapping import METADATA, Tags
from findings.store.values import ReportRow


def tags_of(session: Session, keys: Sequence[int | None] | Select[int | None]) -> Tags:
    """The themes, outcomes and entities of findings, given by their row keys or a query for them."""
    if isinstance(keys, Select):
        return Tags(*(session.execute(each).all() for each in _tags(keys)))
    return Tags(*(session.execute(each, {"keys": list(keys)}).all() for each in TAGS_OF_KEYS))


def _tags(keys: Any) -> list[AnySelect]:
    theme, outcome, entity = t.FindingTheme, t.FindingFramework, t.FindingEntity
    orders: dict[Any, tuple[Any, ...]] = {
        theme: (col(theme.confidence).desc(), col(theme.theme)),
        outcome: (col(outcome.outcome),),
        entity: (col(entity.position),),
    }
    return [
        select(*inspect(table).columns).where(col(table.finding_pk).in_(keys)).order_by(*order)
        for table, order in orders.items()
    ]


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
