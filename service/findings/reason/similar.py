"""Findings like a finding, or like a sentence: by meaning and by words, their ranks joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.reason.likeness import likeness, why
from findings.reason.nearest import Neighbours
from findings.store import queries
from findings.store import tables as t
from findings.store.filters import FindingFilters, FindingQuery, conditions
from findings.store.queries import by_key
from findings.store.values import FindingRow
from findings.store.words import words

RANK_CONSTANT = 60  # of reciprocal rank fusion, as its authors chose it
DEPTH = 50  # how many of each ranking are joined
MAX_WORDS = 12


class Similar(BaseModel):
    """A finding like the one asked about: `score` is their likeness from 0 to 1, `reasons` say what both share."""

    finding: FindingRow
    score: float
    reasons: list[str]


def more_like(
    session: Session, neighbours: Neighbours, finding_id: str, filters: FindingFilters, limit: int
) -> list[Similar]:
    """The findings most like a stored one, itself and exact repeats of its words left out."""
    asked = queries.finding(session, finding_id)
    neighbours.refresh(session)
    found = neighbours.nearest(asked.text, limit + DEPTH, _among(session, filters))
    rows = by_key(session, [key for key, _ in found])
    others = {key: row for key, row in rows.items() if row.id != finding_id and row.text != asked.text}
    scores = _scores(asked.text, others)
    return [_similar(others[key], scores[key], asked.text) for key in _best(scores)[:limit] if scores[key] > 0]


def by_sentence(
    session: Session, neighbours: Neighbours, sentence: str, filters: FindingFilters, limit: int
) -> list[Similar]:
    """The findings that say what a sentence says: those near in meaning and those with its words, ranks fused."""
    neighbours.refresh(session)
    near = [key for key, _ in neighbours.nearest(sentence, DEPTH, _among(session, filters))]
    worded = _worded(session, sentence, filters)
    rows = by_key(session, fused([near, worded]))
    scores = _scores(sentence, rows)
    order = fused([near, worded, _best(scores)])[:limit]
    return [_similar(rows[key], scores[key], sentence) for key in order if key in rows]


def _scores(text: str, rows: Mapping[int, FindingRow]) -> dict[int, float]:
    """Likeness to `text` by row key: unlike the cosine of meaning alone, it weighs a rare word that both share."""
    found = likeness([text], [row.text for row in rows.values()])
    return dict(zip(rows, map(float, found.ravel()), strict=True))


def _best(scores: Mapping[int, float]) -> list[int]:
    return sorted(scores, key=lambda key: (-scores[key], key))


def fused(rankings: Iterable[Sequence[int]]) -> list[int]:
    """Keys by the sum of their reciprocal ranks, best first; ties by key."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, 1):
            scores[key] = scores.get(key, 0.0) + 1 / (RANK_CONSTANT + rank)
    return _best(scores)


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
