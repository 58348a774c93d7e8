"""Findings like a finding, or like a sentence: by meaning and by words, their ranks joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.reason.likeness import why
from findings.reason.nearest import Neighbours
from findings.reason.stored import by_key
from findings.store import queries
from findings.store import tables as t
from findings.store.filters import FindingFilters, FindingQuery, conditions
from findings.store.values import FindingRow
from findings.store.words import words

RANK_CONSTANT = 60  # of reciprocal rank fusion, as its authors chose it
DEPTH = 50  # how many of each ranking are joined
MAX_WORDS = 12


class Similar(BaseModel):
    """A finding like the one asked about: `score` is the cosine of meaning, `reasons` say what both share."""

    finding: FindingRow
    score: float
    reasons: list[str]


def more_like(
    session: Session, neighbours: Neighbours, finding_id: str, filters: FindingFilters, limit: int
) -> list[Similar]:
    """The findings nearest in meaning to a stored one, itself and exact repeats of its words left out."""
    asked = queries.finding(session, finding_id)
    neighbours.refresh(session)
    found = neighbours.nearest(asked.text, limit + DEPTH, _among(session, filters))
    scores = dict(found)
    rows = by_key(session, [key for key, _ in found])
    other = [(key, row) for key, row in rows.items() if row.id != finding_id and row.text != asked.text]
    return [_similar(row, scores[key], asked.text) for key, row in other[:limit]]


def by_sentence(
    session: Session, neighbours: Neighbours, sentence: str, filters: FindingFilters, limit: int
) -> list[Similar]:
    """The findings that say what a sentence says: nearness of meaning and words found, by reciprocal rank fusion."""
    neighbours.refresh(session)
    near = neighbours.nearest(sentence, DEPTH, _among(session, filters))
    order = fused([[key for key, _ in near], _worded(session, sentence, filters)])[:limit]
    scores = dict(near)
    rows = by_key(session, order)
    return [_similar(row, scores.get(key, 0.0), sentence) for key, row in rows.items()]


def fused(rankings: Iterable[Sequence[int]]) -> list[int]:
    """Keys by the sum of their reciprocal ranks, best first; ties by key."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, 1):
            scores[key] = scores.get(key, 0.0) + 1 / (RANK_CONSTANT + rank)
    return sorted(scores, key=lambda key: (-scores[key], key))


def _similar(row: FindingRow, score: float, text: str) -> Similar:
    return Similar(finding=row, score=round(score, 3), reasons=why(text, row.text, score))


def _among(session: Session, filters: FindingFilters) -> Sequence[int] | None:
    """The row keys that the filters let through, or None where they let all through."""
    if not filters.model_dump(exclude_defaults=True):
        return None
    wanted = select(col(t.Finding.pk)).where(*conditions(filters, queries.dialect_of(session)))
    return [key for key in session.scalars(wanted) if key is not None]


def _worded(session: Session, sentence: str, filters: FindingFilters) -> list[int]:
    """Row keys of findings that hold words of the sentence, those with most of its words first."""
    chosen = list(dict.fromkeys(word for word in words(sentence).split() if len(word) > 3))[:MAX_WORDS]
    if not chosen:
        return []
    asked = filters.model_dump(include=set(FindingFilters.model_fields)) | {"q": " OR ".join(chosen)}
    page = queries.find(session, FindingQuery(**asked, limit=4 * DEPTH))
    ids = {row.id: len(set(chosen) & set(words(row.text).split())) for row in page.items}
    best = sorted(ids, key=lambda each: -ids[each])[:DEPTH]
    wanted = select(col(t.Finding.id), col(t.Finding.pk)).where(col(t.Finding.id).in_(best))
    keys = {each: key for each, key in session.execute(wanted) if key is not None}
    return [keys[each] for each in best if each in keys]
