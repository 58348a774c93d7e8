"""Finds the entities of a report's findings: a trained reader of words, and patterns that are lines of data."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from findings.pipeline.arrays import ArrayComponent, Arrays
from findings.pipeline.documents import BLOCKS, FINDINGS
from findings.pipeline.entity_features import WordTable, line_up
from findings.pipeline.entity_links import link
from findings.pipeline.entity_model import EntityModel, LineScores
from findings.pipeline.entity_patterns import EntityPatterns, merge
from findings.pipeline.entity_tags import Found, best_tags, found_in, lay_out


@Language.factory("findings_entities", assigns=["doc.ents"])
def make_entities(nlp: Language, name: str) -> Entities:
    """The component's factory."""
    return Entities(nlp, name)


class Entities(ArrayComponent):
    """Sets `doc.ents` to the entities of the findings, and `span._.canonical` to what they are otherwise called."""

    def __init__(self, nlp: Language, name: str = "findings_entities") -> None:
        self.nlp = nlp
        self.name = name
        self.patterns = EntityPatterns(nlp.vocab)
        self.use(EntityModel.untrained())

    def use(self, model: EntityModel) -> None:
        """Read with `model` from now on."""
        self.model = model
        self.table = WordTable(self.nlp.vocab.strings, model.classes)
        self.scores = LineScores(model)

    def __call__(self, doc: Doc) -> Doc:
        """Find and link the entities of `doc`."""
        doc.ents = tuple(Span(doc, start, end, label=kind) for start, end, kind in self.read(doc, passages(doc)))
        link(doc)
        return doc

    def read(self, doc: Doc, spans: Sequence[tuple[int, int]]) -> list[Found]:
        """The entities of the passages of `doc` at `spans` (tokens), in order; none crosses a border."""
        if not spans:
            return []
        matched = self.patterns(doc)
        scores = self.scores(line_up(doc, matched.all, spans, self.table))
        lengths = np.array([end - start for start, end in spans], np.int64)
        tags = best_tags(scores, self.model.pairs, lay_out(lengths))
        places = np.concatenate([np.arange(*span) for span in spans])
        return merge(found_in(tags, places), within(matched.sure, spans))

    def to_arrays(self) -> Arrays:
        """The model's arrays."""
        return self.model.to_arrays()

    def from_arrays(self, arrays: Arrays) -> None:
        """Take over the model that `arrays` hold."""
        self.use(EntityModel.from_arrays(arrays))


def passages(doc: Doc) -> list[tuple[int, int]]:
    """Where the findings of `doc` stand, in order; its blocks where nobody looked for findings, else all of it."""
    spans = doc.spans.get(FINDINGS, doc.spans.get(BLOCKS, [doc[:]]))
    return [(span.start, span.end) for span in sorted(spans) if len(span)]


def within(found: Sequence[Found], spans: Sequence[tuple[int, int]]) -> list[Found]:
    """Those of `found` that lie inside one of `spans`; both are in order."""
    starts = np.array([start for start, _ in spans])
    homes = np.searchsorted(starts, [each.start for each in found], side="right") - 1
    return [each for each, home in zip(found, homes, strict=True) if home >= 0 and each.end <= spans[home][1]]
