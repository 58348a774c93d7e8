"""Changes the themes of a database: what a change would do, doing it in one transaction, and what was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from pydantic import BaseModel
from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.errors import FindingsError
from findings.store import audit
from findings.store import tables as t
from findings.store.saved_tables import SavedSearch
from findings.store.taxonomy_list import changes_of, follow_changes
from findings.store.taxonomy_move import Tags, Themed, move, put_back, themed
from findings.store.taxonomy_tables import TaxonomyChange, ThemeBefore
from findings.taxonomy import Taxonomy, loader
from findings.taxonomy.change_values import Applied, ThemeChange, What
from findings.taxonomy.changes import FIRST, standing
from findings.taxonomy.check_change import check_change

if TYPE_CHECKING:
    from findings.store.session import Database

PRODUCT = "findings"


class Named(BaseModel):
    """A search that is kept, by its id and name."""

    id: str
    name: str


class Plan(BaseModel):
    """What a change does, or would do, to what is stored.

    `version` is that of the taxonomy after it; `already` where the change was made before and nothing is done.
    `findings` have a theme that it moves, `by_people` of them were given it by people, whose records stay as they
    are and are read through the change. Of a split, `told` findings go to the new themes by their words; `left` keep
    the theme that was split until somebody decides. `corrections` and `saved_searches` name a theme that goes.
    """

    version: str
    change: ThemeChange
    already: bool = False
    sentences: list[str] = []
    findings: int = 0
    by_people: int = 0
    joined: int = 0
    told: int = 0
    left: int = 0
    corrections: int = 0
    saved_searches: list[Named] = []


def plan(session: Session, change: ThemeChange) -> Plan:
    """What a change would do. Raises FindingsError where it cannot be made."""
    changes = changes_of(session)
    if made := _same(changes, change):
        return _already(made, change)
    applied = _checked(changes, change, actor="")
    new, gone = loader.of([*changes, applied]), _gone(changes, applied)
    found = _described(session, applied, loader.of(changes), new)
    for each in themed(session, gone):
        _count(found, each, each.after(new), new)
    if applied.undoes is not None:
        found.findings = max(found.findings, _moved_by(session, applied.undoes))
    return found


def apply(database: Database, change: ThemeChange, *, actor: str) -> Plan:
    """Make a change and give every stored finding the themes it leads to, all at once or not at all.

    Made again, it does nothing. Raises FindingsError where it cannot be made.
    """
    [made] = apply_all(database, [change], actor=actor)
    return made


def apply_all(database: Database, wanted: Sequence[ThemeChange], *, actor: str, dry: bool = False) -> list[Plan]:
    """Make several changes, one after the other, all of them or none; `dry` makes none and says what they would do."""
    found = list[Plan]()
    with suppress(_DryRun), database.write(alone=True) as session:
        for change in wanted:
            changes = changes_of(session)
            made = _same(changes, change)
            found.append(_already(made, change) if made else _apply(session, changes, change, actor))
        if dry:
            raise _DryRun
    with database.read() as session:
        follow_changes(session)
    return found


class _DryRun(Exception):  # noqa: N818 - it is no error: it takes back what was done to see what it does
    """Ends a transaction that is to leave nothing behind."""


def _already(made: Applied, change: ThemeChange) -> Plan:
    return Plan(version=str(made.version), change=change, already=True)


def adopt(session: Session) -> None:
    """Make the changes that the product brought and that were not made here yet; the first that cannot be waits."""
    waiting = waits(session)
    for change in waiting:
        if change.what is What.UNDO and not _last_is_shipped(session):
            return  # it would take back what people changed since
        try:
            _apply(session, changes_of(session), ThemeChange(**_plain(change)), PRODUCT, shipped=True)
        except FindingsError:
            return  # what people changed here is in its way: `findings taxonomy check` tells


def _last_is_shipped(session: Session) -> bool:
    """Whether the last change that stands came with the product."""
    last = standing(changes_of(session))[-1:]
    shipped = select(col(TaxonomyChange.shipped)).where(
        col(TaxonomyChange.version).in_([each.version for each in last])
    )
    return bool(session.scalar(shipped))


def waits(session: Session) -> Sequence[Applied]:
    """The changes that the product brought and that were not made here yet."""
    made = session.scalar(select(func.count()).where(col(TaxonomyChange.shipped))) or 0
    return loader.shipped().changes[made:]


def _plain(change: ThemeChange) -> dict[str, Any]:
    return change.model_dump(include=set(ThemeChange.model_fields))


def _apply(
    session: Session, changes: Sequence[Applied], change: ThemeChange, actor: str, *, shipped: bool = False
) -> Plan:
    applied = _checked(changes, change, actor)
    old, new = loader.of(changes), loader.of([*changes, applied])
    session.add(_row(applied, shipped))
    session.flush()
    found = _described(session, applied, old, new)
    with loader.using(new):
        if applied.undoes is not None:
            found.findings = put_back(session, applied.undoes)
        kept = applied.version if applied.undoes is None else None
        for each, after in move(session, new, _gone(changes, applied), kept):
            _count(found, each, after, new)
    told = {"sources": applied.from_, "targets": [target.id for target in applied.to], "findings": found.findings}
    audit.record(session, actor, f"taxonomy.{applied.what}", "taxonomy", str(applied.version), **told)
    return found


def _checked(changes: Sequence[Applied], change: ThemeChange, actor: str) -> Applied:
    check_change(loader.of(changes), change)
    undoes = standing(changes)[-1].version if change.what is What.UNDO else None
    version = FIRST + len(changes) + 1
    return Applied(**_plain(change), version=version, at=dt.datetime.now(dt.UTC), actor=actor, undoes=undoes)


def _row(applied: Applied, shipped: bool) -> TaxonomyChange:
    plain = applied.model_dump(include={"version", "at", "actor", "why", "undoes"})
    targets = [target.model_dump(exclude_defaults=True) for target in applied.to]
    return TaxonomyChange(**plain, what=applied.what, sources=applied.from_, targets=targets, shipped=shipped)


def _same(changes: Sequence[Applied], change: ThemeChange) -> Applied | None:
    """The change that stands and does the same, for whatever reason; none where a theme was renamed since."""
    if change.what is What.UNDO:
        return None
    wanted = change.model_dump(exclude={"why"})
    for each in reversed(standing(changes)):
        if each.model_dump(include=set(wanted)) == wanted:
            return each
        if change.what is What.RENAME and any(target.id in change.from_ and target.name for target in each.to):
            return None
    return None


def _gone(changes: Sequence[Applied], applied: Applied) -> list[str]:
    """The themes that stand before a change and not after it."""
    after = loader.of([*changes, applied]).themes
    return [name for name in loader.of(changes).themes if name not in after]


def _described(session: Session, applied: Applied, old: Taxonomy, new: Taxonomy) -> Plan:
    gone = [name for name in old.themes if name not in new.themes]
    plain = ThemeChange(**_plain(applied))
    found = Plan(version=new.version, change=plain, sentences=list(_sentences(applied, old, new)))
    found.corrections = _corrections(session, gone)
    found.saved_searches = list(_searches(session, gone))
    return found


def _sentences(applied: Applied, old: Taxonomy, new: Taxonomy) -> Iterator[str]:
    if applied.undoes is not None:
        yield f"The change of version {applied.undoes} is taken back."
    yield from (told for name in old.themes if name not in new.themes and (told := new.told(name)))
    for name, theme in new.themes.items():
        before = old.themes.get(name)
        if before is not None and before != theme:
            yield f"“{before.name}” ({name}) is called “{theme.name}” and covers {theme.covers}."


def _count(found: Plan, each: Themed, after: Tags, new: Taxonomy) -> None:
    left = any(name in new.went for name in after)
    found.findings += 1
    found.by_people += each.by_person
    found.left += left
    found.told += found.change.what is What.SPLIT and not left
    found.joined += found.change.what is What.MERGE and len(after) < len(each.themes)


def _moved_by(session: Session, version: int) -> int:
    b = ThemeBefore
    return session.scalar(select(func.count(col(b.finding_id).distinct())).where(col(b.version) == version)) or 0


def _corrections(session: Session, gone: Sequence[str]) -> int:
    """How many decisions gave a finding a theme that goes."""
    after, found = col(t.Correction.after), 0
    for name in gone:
        likely = select(after).where(cast(after, Text).like(f'%"{name}"%'))
        found += sum(any(tag["id"] == name for tag in state.get("themes") or []) for state in session.scalars(likely))
    return found


def _searches(session: Session, gone: Sequence[str]) -> Iterator[Named]:
    for row in session.scalars(select(SavedSearch).order_by(col(SavedSearch.name))):
        if set(parse_qs(row.query).get("theme", [])) & set(gone):
            yield Named(id=row.id, name=row.name)
