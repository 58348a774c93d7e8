"""What a heading that no cue lists makes of the list below it: its own words, together with how the items read.

Items that agree with a reading of the heading each speak for it a little; one that plainly says the opposite speaks
against it a lot. So a list of weaknesses under a puzzling heading is read for what it is, and a list of either kind
under the name of a topic is left to the words of each item.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from spacy.tokens import Span

from findings.pipeline.headings import OTHER, OUTCOMES
from findings.pipeline.outline import UNLISTED, Chances, Decision, effect_of
from findings.schemas import Label, Unit

USUAL = {"strength": 0.45, "fault": 0.42, "none": 0.2}  # how often passages read so whatever stands above them
TRUST = 0.5  # how much an item's words count beside the heading's: items of a list are not independent
LEAST, MOST = -3.0, float(np.log(2))
UNTOLD = 0.03  # the name of a topic stands over a list of one kind now and then, however surely it is such a name
NOTHING = Label.NOT_A_FINDING.value
Scores = dict[str, float]


def settle(spans: Iterable[Span]) -> None:
    """Let the items of each list under an unlisted heading say what that heading is; changes their `cue`."""
    lists: dict[tuple[object, ...], list[Span]] = defaultdict(list)
    for span in spans:
        cue = span._.cue
        if cue is not None and cue.chances is not None:
            lists[span._.section, cue.detail].append(span)
    for items in lists.values():
        read = [span._.word_scores for span in items if span._.unit is not Unit.SENTENCE and span._.word_scores]
        settled = settled_by(items[0]._.cue, read)
        for span in items:
            span._.cue = settled


def settled_by(cue: Decision, items: Sequence[Scores]) -> Decision:
    """The decision of an unlisted heading, with the chances that remain when its items have been read.

    Where the heading's own words do not say what it is, the decision is the model's, not the heading's.
    """
    chances = weigh(cue.chances or (), items)
    effect = effect_of(chances)
    by_items = effect != UNLISTED and effect_of(cue.chances or chances) == UNLISTED
    return replace(cue, effect=effect, chances=chances, kind="model" if by_items else cue.kind)


def weigh(chances: Chances, items: Sequence[Scores]) -> Chances:
    """The chances of each of `OUTCOMES` when the label probabilities of the `items` are known too."""
    if not items:
        return chances
    scores = np.log(np.maximum(chances, UNTOLD))
    for item in items:
        scores = scores + TRUST * np.array([_speaks(item, outcome) for outcome in OUTCOMES])
    shares = np.exp(scores - scores.max())
    return tuple((shares / shares.sum()).tolist())


def _speaks(item: Scores, outcome: str) -> float:
    """How far an item speaks for an outcome, as a logarithm; 0 is neither way."""
    if outcome == OTHER:
        return 0.0
    if outcome == "none":
        share = item[NOTHING] / USUAL["none"]
    elif outcome == "strength":
        share = item["strength"] / USUAL["strength"]
    else:
        share = (item[Label.AREA_FOR_IMPROVEMENT.value] + item[Label.PRIORITY_ACTION.value]) / USUAL["fault"]
    return float(np.clip(np.log(max(share, 1e-9)), LEAST, MOST))
