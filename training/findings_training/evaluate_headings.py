"""How many headings of a list are read right: `python -m findings_training.evaluate_headings FILE.jsonl`.

Rows are those of the corpus, `{"text", "effect"}`; every effect but the labels and `fault` counts as one: that the
heading does not say what stands below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from findings.pipeline.headings import OTHER
from findings.pipeline.load import load
from findings.pipeline.outline import FAULTS
from findings.pipeline.parts import part
from findings.pipeline.segments import Segments
from findings_training.headings import Heading, headings_in, learn_again

READINGS = ("strength", *FAULTS)


class Read(NamedTuple):
    """A heading, what it is, and what it was read as."""

    heading: str
    reading: str
    said: str

    @property
    def right(self) -> bool:
        """Whether it was read as what it is."""
        return self.reading == self.said


def read_all(headings: Sequence[Heading], segments: Segments) -> list[Read]:
    """Every one of `headings` as `segments` reads it where it stands under no other."""
    read = []
    for text, effect in headings:
        decision = segments.read(text)
        read.append(Read(text, _reading(effect), _reading(decision.effect if decision else OTHER)))
    return read


def render(read: Sequence[Read]) -> str:
    """The share read right, by reading and of all, and every heading that was not."""
    lines = []
    for reading in (*READINGS, OTHER):
        found = [each for each in read if each.reading == reading]
        lines += [f"{reading:24}{sum(each.right for each in found):4} of {len(found)}"] if found else []
    right = sum(each.right for each in read)
    lines.append(f"{'all':24}{right:4} of {len(read)} = {right / max(1, len(read)):.3f}")
    return "\n".join(lines + [f"{each.reading} read as {each.said}: {each.heading}" for each in read if not each.right])


def _reading(effect: str) -> str:
    return effect if effect in READINGS else OTHER


def main(
    file: Annotated[Path, typer.Argument(help="Headings with their readings.")],
    model: Annotated[Path | None, typer.Option(help="Folder of a trained model; else the shipped one.")] = None,
    corpus: Annotated[
        Path | None, typer.Option(help="Folder of a corpus whose headings the model learns again first.")
    ] = None,
) -> None:
    """Print how many headings are read right, and those that are not."""
    nlp = load(model)
    if corpus:
        learn_again(nlp, corpus)
    typer.echo(render(read_all(headings_in(file), part(nlp, Segments))))


if __name__ == "__main__":
    typer.run(main)
