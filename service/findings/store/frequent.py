"""Which words PostgreSQL knows to be in very many findings: it is quicker to read on than to look these up."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from findings.store.kept import kept
from findings.store.words import Term, WordQuery

MANY = 0.02  # of all findings

# What ANALYZE saw of the index of words.
STATISTICS = text(
    "SELECT word, share"
    " FROM pg_stats, unnest(most_common_elems\\:\\:text\\:\\:text[], most_common_elem_freqs) AS seen(word, share)"
    " WHERE schemaname = current_schema() AND tablename = 'ix_finding_words' AND word IS NOT NULL"
)


def is_frequent(session: Session, query: WordQuery) -> bool:
    """Whether so many findings hold the words of a query; of what is not known, few do."""
    shares = kept(session, "words", lambda: _read(session))
    return sum(_share(group, shares) for group in query.groups) > MANY


def _read(session: Session) -> dict[str, float]:
    return {row.word: row.share for row in session.execute(STATISTICS)}


def _share(group: tuple[Term, ...], shares: dict[str, float]) -> float:
    words = [word for term in group if not term.negated for word in term.words]
    return min((shares.get(word, 0.0) for word in words), default=1.0)
