"""The outcome or enabler of the National Framework that a finding belongs to: as printed, else as its words say.

Inspectors print one after some findings ("(outcome 3, national framework)"). Of any other finding the likeliest is
read from its themes and from the stems of its words, by a linear model of a few thousand weights that ships beside
this file; `findings_training.framework` learns it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from findings.pipeline.rows import Floats
from findings.taxonomy.framework import outcomes

SHIPPED = Path(__file__).with_name("framework.npz")
STEM = 6  # letters: enough to tell words apart, few enough to bring their forms together
THEMES_WEIGHT = 2.0
NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4"}
_NUMBER = r"(?:\d|one|two|three|four)\b"
_NAMED = rf"(?:outcome|enabler|principle)s?\b(?=[^)]*framework|\s*:?\s*{_NUMBER})"
CROSS_REFERENCE = re.compile(
    rf"\s*\(\s*(?:see )?(?:(?:paragraphs?|paras?)\b|{_NAMED}|[\w' ]*\bnational framework\b)[^)]*\)\s*[.;]?\s*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"\b(outcome|enabler)s?((?:\s*(?:,|:|and|&)?\s*{_NUMBER})+)", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+|\d+")


@dataclass(frozen=True)
class FrameworkModel:
    """Weights that score `outcomes`: of `themes` (themes × outcomes), of word `stems` (stems × outcomes), `bias`."""

    outcomes: tuple[str, ...]
    themes: dict[str, Floats]
    stems: dict[str, Floats]
    bias: Floats

    @cached_property
    def _weights(self) -> Floats:
        return np.stack([*self.themes.values(), *self.stems.values()])

    @cached_property
    def _rows(self) -> tuple[dict[str, int], dict[str, int]]:
        """Which of the weights are those of a theme, and of a stem."""
        return {theme: at for at, theme in enumerate(self.themes)}, {
            stem: at for at, stem in enumerate(self.stems, len(self.themes))
        }

    def read(self, text: str, themes: Mapping[str, float]) -> str:
        """The likeliest outcome or enabler of a finding; `themes` are the chances of those it has."""
        return self.read_all([(text, themes)])[0]

    def read_all(self, findings: Iterable[tuple[str, Mapping[str, float]]]) -> list[str]:
        """The likeliest outcome or enabler of each of `findings`, its text and its themes."""
        shares: list[float] = []
        rows: list[int] = []
        ends = [0]
        of_themes, of_stems = self._rows
        for text, themes in findings:
            known = [theme for theme in themes if theme in of_themes]
            found = stems_of(text)
            stems = [of_stems[stem] for stem in found if stem in of_stems]
            rows += [*(of_themes[theme] for theme in known), *stems]
            shares += [*(THEMES_WEIGHT * themes[theme] for theme in known), *[max(1, len(found)) ** -0.5] * len(stems)]
            ends.append(len(rows))
        shape = (len(ends) - 1, len(self._weights))
        scores = csr_matrix((np.array(shares, np.float32), rows, ends), shape) @ self._weights + self.bias
        return [self.outcomes[best] for best in scores.argmax(axis=1).tolist()]

    def save(self, path: Path = SHIPPED) -> None:
        """Write the model, each weight as one signed byte."""
        weights = self._weights
        scale = np.float32(np.abs(weights).max() / 127)
        np.savez_compressed(
            path,
            outcomes=np.array(self.outcomes),
            themes=np.array(list(self.themes)),
            stems=np.array(list(self.stems)),
            weights=np.rint(weights / scale).astype(np.int8),
            scale=scale,
            bias=self.bias,
        )


@lru_cache
def shipped() -> FrameworkModel:
    """The model that ships with the package."""
    with np.load(SHIPPED, allow_pickle=False) as kept:
        names, themes, stems = (kept[name].tolist() for name in ("outcomes", "themes", "stems"))
        weights = kept["weights"].astype(np.float32) * kept["scale"]
        return FrameworkModel(
            tuple(names),
            dict(zip(themes, weights, strict=False)),
            dict(zip(stems, weights[len(themes) :], strict=True)),
            kept["bias"],
        )


def stems_of(text: str) -> list[str]:
    """The stems of a finding's words, each once, in the order of the text."""
    return list(dict.fromkeys([word[:STEM] for word in _WORD.findall(text.lower())]))


def printed_framework(tail: str) -> tuple[tuple[str, bool], ...]:
    """National Framework ids that inspectors print after a finding, as `(id, True)`, each once."""
    return tuple((each, True) for each in dict.fromkeys([*_numbered(tail), *_named(tail)]))


def _numbered(tail: str) -> Iterator[str]:
    """The ids of the tags that are printed with a number, in figures or letters, that there are."""
    for kind, numbers in _NUMBERED.findall(tail):
        for number in re.findall(_NUMBER, numbers.lower()):
            name = f"{kind.lower()}_{NUMBERS.get(number, number)}"
            if name in outcomes():
                yield name


def _named(tail: str) -> Iterator[str]:
    """The ids of the tags that are printed by name."""
    low = " ".join(tail.lower().split())
    return (each.id for each in outcomes().values() if each.words in low)
