"""Gives stored findings the themes that a change of the taxonomy makes of those they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from findings.store import tables as t
from findings.store.human import threads
from findings.store.rows import set_tags
from findings.store.taxonomy_tables import ThemeBefore
from findings.taxonomy import Taxonomy

CHUNK = 500

Tags = dict[str, float]
Item = TypeVar("Item")


@dataclass(slots=True)
class Themed:
    """A finding that has a theme which a change moves: its themes, and whether a person chose them."""

    pk: int
    id: str
    report_id: str
    text: str
    labelled: int
    by_person: bool
    themes: Tags = field(default_factory=dict)

    def after(self, new: Taxonomy) -> Tags:
        """Its themes under a taxonomy: a person's are joined or dropped, a machine's told apart where words do."""
        if not self.by_person:
            return new.given(self.themes, self.text)
        found: Tags = {}
        for theme, chance in self.themes.items():
            for now in new.decided([theme]):
                found[now] = max(chance, found.get(now, 0.0))
        return found


def themed(session: Session, themes: Iterable[str]) -> Iterator[Themed]:
    """The findings that have any of `themes`, with all themes of each."""
    keys = sorted(set(session.scalars(select(col(_T.finding_pk)).where(col(_T.theme).in_(list(themes))))))
    for some in chunks(keys):
        yield from _read(session, some)


_F, _T = t.Finding, t.FindingTheme


def _read(session: Session, keys: Sequence[int]) -> list[Themed]:
    columns = (col(_F.pk), col(_F.id), col(_F.report_id), col(_F.text), col(_F.taxonomy), col(_F.human))
    rows = session.execute(select(*columns).where(col(_F.pk).in_(keys)).order_by(col(_F.pk)))
    found = {
        pk or 0: Themed(pk or 0, name, report, text, _number(version), "themes" in (human or ()))
        for pk, name, report, text, version, human in rows
    }
    tags = select(col(_T.finding_pk), col(_T.theme), col(_T.confidence)).where(col(_T.finding_pk).in_(keys))
    for pk, theme, chance in session.execute(tags.order_by(col(_T.confidence).desc(), col(_T.theme))):
        found[pk].themes[theme] = chance
    return list(found.values())


def _number(version: str) -> int:
    return int(version) if version.isdecimal() else 0


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Items in lists that a database takes as a list of values."""
    waiting = iter(items)
    while some := list(islice(waiting, CHUNK)):
        yield some


def move(session: Session, new: Taxonomy, gone: Iterable[str], version: int | None) -> Iterator[tuple[Themed, Tags]]:
    """Give findings that have a theme of `gone` what it is under `new`; each with what it has then.

    What they had is kept under `version`, where one is given.
    """
    for some in chunks(list(themed(session, gone))):
        made = [(each, each.after(new)) for each in some]
        changed = [(each, after) for each, after in made if after != each.themes]
        if version is not None and changed:
            _insert(session, ThemeBefore, [row for each, _ in changed for row in _before(each, version)])
        put(session, changed)
        yield from made


def _before(each: Themed, version: int) -> Iterator[dict[str, object]]:
    place = {"version": version, "finding_id": each.id, "report_id": each.report_id}
    return ({**place, "theme": theme, "confidence": chance} for theme, chance in each.themes.items())


def put(session: Session, changed: Sequence[tuple[Themed, Tags]]) -> None:
    """Give findings the themes that stand beside them; what stays is not touched, for each row costs triggers."""
    lost: dict[str, list[int]] = {}
    rows = list[dict[str, object]]()
    for each, after in changed:
        for theme, chance in each.themes.items():
            if after.get(theme) != chance:
                lost.setdefault(theme, []).append(each.pk)
        gained = {theme: chance for theme, chance in after.items() if each.themes.get(theme) != chance}
        rows += [{"finding_pk": each.pk, "theme": theme, "confidence": chance} for theme, chance in gained.items()]
    for theme, keys in lost.items():
        session.execute(delete(_T).where(col(_T.theme) == theme, col(_T.finding_pk).in_(keys)))
    if rows:
        _insert(session, _T, rows)


def _insert(session: Session, table: type[SQLModel], rows: Sequence[dict[str, object]]) -> None:
    """Add rows without making objects of them first."""
    session.connection().execute(insert(table), rows)


def put_back(session: Session, version: int) -> int:
    """Give findings what they had before a change, but for those that were labelled since; how many there are.

    What people decided is read anew from their records, which never changed.
    """
    b, found = ThemeBefore, 0
    kept: dict[str, Tags] = {}
    for row in session.scalars(select(b).where(col(b.version) == version)):
        kept.setdefault(row.finding_id, {})[row.theme] = row.confidence
    for ids in chunks(kept):
        keys = session.scalars(select(col(_F.pk)).where(col(_F.id).in_(ids))).all()
        some = _read(session, [key or 0 for key in keys])
        put(session, [(each, kept[each.id]) for each in some if not each.by_person and each.labelled < version])
        for each in some:
            if each.by_person:
                _decide_again(session, each)
        found += len(some)
    return found


def _decide_again(session: Session, each: Themed) -> None:
    c = t.Correction
    records = session.scalars(select(c).where(col(c.finding_id) == each.id)).all()
    row = session.get_one(t.Finding, each.pk)
    for thread in threads(records):
        if "themes" in thread.decided:
            set_tags(session, row, themes=thread.decided["themes"])
