"""The taxonomy as values: labels, themes, and where themes went that stand no more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from findings.taxonomy.change_values import Applied, What


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: stable `id`, display `name`, the National Framework outcome or enabler it belongs to, its scope."""

    id: str
    name: str
    national_framework: str
    covers: str


@dataclass(frozen=True, slots=True)
class LabelInfo:
    """A label's display name and definition."""

    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Went:
    """Where a theme went: `theme` as it last stood, `what` was done, into which ids, with which version, and why.

    `words` tell the themes of a split apart, by their ids.
    """

    theme: Theme
    what: What
    to: tuple[str, ...]
    version: int
    why: str
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Labels by id and themes by id, in the order of the data file, after all `changes`.

    `went` are the themes that stand no more.
    """

    version: str
    labels: dict[str, LabelInfo]
    themes: dict[str, Theme]
    went: dict[str, Went] = field(default_factory=dict)
    changes: tuple[Applied, ...] = ()

    @property
    def split(self) -> list[str]:
        """Ids of themes that were split: findings may still have one, until somebody says which of the new it is."""
        return [name for name, went in self.went.items() if went.what is What.SPLIT]

    def known(self, theme: str) -> Theme | None:
        """A theme that stands or stood."""
        went = self.went.get(theme)
        return self.themes.get(theme) or (went.theme if went else None)

    def name_of(self, theme: str) -> str:
        """What a theme is or was called; an id that never was one stays as it is."""
        found = self.known(theme)
        return found.name if found else theme

    def now(self, theme: str) -> str | None:
        """The theme that an older id stands for: itself where it was split, None where it was retired.

        An id that never was a theme stays as it is.
        """
        went = self.went.get(theme)
        if theme in self.themes or went is None or went.what is What.SPLIT:
            return theme
        return self.now(went.to[0]) if went.to else None

    def asked(self, theme: str) -> list[str]:
        """The ids that findings of a theme have: of one that was split, its own and those that it was split into."""
        went = self.went.get(theme)
        if theme in self.themes or went is None or not went.to:
            return [theme]
        own = [theme] if went.what is What.SPLIT else []
        return list(dict.fromkeys([*own, *(each for name in went.to for each in self.asked(name))]))

    def became(self, theme: str) -> list[str]:
        """The themes that stand in the place of one: itself, or none where it was retired."""
        return [name for name in self.asked(theme) if name in self.themes]

    def decided(self, themes: Iterable[str]) -> list[str]:
        """Themes that a person named, read through the changes; each once, what was retired left out."""
        read = (self.now(theme) for theme in themes)
        return list(dict.fromkeys(theme for theme in read if theme is not None))

    def given(self, themes: Mapping[str, float], text: str) -> dict[str, float]:
        """Themes that a model gave to a finding of this `text`, read through the changes, likeliest first.

        One that was split goes to the new themes whose words the text holds; where it holds none, it stays.
        """
        found: dict[str, float] = {}
        for theme, chance in themes.items():
            for name in self._given(theme, text):
                found[name] = max(chance, found.get(name, 0.0))
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    def at_first(self, themes: Mapping[str, float]) -> dict[str, float]:
        """Themes by the ids that they had before any change, for what was learned then and never changes."""
        if not self.went:
            return dict(themes)
        older: dict[str, float] = {}
        for theme, chance in themes.items():
            sources = [name for name in self.went if theme in self.asked(name)]
            older |= dict.fromkeys([theme, *sources], chance)
        return older

    def _given(self, theme: str, text: str) -> Iterator[str]:
        now = self.now(theme)
        went = self.went.get(now) if now is not None else None
        if now is not None and went is None:
            yield now
        elif now is not None and went is not None:
            told = [name for name, words in went.words.items() if holds(text, words)]
            yield from (each for name in told for each in self._given(name, text)) if told else (now,)

    def told(self, theme: str) -> str:
        """What became of a theme that stands no more, as a sentence; nothing of one that stands, or never was."""
        went = self.went.get(theme)
        if went is None:
            return ""
        names = " and ".join(f"“{self.name_of(name)}” ({name})" for name in went.to)
        how = HOW[went.what].format(names)
        return f"“{went.theme.name}” ({theme}) {how} in version {went.version} of the taxonomy: {went.why}"


HOW = {
    What.RENAME: "is now {}, renamed",
    What.MERGE: "became part of {}",
    What.SPLIT: "was split into {}",
    What.RETIRE: "was retired",
}


def holds(text: str, words: Iterable[str]) -> bool:
    """Whether a text holds one of some words; a star at the end stands for any ending."""
    return any(re.search(_pattern(word), text, re.IGNORECASE) for word in words)


def _pattern(word: str) -> str:
    stem = r"\s+".join(map(re.escape, word.removesuffix("*").split()))
    return rf"\b{stem}" if word.endswith("*") else rf"\b{stem}\b"
