"""What was learned of older themes, carried over to those that stand now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from spacy.language import Language

from findings.pipeline.heads import LinearHead
from findings.pipeline.parts import part
from findings.pipeline.rows import Floats, Rows
from findings.pipeline.themes import Themes
from findings.taxonomy import Taxonomy, taxonomy

NEVER = -20.0  # the score of a theme that nothing was learned of
EVEN = 0.5


def themes_now(themes: Iterable[str], text: str) -> tuple[str, ...] | None:
    """Themes that somebody read in a text, as they are now; None where one was split and the text does not tell."""
    current = taxonomy()
    found = tuple(current.given(dict.fromkeys(themes, 1.0), text))
    return None if any(theme in current.went for theme in found) else found


def carry(nlp: Language) -> None:
    """Let the themes of a loaded model be those that stand, for it to be compared and to learn from there.

    One that was renamed is the same; of several that were merged the likeliest counts; the themes of a split are each
    as likely as it was, until they are learned; what was retired goes. Nothing happens where no theme changed.
    """
    component = part(nlp, Themes)
    ids, head = tuple(taxonomy().themes), component.head
    if head.outputs == ids:
        return
    sources = sources_of(head.outputs, ids, taxonomy())
    thresholds = _thresholds(component.thresholds, sources)
    component.head = CarriedHead(ids, head, sources, _logit(component.thresholds), _logit(thresholds))
    component.thresholds = thresholds


def sources_of(outputs: Sequence[str], ids: Sequence[str], current: Taxonomy) -> list[list[int]]:
    """For each theme of `ids`, the numbers of the outputs that say something of it."""
    return [[at for at, name in enumerate(outputs) if theme in current.asked(name)] for theme in ids]


def _thresholds(old: Floats, sources: Sequence[Sequence[int]]) -> Floats:
    return np.array([old[list(each)].min() if each else EVEN for each in sources], np.float32)


def _logit(chance: Floats) -> Floats:
    sure = np.clip(chance, 1e-6, 1 - 1e-6)
    scores: Floats = np.log(sure / (1 - sure))
    return scores


class CarriedHead(LinearHead):
    """A head of older outputs that speaks of the themes of now.

    `scores` are exact: a theme passes its threshold where any of its `sources` passes its own. `weights` and `bias`
    are where learning starts from: sums of those of the sources.
    """

    def __init__(
        self, outputs: Sequence[str], head: LinearHead, sources: Sequence[Sequence[int]], old: Floats, new: Floats
    ) -> None:
        weights = [head.weights[:, list(each)].sum(axis=1) for each in sources]
        bias = [head.bias[list(each)].min() if each else NEVER for each in sources]
        super().__init__(outputs, np.stack(weights, axis=1).astype(np.float32), np.array(bias, np.float32))
        self.head, self.sources, self.old, self.new = head, sources, old, new

    def scores(self, rows: Rows) -> Floats:
        """Raw scores, passages × themes, each moved so that its theme's threshold is met where its own was."""
        beyond = self.head.scores(rows) - self.old
        columns = [
            beyond[:, list(each)].max(axis=1) + new if each else np.full(len(beyond), NEVER)
            for each, new in zip(self.sources, self.new, strict=True)
        ]
        return np.stack(columns, axis=1).astype(np.float32)
