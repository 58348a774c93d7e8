"""The components of a pipeline by what they are, so that whoever asks for one gets it with its type."""

from __future__ import annotations

from typing import TypeVar

from spacy.language import Language

from findings.errors import Code, FindingsError

Part = TypeVar("Part")


def part(nlp: Language, kind: type[Part]) -> Part:
    """The component of `nlp` that is a `kind`. Raises FindingsError where there is none."""
    for _, component in nlp.pipeline:
        if isinstance(component, kind):
            return component
    raise FindingsError(Code.MODEL_FOREIGN, f"The pipeline has no {kind.__name__}: use one that `findings train` made.")
