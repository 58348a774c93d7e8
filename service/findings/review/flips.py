"""Which findings two models read differently: on a sample of what is stored, before one takes the other's place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import NamedTuple

from pydantic import BaseModel
from spacy.language import Language
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.errors import FindingsError
from findings.relabel import Relabelled, relabel
from findings.schemas import Finding, Label
from findings.store import queries
from findings.store import tables as t
from findings.store.report_queries import analysis
from findings.store.session import Database
from findings.store.values import FindingDetail

SAMPLED = 2_000
KEPT = 200


class Flip(BaseModel):
    """A finding that is labelled otherwise, or given other themes, by the second model."""

    id: str
    before: Label
    after: Label
    confidence: float
    lost: list[str]
    gained: list[str]


class Flips(BaseModel):
    """How many of the sampled findings change, between which labels, and the surest of them; `items` names them."""

    sampled: int
    labels: int
    themes: int
    moves: dict[str, int]
    items: list[Flip]


class ShownFlip(Flip):
    """A flip with its finding as it stands."""

    finding: FindingDetail


def flips(
    database: Database,
    first: Language,
    second: Language,
    *,
    sample: int = SAMPLED,
    progress: Callable[[float], None] = lambda _share: None,
) -> Flips:
    """The flips from `first` to `second` in whole reports drawn by lot, until there are `sample` findings."""
    seen, changed, moves = 0, list[Flip](), Counter[str]()
    for findings, before, after in _readings(database, first, second):
        found = [_flip(*each) for each in zip(findings, before, after, strict=True)]
        changed += [each for each in found if each is not None]
        seen += len(findings)
        progress(min(1.0, seen / sample))
        if seen >= sample:
            break
    relabelled = [each for each in changed if each.before is not each.after]
    moves.update(f"{each.before} to {each.after}" for each in relabelled)
    changed.sort(key=lambda each: (each.before is each.after, -each.confidence))
    themes = sum(bool(each.lost or each.gained) for each in changed)
    return Flips(sampled=seen, labels=len(relabelled), themes=themes, moves=dict(moves), items=changed[:KEPT])


def _readings(
    database: Database, first: Language, second: Language
) -> Iterator[tuple[list[Finding], list[Relabelled], list[Relabelled]]]:
    with database.read() as session:
        ids = sorted(session.scalars(select(col(t.Report.id))), key=lambda each: sha256(each.encode()).hexdigest())
    for report in ids:
        with database.read() as session:
            try:
                read = analysis(session, report)
            except FindingsError:  # it was removed meanwhile
                continue
        given = (read.findings, read.report.kind, read.text)
        if read.findings:
            with first.memory_zone(), second.memory_zone():
                yield read.findings, relabel(first, *given), relabel(second, *given)


def _flip(finding: Finding, before: Relabelled, after: Relabelled) -> Flip | None:
    old, new = ({tag.id for tag in each.themes} for each in (before, after))
    if before.label is after.label and old == new:
        return None
    return Flip(
        id=finding.id,
        before=before.label,
        after=after.label,
        confidence=after.confidence,
        lost=sorted(old - new),
        gained=sorted(new - old),
    )


class Shown(NamedTuple):
    """Flips with their findings; of all that are stored still, how many people decided, and how many nobody."""

    items: list[ShownFlip]
    decided: int
    undecided: int


def shown(session: Session, found: Flips, limit: int) -> Shown:
    """The first flips with their findings, those that nobody decided before the others."""
    f = t.Finding
    rows = session.execute(select(col(f.id), col(f.human)).where(col(f.id).in_([each.id for each in found.items])))
    decided = {name: "label" in (human or ()) for name, human in rows}
    here = sorted((each for each in found.items if each.id in decided), key=lambda each: decided[each.id])
    items = [ShownFlip(**dict(each), finding=queries.finding(session, each.id)) for each in here[:limit]]
    return Shown(items, sum(decided.values()), len(here) - sum(decided.values()))
