"""The themes after a list of changes: which stand, and what became of those that stand no more.

An id never gets another meaning: what was written under an older version of the taxonomy is read through the changes,
however many there were since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from findings.taxonomy.change_values import Applied, Target, What
from findings.taxonomy.values import Taxonomy, Theme, Went

FIRST = 1  # the version of the taxonomy that no change has touched
BACK = {What.RENAME: What.RENAME, What.MERGE: What.SPLIT, What.SPLIT: What.MERGE}


@dataclass(slots=True)
class _State:
    """Themes that stand, and where the others went, while changes are gone through."""

    themes: dict[str, Theme]
    went: dict[str, Went]


def changed(first: Taxonomy, changes: Sequence[Applied]) -> Taxonomy:
    """The taxonomy that `changes` make of the `first` one; those that were taken back count for nothing."""
    undone = {each.undoes: each for each in changes if each.undoes is not None}
    state = _State(dict(first.themes), {})
    for each in changes:
        if each.what is not What.UNDO and each.version not in undone:
            _apply(state, each)
    for each in changes:
        if each.version in undone:
            _remember(state, each, undone[each.version])
    return replace(
        first, version=str(FIRST + len(changes)), themes=state.themes, went=state.went, changes=tuple(changes)
    )


def standing(changes: Sequence[Applied]) -> list[Applied]:
    """The changes that were not taken back, without those that took one back."""
    undone = {each.undoes for each in changes}
    return [each for each in changes if each.what is not What.UNDO and each.version not in undone]


def _apply(state: _State, change: Applied) -> None:
    if not all(name in state.themes for name in change.from_):
        return  # what it is about never stood here: it changes nothing
    sources = [state.themes[name] for name in change.from_]
    made = [defined(target, state.themes, sources[0]) for target in change.to]
    state.themes = dict(_replaced(state.themes, {each.id for each in sources}, made))
    for theme in sources:
        if theme.id not in state.themes:
            state.went[theme.id] = _went(change, theme)
    for name in state.themes:
        state.went.pop(name, None)


def _went(change: Applied, theme: Theme) -> Went:
    words = {target.id: tuple(target.words) for target in change.to if target.words}
    return Went(theme, change.what, tuple(target.id for target in change.to), change.version, change.why, words)


def _replaced(themes: Mapping[str, Theme], gone: set[str], made: Sequence[Theme]) -> Iterator[tuple[str, Theme]]:
    """The themes in their order, the new ones in the place of the first that goes; those that stand stay there."""
    renewed = {theme.id: theme for theme in made}
    waiting = [theme for theme in made if theme.id not in themes or theme.id in gone]
    for name, theme in themes.items():
        if name in gone:
            yield from ((each.id, each) for each in waiting)
            waiting = []
        else:
            yield name, renewed.get(name, theme)


def defined(target: Target, themes: Mapping[str, Theme], source: Theme) -> Theme:
    """The theme that a target comes to: what it says, else what there is of it, else what its source was."""
    known = themes.get(target.id, source)
    return Theme(
        id=target.id,
        name=target.name or known.name,
        national_framework=target.national_framework or known.national_framework,
        covers=target.covers or known.covers,
    )


def _remember(state: _State, change: Applied, undo: Applied) -> None:
    """Where the themes went that a change made which was taken back: the other way."""
    source = next((known for name in change.from_ if (known := _known(state, name))), None)
    if change.what not in BACK or source is None:
        return
    for target in change.to:
        if target.id not in state.themes and target.id not in state.went:
            theme = defined(target, {}, source)
            what = BACK[change.what]
            state.went[target.id] = Went(theme, what, tuple(change.from_), undo.version, undo.why, {})


def _known(state: _State, theme: str) -> Theme | None:
    went = state.went.get(theme)
    return state.themes.get(theme) or (went.theme if went else None)
