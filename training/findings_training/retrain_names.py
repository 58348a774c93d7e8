"""What retraining learns entities from: decisions on stored findings, what the corpus knows, what is read already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.errors import FindingsError
from findings.identity import key
from findings.store import tables as t
from findings.store.session import Database
from findings_training.entity_examples import EntityExample, entity_examples
from findings_training.retrain import AUTHORED, CORRECTION, JOINED, UNREAD
from findings_training.retrain_entities import Named

TAUGHT = 2.0  # how much a corrected sentence counts beside one that the corpus knows
MOST = {AUTHORED: 600, JOINED: 400, UNREAD: 300}  # drawn by lot: enough to hold what the corrections would pull along
HELD = 0.25  # the same of what nobody has looked at


def gather_names(database: Database, corpus: Path | None) -> list[Named]:
    """Every sentence whose entities are known; none where no reviewer decided on any, for there is nothing to learn."""
    with database.read() as session:
        taught = [Named(example, CORRECTION) for example in _decided(session)]
        if not taught:
            return []
        texts = list(session.scalars(select(col(t.Finding.text)).order_by(col(t.Finding.key)).limit(100_000)))
        unread = [Named(each, UNREAD) for each in _unread(session)]
    known = {key(each.example.text) for each in taught}
    others = [each for each in (*_known(corpus, texts), *unread) if key(each.example.text) not in known]
    return [*taught, *_drawn(others)]


def _drawn(found: list[Named]) -> Iterator[Named]:
    taken = Counter[str]()
    for each in sorted(found, key=lambda each: sha256(each.example.text.encode()).digest()):
        taken[each.sample] += 1
        if taken[each.sample] <= MOST[each.sample]:
            yield each


def _known(corpus: Path | None, texts: list[str]) -> Iterator[Named]:
    try:
        found = entity_examples(None, corpus, texts)
    except FindingsError:  # a corpus that says nothing of entities
        return
    authored = {each.text for each in entity_examples(None, corpus)} if corpus else set()
    for each in found:
        yield Named(each, AUTHORED if each.text in authored else JOINED)


def _decided(session: Session) -> Iterator[EntityExample]:
    f = t.Finding
    rows = session.scalars(select(f).where(col(f.reviewed_at).is_not(None)))
    decided = [row for row in rows if "entities" in (row.human or ())]
    for row, example in zip(decided, _examples(session, decided, TAUGHT), strict=True):
        if row.scores or example.entities:  # whoever adds a finding, which has no scores, may leave its names out
            yield example


def _unread(session: Session) -> Iterator[EntityExample]:
    """Findings that nobody decided on, by lot, with what stands of their entities."""
    f = t.Finding
    rows = session.scalars(select(f).where(col(f.reviewed_at).is_(None)).order_by(col(f.key)).limit(MOST[UNREAD]))
    yield from _examples(session, list(rows), HELD)


def _examples(session: Session, rows: list[t.Finding], weight: float) -> Iterator[EntityExample]:
    e = t.FindingEntity
    found: dict[int, list[tuple[int, int, str]]] = {row.pk or 0: [] for row in rows}
    keys = list(found)
    for first in range(0, len(keys), 500):
        wanted = select(e).where(col(e.finding_pk).in_(keys[first : first + 500]))
        for tag in session.scalars(wanted.order_by(col(e.start))):
            found[tag.finding_pk].append((tag.start, tag.end, tag.type))
    for row in rows:
        yield EntityExample(row.text, tuple(found[row.pk or 0]), weight=weight)
