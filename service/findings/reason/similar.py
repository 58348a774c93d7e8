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
from findings.reason.senses import shipped as senses
from findings.store import queries
from findings.store import tables as t
from findings.store.filters import FindingFilters, FindingQuery
from findings.store.listing import part
from findings.store.queries import by_key
from findings.store.values import FindingRow
from findings.store.words import words

RANK_CONSTANT = 60  # of reciprocal rank fusion, as its authors chose it
DEPTH = 50  # how many are looked for by the words
POOL = 200  # how many near ones are looked at again for the words that they share
TRUST = 3  # rankings by words that the ranking by meaning counts as much as
RAREST = 4  # words of a sentence that are looked for


class Similar(BaseModel):
    """A finding like the one asked about: `score` is their likeness from 0 to 1, `reasons` say what both share."""

    finding: FindingRow
    score: float
    reasons: list[str]


def more_like(
    session: Session, neighbours: Neighbours, finding_id: str, filters: FindingFilters, limit: int
) -> list[Similar]:
    """The findings most like a stored one, itself and exact repeats of its words left out."""
    neighbours.refresh(session)
    asked = queries.finding(session, finding_id)
    found = neighbours.nearest(session, asked.text, limit + DEPTH, filters)
    rows = by_key(session, [key for key, _ in found])
    others = {key: row for key, row in rows.items() if row.id != finding_id and row.text != asked.text}
    scores = _scores(asked.text, others)
    return [_similar(others[key], scores[key], asked.text) for key in _best(scores)[:limit] if scores[key] > 0]


def by_sentence(
    session: Session, neighbours: Neighbours, sentence: str, filters: FindingFilters, limit: int
) -> list[Similar]:
    """The findings that say what a sentence says, as `ranked` orders them."""
    rows = by_key(session, ranked(session, neighbours, sentence, filters)[:limit])
    scores = _scores(sentence, rows)
    return [_similar(row, scores[key], sentence) for key, row in rows.items()]


def ranked(session: Session, neighbours: Neighbours, sentence: str, filters: FindingFilters) -> list[int]:
    """Row keys of the findings that say what a sentence says, a few hundred at most, best first.

    Those near in meaning and those that hold its rarest words, ranked by meaning and by all words that are shared.
    """
    neighbours.refresh(session)
    near = dict(neighbours.nearest(session, sentence, POOL, filters))
    near |= neighbours.scores(session, sentence, _worded(session, sentence, filters))
    return fused([*[_best(near)] * TRUST, _best(_shared(session, near, sentence))])


def _shared(session: Session, keys: Iterable[int], sentence: str) -> dict[int, float]:
    """What the words weigh that findings share with a sentence, by row key; those that share none are left out."""
    wanted = select(col(t.Finding.pk), col(t.Finding.text)).where(col(t.Finding.pk).in_(keys))
    texts = {key: text for key, text in session.execute(wanted) if key is not None}
    if not texts:
        return {}
    meaning = shipped()
    weights = (meaning.weights(texts.values()) @ meaning.weights([sentence]).T).toarray().ravel()
    return {key: float(weight) for key, weight in zip(texts, weights, strict=True) if weight > 0}


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


def _worded(session: Session, sentence: str, filters: FindingFilters) -> list[int]:
    """Row keys of findings that hold the rarest words of the sentence, those that they fit best first."""
    rarity = senses().rarity
    known = sorted(set(words(sentence).split()), key=lambda word: (-rarity(word), word))[:RAREST]
    if not known:
        return []
    asked = filters.model_dump(include=set(FindingFilters.model_fields)) | {"q": " OR ".join(known)}
    found = part(session, FindingQuery(**asked, sort="relevance", limit=DEPTH))
    return [row.pk for row in found.rows]
