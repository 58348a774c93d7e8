"""Learns which outcome of the National Framework a finding belongs to: `python -m findings_training.framework`.

The truth is what inspectors print after some findings, hidden from the model, in `sections.jsonl` under
FINDINGS_GOLD; written examples are in `corpus/framework.jsonl`. Prints the accuracy by folds of authorities, the
themes being those that the current model reads, and writes the file that ships.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import srsly
from scipy.sparse import csr_matrix, lil_matrix
from spacy.language import Language

from findings.pipeline.encoder import Encoder, passages_of
from findings.pipeline.framework import (
    CROSS_REFERENCE,
    SHIPPED,
    THEMES_WEIGHT,
    FrameworkModel,
    printed_framework,
    stems_of,
)
from findings.pipeline.load import load
from findings.pipeline.parts import part
from findings.pipeline.themes import Themes
from findings.taxonomy import taxonomy
from findings.taxonomy.framework import outcomes
from findings_training.linear import fit_one_of
from findings_training.sources import FOLDS, NO_FOLD

CORPUS = Path(__file__).parents[2] / "corpus" / "framework.jsonl"
STRENGTH = 3.0
FEWEST = 2  # examples that a stem must occur in


class Tagged(NamedTuple):
    """A finding without its tag, the outcome that was printed or written for it, and its fold."""

    text: str
    outcome: str
    fold: int = NO_FOLD
    themes: Mapping[str, float] = MappingProxyType({})


def authored(path: Path = CORPUS) -> list[Tagged]:
    """The examples written for the corpus."""
    return [Tagged(row["text"], row["framework"]) for row in srsly.read_jsonl(path)]


def printed(gold: Path) -> list[Tagged]:
    """The published items of a gold folder that print exactly one outcome or enabler, each text once."""
    found = {each.text.strip("◼ "): each for each in _printed(gold)}
    return list(found.values())


def _printed(gold: Path) -> Iterator[Tagged]:
    for row in srsly.read_jsonl(gold / "sections.jsonl"):
        tail = CROSS_REFERENCE.search(row["text"])
        tags = printed_framework(tail.group()) if tail else ()
        if tail and len(tags) == 1:
            yield Tagged(row["text"][: tail.start()], tags[0][0], row["fold"])


def with_themes(nlp: Language, examples: Sequence[Tagged]) -> list[Tagged]:
    """The examples with the themes that a pipeline reads in their words."""
    encoder, themes = part(nlp, Encoder), part(nlp, Themes)
    rows = encoder.encode(list(passages_of(nlp, [(each.text,) for each in examples])))
    chosen = themes.choose(themes.predict(rows))
    return [each._replace(themes=found) for each, found in zip(examples, chosen, strict=True)]


def fit(examples: Sequence[Tagged]) -> FrameworkModel:
    """The model of `examples`."""
    counts = Counter(stem for each in examples for stem in stems_of(each.text))
    themes, names = list(taxonomy().themes), list(outcomes())
    stems = sorted(stem for stem, count in counts.items() if count >= FEWEST)
    label = np.array([names.index(each.outcome) for each in examples])
    every = np.ones(len(examples), np.float32)
    matrix = _matrix(examples, themes, stems)
    weights, bias = fit_one_of(matrix, label, every, classes=len(names), strength=STRENGTH)
    return FrameworkModel(
        tuple(names),
        dict(zip(themes, weights, strict=False)),
        dict(zip(stems, weights[len(themes) :], strict=True)),
        bias,
    )


def _matrix(examples: Sequence[Tagged], themes: Sequence[str], stems: Sequence[str]) -> csr_matrix:
    """What `FrameworkModel.scores` weighs: a row an example, a column a theme and then a stem."""
    about = {theme: at for at, theme in enumerate(themes)}
    known = {stem: at for at, stem in enumerate(stems, len(themes))}
    matrix = lil_matrix((len(examples), len(about) + len(known)), dtype=np.float32)
    for row, each in enumerate(examples):
        for theme, chance in each.themes.items():
            matrix[row, about[theme]] = THEMES_WEIGHT * chance
        found = stems_of(each.text)
        for stem in known.keys() & set(found):
            matrix[row, known[stem]] = len(found) ** -0.5
    return matrix.tocsr()


def evaluate(found: Sequence[Tagged], written: Sequence[Tagged]) -> list[tuple[Tagged, str]]:
    """Each printed example with what the model of the other folds and of the written examples reads."""
    read = []
    for fold in FOLDS:
        model = fit([*written, *(each for each in found if each.fold != fold)])
        read += [(each, model.read(each.text, each.themes)) for each in found if each.fold == fold]
    return read


def main() -> None:
    """Print how well it reads and write the file that ships."""
    nlp, gold = load(), os.environ.get("FINDINGS_GOLD")
    found = with_themes(nlp, printed(Path(gold))) if gold else []
    written = with_themes(nlp, authored())
    read = evaluate(found, written) if found else []
    right = sum(each.outcome == said for each, said in read)
    print(f"{right} of {len(read)} printed outcomes read right by folds; {len(written)} written examples")
    fit([*written, *found]).save()
    print(f"{SHIPPED.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
