"""Which blocks of rows are enough for PostgreSQL to find more than are counted, where very many fulfil a search.

Its index of terms cannot stop half way: it gathers all rows that hold a word before the first is read. Rows are told
apart by blocks of their keys, which are terms as well, so that it gathers those of a few blocks alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from findings.store import tables as t
from findings.store.filters import FindingFilters, reports_asked
from findings.store.fulltext import any_term
from findings.store.kept import kept
from findings.store.of_reports import OF_REPORT, asks_of_reports
from findings.store.traits import by_day
from findings.store.words import Term, parse

RARELY_SURE = 0.995  # the confidence that fewer findings than one in five reach
FEW = 40_000  # rows that are gathered at once in any case
FEW_OF_ONE = 150_000  # the same of a word alone, which need not be compared with others
MARGIN = 1.5  # as many times the rows that are wanted, for shares are estimates
BITS = (15, 18, 21)  # of a key, that are left away for the number of its block on each level
MOST_BLOCKS = 8

# What ANALYZE saw of the terms.
STATISTICS = text(
    "SELECT term, share"
    " FROM pg_stats, unnest(most_common_elems\\:\\:text\\:\\:text[], most_common_elem_freqs) AS seen(term, share)"
    " WHERE schemaname = current_schema() AND tablename = 'listed' AND attname = 'terms' AND term IS NOT NULL"
)
LAST = text("SELECT max(pk) FROM listed")


class Known(NamedTuple):
    """The last row key, and the share of all rows that hold each frequent term."""

    last: int
    shares: Mapping[str, float]


def blocks(session: Session, filters: FindingFilters, wanted: int) -> str | None:
    """The expression for blocks that hold `wanted` rows which `filters` let through, and more if the estimate is right.

    None where so few fulfil them that all may be gathered.
    """
    if filters.entity or filters.reviewed or (filters.min_confidence or 0) > RARELY_SURE:
        return None  # which are few, or found by indexes of their own
    known = known_of(session)
    share = share_of(filters, known)
    few = FEW_OF_ONE if _is_one_word(filters) else FEW
    if share * known.last > few:
        share *= share_of_reports(session, filters)
    if share * known.last <= few:
        return None
    keys = MARGIN * wanted / share
    for level, bits in enumerate(BITS):
        there, enough = (known.last >> bits) + 1, math.ceil(keys / (1 << bits))
        if enough <= MOST_BLOCKS:
            # Spread over all, as what was stored at one time may be of one kind.
            spread = range(0, there, there // enough)[:enough]
            return any_term(str(level), map(str, spread)) if 2 * enough <= there else None
    return None


def is_prefixed(filters: FindingFilters) -> bool:
    """Whether a beginning is asked for: all words that have it are gathered each time that it is looked up."""
    return any(term.prefix for group in parse(filters.q or "").groups for term in group)


def _is_one_word(filters: FindingFilters) -> bool:
    chosen = any(getattr(filters, name) not in (None, []) for name in (*OF_REPORT, "label", "theme", "outcome"))
    groups = parse(filters.q or "").groups
    words = [word for group in groups for term in group for word in term.words]
    return len(words) == 1 and not chosen and not is_prefixed(filters)


def share_of_reports(session: Session, filters: FindingFilters) -> float:
    """The share of all reports that are asked for, roughly: hardly any are out where nothing is asked of them."""
    if not asks_of_reports(filters):
        return 1.0
    asked = filters.model_dump_json(include=set(OF_REPORT))
    chosen = select(func.count()).select_from(t.Report).where(*reports_asked(filters))

    def read() -> float:
        return (session.scalar(chosen) or 0) / max(1, len(by_day(session)))

    return kept(session, asked, read, "shares")


def known_of(session: Session) -> Known:
    """What is known of all rows."""
    return kept(session, "terms", lambda: _read(session))


def _read(session: Session) -> Known:
    shares = {row.term: row.share for row in session.execute(STATISTICS)}
    return Known(session.scalar(LAST) or 0, shares)


def share_of(filters: FindingFilters, known: Known) -> float:
    """The share of the rows of the reports asked for that fulfil what is asked of words, labels and tags, roughly."""
    found, shares = 1.0, known.shares
    if filters.worded:
        found = sum((_group_share(group, shares) for group in parse(filters.q or "").groups), 0.0)
    chosen: tuple[tuple[str, Sequence[str]], ...]
    chosen = (("label", filters.label), ("tag", filters.theme), ("tag", filters.outcome))
    for kind, values in chosen:
        if values:
            found *= min(1.0, sum(shares.get(f"={kind} {value}", 0.0) for value in values))
    return min(found, 1.0)


def _group_share(group: tuple[Term, ...], shares: Mapping[str, float]) -> float:
    """Words of one search go together: each one beyond the rarest leaves more of the findings than chance would."""
    wanted = [term for term in group if not term.negated]
    found = [shares.get(word, 0.0) for term in wanted for word in (term.words[:-1] if term.prefix else term.words)]
    found += [_beginning(term.words[-1], shares) for term in wanted if term.prefix]
    return math.prod([math.pow(share, 0.5**at) for at, share in enumerate(sorted(found))])


def _beginning(start: str, shares: Mapping[str, float]) -> float:
    return min(1.0, sum(share for word, share in shares.items() if word.startswith(start)))
