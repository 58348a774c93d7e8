"""Search by words: the findings with their hits marked, and counts of all that were found."""

from __future__ import annotations

import html

from sqlalchemy.orm import Session

from findings.store.facets import facets
from findings.store.filters import FindingQuery
from findings.store.kept import kept
from findings.store.queries import look_up
from findings.store.values import FindingRow, Hit, HitPage
from findings.store.words import WordQuery, hits, parse

SNIPPET = 320
MOST_PAGES = 200
LONGEST_KEPT = 50  # findings on a page
BEFORE_HIT = 120


def search(session: Session, query: FindingQuery) -> HitPage:
    """The part of the findings that `query` asks for, with hits marked, and the facets of all of them.

    Whoever is given it must not change it: it is kept as long as nothing is written.
    """
    if query.limit > LONGEST_KEPT:
        return _search(session, query)
    return kept(session, query.model_dump_json(), lambda: _search(session, query), "pages", MOST_PAGES)


def _search(session: Session, query: FindingQuery) -> HitPage:
    page, found = look_up(session, query)
    words = parse(query.q or "")
    items = [marked(item, words) for item in page.items]
    return HitPage(items=items, next=page.next, total=page.total, more=page.more, facets=facets(session, query, found))


def marked(row: FindingRow, query: WordQuery) -> Hit:
    """A finding with the places where the words of `query` stand in it."""
    found = hits(row.text, query)
    # What a row holds was looked at when it was made.
    return Hit.model_construct(**dict(row), hits=found, snippet=snippet(row.text, found))


def snippet(text: str, marks: list[tuple[int, int]]) -> str:
    """Part of `text` around its first mark as escaped HTML, every mark within it inside `<mark>`."""
    start, end = _window(text, marks[0][0] if marks else 0)
    parts, at = ["… " if start else ""], start
    for left, right in marks:
        if left >= end:
            break
        parts += [html.escape(text[at:left]), "<mark>", html.escape(text[left : min(right, end)]), "</mark>"]
        at = min(right, end)
    return "".join([*parts, html.escape(text[at:end]), " …" if end < len(text) else ""])


def _window(text: str, first: int) -> tuple[int, int]:
    far = len(text) > SNIPPET and first > BEFORE_HIT
    start = (text.find(" ", first - BEFORE_HIT, first) + 1 or first) if far else 0
    end = len(text) if len(text) - start <= SNIPPET else start + SNIPPET
    return start, end if end == len(text) else max(text.rfind(" ", start + 1, end), first + 1)
