"""Findings like a finding, or like a sentence: by meaning and by words, their ranks joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.reason.likeness import likeness, why
from findings.reason.meaning import shipped
from findings.reason.nearest import Neighbours
from findings.store import queries
from findings.store import tables as t
from findings.store.filters import FindingFilters, FindingQuery, conditions
from findings.store.listing import part
from findings.store.queries import by_key
from findings.store.values import FindingRow
from findings.store.words import words

RANK_CONSTANT = 60  # of reciprocal rank fusion, as its authors chose it
DEPTH = 50  # how many of each ranking are joined
POOL = 200  # how many near ones are looked at again for the words that they share
RAREST = 4  # words of a sentence that are looked for
SHARED = 0.5  # of what shared words count beside nearness, as paraphrases of other findings showed


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
    """The findings that say what a sentence says: those near in meaning and those with its words, ranked by both."""
    neighbours.refresh(session)
    near = dict(neighbours.nearest(sentence, POOL, _among(session, filters)))
    worded = _worded(session, neighbours, sentence, filters)
    near |= dict(neighbours.nearest(sentence, len(worded), worded))
    order = _mixed(session, near, sentence)[:limit]
    rows = by_key(session, order)
    scores = _scores(sentence, rows)
    return [_similar(row, scores[key], sentence) for key, row in rows.items()]


def _mixed(session: Session, near: Mapping[int, float], sentence: str) -> list[int]:
    """Row keys by nearness of meaning and the words that are shared, best first."""
    wanted = select(col(t.Finding.pk), col(t.Finding.text)).where(col(t.Finding.pk).in_(near))
    texts = {key: text for key, text in session.execute(wanted) if key is not None}
    if not texts:
        return []
    meaning = shipped()
    shared = meaning.weights(texts.values()) @ meaning.weights([sentence]).T
    overlap = dict(zip(texts, shared.toarray().ravel(), strict=True))
    return _best({key: near[key] + SHARED * float(overlap[key]) for key in texts})


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


def _worded(session: Session, neighbours: Neighbours, sentence: str, filters: FindingFilters) -> list[int]:
    """Row keys of findings that hold the rarest words of the sentence, those that they fit best first."""
    rarity = neighbours.senses.rarity
    known = sorted(set(words(sentence).split()), key=lambda word: (-rarity(word), word))[:RAREST]
    if not known:
        return []
    asked = filters.model_dump(include=set(FindingFilters.model_fields)) | {"q": " OR ".join(known)}
    found = part(session, FindingQuery(**asked, sort="relevance", limit=DEPTH))
    return [row.pk for row in found.rows]
