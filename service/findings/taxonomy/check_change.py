"""What is wrong with a change of the themes, told with the value and the mend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from difflib import get_close_matches
from typing import Never

from findings.errors import Code, FindingsError
from findings.taxonomy.change_values import Target, ThemeChange, What
from findings.taxonomy.changes import standing
from findings.taxonomy.framework import outcomes
from findings.taxonomy.values import Taxonomy

NUMBERS: dict[What, tuple[str, Callable[[int, int], bool]]] = {
    What.RENAME: ("one theme", lambda known, new: (known, new) == (1, 1)),
    What.MERGE: ("themes into one", lambda known, new: known >= 1 and new == 1),
    What.SPLIT: ("one theme into two or more; to give it another name, rename it", lambda a, b: a == 1 and b > 1),
    What.RETIRE: ("one theme, into none", lambda known, new: (known, new) == (1, 0)),
    What.UNDO: ("no theme: it takes back the last change that stands", lambda known, new: known == new == 0),
}


def check_change(current: Taxonomy, change: ThemeChange) -> None:
    """Raise FindingsError where a change cannot be made of the `current` taxonomy."""
    told, fits = NUMBERS[change.what]
    if not fits(len(change.from_), len(change.to)):
        _refuse(f"{change.what} cannot go from {len(change.from_)} to {len(change.to)} themes; it takes {told}.")
    if change.what is What.UNDO:
        if not standing(current.changes):
            _refuse("There is no change of the taxonomy to take back.", Code.CONFLICT)
        return
    for name in change.from_:
        _check_stands(current, name, change.what)
    ids = [target.id for target in change.to]
    for given in (change.from_, ids):
        if twice := [name for name, times in Counter(given).items() if times > 1]:
            _refuse(f"{twice[0]!r} is named twice; name it once.")
    for target in change.to:
        _check_target(current, change, target)
    {What.RENAME: _check_rename, What.MERGE: _check_merge, What.SPLIT: _check_split, What.RETIRE: _check_retire}[
        change.what
    ](current, change)


def _check_stands(current: Taxonomy, name: str, what: What) -> None:
    if name in current.went:
        became = current.became(name)
        mend = f"name {' or '.join(became)} instead" if became else "there is nothing of it left to change"
        _refuse(f"Cannot {what} {name!r}: {current.told(name).rstrip('.')}; {mend}.", Code.CONFLICT)
    if name not in current.themes:
        near = get_close_matches(name, current.themes, 1)
        mend = f"did you mean {near[0]!r}?" if near else "`findings taxonomy show` and /taxonomy list them."
        _refuse(f"There is no theme {name!r}; {mend}")


def _check_target(current: Taxonomy, change: ThemeChange, target: Target) -> None:
    if target.id in current.went and _effective(current, target.id):
        told = current.told(target.id).rstrip(".")
        _refuse(f"Cannot {change.what} into {target.id!r}: {told}; choose an id that never was a theme.", Code.CONFLICT)
    if target.national_framework is not None and target.national_framework not in outcomes():
        _refuse(f"There is no outcome {target.national_framework!r}; there are {', '.join(outcomes())}.")
    if target.words and change.what is not What.SPLIT:
        _refuse(f"Words of {target.id!r} tell the themes of a split apart; {change.what} needs none.")


def _effective(current: Taxonomy, name: str) -> bool:
    """Whether a change that stands made an id old: one that was taken back may be made again."""
    return any(name in change.from_ for change in standing(current.changes))


def _check_rename(current: Taxonomy, change: ThemeChange) -> None:
    [name], [target] = change.from_, change.to
    known = current.themes[name]
    if target.id == name:
        if (target.name or known.name, target.covers or known.covers) == (known.name, known.covers):
            _refuse(f"{name!r} would stay as it is; give it another id, name or scope.")
    elif target.id in current.themes:
        _refuse(f"There is a theme {target.id!r} already; merge {name!r} into it, or choose another id.", Code.CONFLICT)


def _check_merge(current: Taxonomy, change: ThemeChange) -> None:
    [target] = change.to
    others = [name for name in change.from_ if name != target.id]
    if not others:
        _refuse(f"{target.id!r} cannot be merged into itself; name the theme that joins it.")
    if target.id not in current.themes and (len(others) < 2 or target.name is None):
        mend = "give two or more themes, and what the new one is called" if len(others) > 1 else "rename it"
        _refuse(f"There is no theme {target.id!r} to merge {', '.join(others)} into; {mend}.")


def _check_split(current: Taxonomy, change: ThemeChange) -> None:
    [name] = change.from_
    for target in change.to:
        if target.id == name:
            _refuse(f"{name!r} cannot be split into itself: what it meant before could not be told from then on.")
        if target.id not in current.themes and not (target.name and target.covers):
            _refuse(f"{target.id!r} is a new theme; say what it is called (name) and what it covers (covers).")


def _check_retire(current: Taxonomy, change: ThemeChange) -> None:
    if len(current.themes) == 1:
        _refuse(f"{change.from_[0]!r} is the last theme; it cannot be retired.")


def _refuse(message: str, code: Code = Code.INVALID) -> Never:
    raise FindingsError(code, message)
