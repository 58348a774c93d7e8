"""Changes single rows of findings: their labels and tags, and new rows made by people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.identity import finding_id, key
from findings.schemas import EntityTag, Finding, FrameworkTag, Reason, ThemeTag
from findings.store import tables as t
from findings.store.mapping import finding_row, listing, storable, tag_rows, to_finding
from findings.store.reading import tags_of
from findings.store.words import words
from findings.taxonomy.loader import taxonomy


def value_of(session: Session, row: t.Finding) -> Finding:
    """A row and its tags as a value."""
    session.flush()
    return to_finding(row, tags_of(session, [row.pk]))


def add(session: Session, report: t.Report, value: Finding, position: int) -> t.Finding:
    """Store a finding at a position of its report; those from there on move up."""
    f = t.Finding
    later = (col(f.report_id) == report.id, col(f.position) >= position)
    session.execute(update(f).where(*later).values(position=col(f.position) + 1))
    listed = listing(report.authority, report.kind, report.published)
    row = f(**finding_row(value, report.id, position, listed), model=report.model, taxonomy=report.taxonomy)
    session.add(row)
    session.flush()
    for table, tags in tag_rows([value], {value.id: row.pk or 0}).items():
        if tags:
            session.execute(insert(table), tags)
    return row


def finding_at(session: Session, source: t.Finding, span: tuple[int, int], text: str) -> Finding:
    """A finding with other borders in the place of `source`, of which it keeps all that still fits."""
    old = value_of(session, source)
    return old.model_copy(
        update={
            "id": finding_id(source.report_id, *span, text),
            "text": text,
            "start": span[0],
            "end": span[1],
            "entities": relocated(old.entities, old.text, text),
        }
    )


def move(row: t.Finding, start: int, end: int, text: str) -> None:
    """Give a row other borders."""
    row.id, row.key, row.words = finding_id(row.report_id, start, end, text), key(text), words(text)
    row.start, row.end, row.text = start, end, text


def set_label(row: t.Finding, label: str, actor: str | None) -> None:
    """Give a row a label: a person's, which is certain, or without `actor` the machine's own again."""
    kept = [reason for reason in row.reasons if reason["kind"] != "reviewer"]
    if actor is None:
        row.confidence = row.scores.get(label, 0.0)
    else:
        row.confidence = 1.0
        kept.append(Reason(kind="reviewer", detail=storable(actor), effect=label).model_dump())
    row.label, row.reasons = label, kept


def set_tags(
    session: Session,
    row: t.Finding,
    *,
    themes: Sequence[dict[str, Any]] | None = None,
    entities: Sequence[EntityTag] | None = None,
) -> None:
    """Replace a row's themes, with the outcome that follows from them, or its entities."""
    owner = row.pk or 0
    wanted = {
        "themes": [ThemeTag.model_validate(each) for each in themes or []],
        "entities": list(entities or []),
        "national_framework": _outcomes(session, owner, themes) if themes is not None else [],
    }
    tables: list[type[Any]] = [t.FindingEntity] if entities is not None else []
    tables += [t.FindingTheme, t.FindingFramework] if themes is not None else []
    value = to_finding(row, tags_of(session, [])).model_copy(update=wanted)
    made = tag_rows([value], {row.id: owner})
    for table in tables:
        session.execute(delete(table).where(col(table.finding_pk) == owner))
        if made[table]:
            session.execute(insert(table), made[table])


def _outcomes(session: Session, owner: int, themes: Sequence[dict[str, Any]]) -> list[FrameworkTag]:
    """The printed outcomes, which no decision on themes changes, else the one of the foremost theme."""
    f = t.FindingFramework
    known = session.scalars(select(f).where(col(f.finding_pk) == owner, col(f.printed))).all()
    if known:
        return [FrameworkTag(id=each.outcome, printed=True) for each in known]
    foremost = [taxonomy().known(each["id"]) for each in themes[:1]]
    return [FrameworkTag(id=theme.national_framework, printed=False) for theme in foremost if theme is not None]


def relocated(entities: Sequence[EntityTag], before: str, after: str) -> list[EntityTag]:
    """Entities of the text `before` in the text `after`: moved where one holds the other, else found again."""
    if before == after:
        return list(entities)
    shift = -before.find(after) if after in before else after.find(before) if before in after else None
    moved = [_moved(each, after, shift) for each in entities]
    return [each for each in moved if each is not None]


def _moved(entity: EntityTag, after: str, shift: int | None) -> EntityTag | None:
    start = after.find(entity.text) if shift is None else entity.start + shift
    end = start + len(entity.text)
    if start < 0 or after[start:end] != entity.text:
        return None
    return entity.model_copy(update={"start": start, "end": end})
