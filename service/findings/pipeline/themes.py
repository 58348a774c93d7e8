"""What each finding is about: up to three themes, each past its own trained threshold."""

from __future__ import annotations

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from findings.pipeline.arrays import ArrayComponent, Arrays
from findings.pipeline.documents import FINDINGS
from findings.pipeline.encoder import rows_of
from findings.pipeline.heads import LinearHead, sigmoid
from findings.pipeline.rows import Floats, Rows
from findings.taxonomy import taxonomy


@Language.factory("findings_themes", default_config={"most": 3})
def make_themes(nlp: Language, name: str, most: int) -> Themes:
    """The component's factory."""
    return Themes(nlp, name, most=most)


class Themes(ArrayComponent):
    """Writes `themes` of every finding: theme id → probability, likeliest first.

    most: the most themes that a finding is given.
    """

    def __init__(self, nlp: Language, name: str = "findings_themes", *, most: int = 3) -> None:
        self.nlp = nlp
        self.name = name
        self.most = most
        self.head = LinearHead.empty(tuple(taxonomy().themes))
        self.thresholds: Floats = np.full(len(self.head.outputs), 0.5, np.float32)

    def __call__(self, doc: Doc) -> Doc:
        """Tag the themes of `doc`'s findings."""
        if not len(self.head.weights):
            return doc
        chances = self.predict(rows_of(doc))
        for span, themes in zip(doc.spans[FINDINGS], self.choose(chances), strict=True):
            span._.themes = themes
        return doc

    def predict(self, rows: Rows) -> Floats:
        """Probability of each theme (passages × themes)."""
        return sigmoid(self.head.scores(rows))

    def choose(self, chances: Floats) -> list[dict[str, float]]:
        """The themes past their threshold, at most `most` of each passage, likeliest first."""
        outputs = self.head.outputs
        order = np.argsort(-np.where(chances >= self.thresholds, chances, -1), axis=1)[:, : self.most]
        return [
            {outputs[i]: float(row[i]) for i in best.tolist() if row[i] >= self.thresholds[i]}
            for row, best in zip(chances, order, strict=True)
        ]

    def to_arrays(self) -> Arrays:
        """The head's arrays and the thresholds."""
        return {**self.head.to_arrays(), "thresholds": self.thresholds}

    def from_arrays(self, arrays: Arrays) -> None:
        """Take over the head and thresholds that `arrays` hold."""
        self.head, self.thresholds = LinearHead.from_arrays(arrays), arrays["thresholds"]
