"""The changes of the themes that a database keeps; whoever writes to it does so under the taxonomy they come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.schemas import Analysis, Finding, ThemeTag
from findings.store.taxonomy_tables import TaxonomyChange
from findings.taxonomy import loader, taxonomy
from findings.taxonomy.change_values import Applied

LOCK = 7_206_115  # any number: PostgreSQL's name for "the themes are being changed"


def changes_of(session: Session) -> list[Applied]:
    """The changes that a database keeps, in order."""
    rows = session.scalars(select(TaxonomyChange).order_by(col(TaxonomyChange.version)))
    return [_applied(row) for row in rows]


def _applied(row: TaxonomyChange) -> Applied:
    plain = row.model_dump(include={"version", "at", "actor", "what", "why", "undoes"})
    return Applied.model_validate({**plain, "from": row.sources, "to": row.targets})


def follow_changes(session: Session) -> None:
    """Let the taxonomy of a database be the current one of this process; it costs next to nothing where it is."""
    t = TaxonomyChange
    latest = session.execute(select(col(t.version), col(t.at)).order_by(col(t.version).desc()).limit(1)).first()
    known = taxonomy().changes[-1:]
    if (tuple(latest) if latest else None) != ((known[0].version, known[0].at) if known else None):
        loader.use(changes_of(session))


def hold_still(session: Session, *, alone: bool) -> None:
    """Let no change of the themes fall into a transaction that writes; `alone` where it is such a change itself."""
    if session.get_bind().dialect.name == "postgresql":
        function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        session.execute(text(f"SELECT {function}(:lock)"), {"lock": LOCK})
    follow_changes(session)


def read_through(tags: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Themes of a decision as they were written, read through the changes since: joined, or dropped, never guessed."""
    found: dict[str, dict[str, Any]] = {}
    for tag in tags:
        now = taxonomy().now(tag["id"])
        if now is not None and now not in found:
            found[now] = {**tag, "id": now}
    return list(found.values())


def under_current(analysis: Analysis) -> Analysis:
    """An analysis that may have been made under an older taxonomy, its themes read through the changes since."""
    if not taxonomy().went:
        return analysis
    return analysis.model_copy(update={"findings": [_themed_now(each) for each in analysis.findings]})


def _themed_now(finding: Finding) -> Finding:
    now = given_now(finding.themes, finding.text)
    return finding if now == finding.themes else finding.model_copy(update={"themes": now})


def given_now(tags: Sequence[ThemeTag], text: str) -> list[ThemeTag]:
    """Themes that a model gave to a text under an older taxonomy, read through the changes since."""
    now = taxonomy().given({tag.id: tag.confidence for tag in tags}, text)
    return [ThemeTag(id=each, confidence=sure) for each, sure in now.items()]
