"""The decision: one label for each finding from structure and words, how sure it is, and why.

What the inspectorate prints decides over what the words say (design: structure first); the words decide where it
says nothing, may raise a fault to a priority action, and raise a warning where they plainly disagree.
"""

from __future__ import annotations

from operator import attrgetter

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from findings.pipeline.documents import FINDINGS, text_of
from findings.pipeline.headings import OUTCOMES
from findings.pipeline.outline import UNLISTED, Chances, Decision
from findings.pipeline.unlisted import settle
from findings.schemas import Kind, Label, Reason
from findings.taxonomy import cues

NOT_A_FINDING = Label.NOT_A_FINDING.value
LABELS = tuple(label.value for label in Label)
STATED = attrgetter("cue", "word_scores", "word_reasons")
OPPOSITES = {
    Label.STRENGTH.value: (Label.AREA_FOR_IMPROVEMENT.value, Label.PRIORITY_ACTION.value),
    Label.AREA_FOR_IMPROVEMENT.value: (Label.STRENGTH.value,),
    Label.PRIORITY_ACTION.value: (Label.STRENGTH.value,),
}
SMALL_WORDS = frozenset(("and", "of", "the", "for", "to", "in", "a", "on", "with", "by", "at", "or"))
TITLE_WORDS, TITLE_SHARE = 5, 0.8
LEAST_TOKENS = 3  # fewer say nothing by themselves
PAPERS = (Kind.MINUTES, Kind.COUNCIL_REPORT, Kind.SLIDES)
DEFAULTS = {"structure_confidence": 0.995, "disagreement": 0.8, "paper_odds": 4.0}
LEAST = 1e-6  # so that labels the words rule out can still be told apart
EFFECTS = {
    "none": NOT_A_FINDING,
    "fault": "a fault: area for improvement or priority action",
    "mixed": "findings of either kind; the words decide",
    "prose": "findings in prose; the words decide",
}
FAULTS = (Label.AREA_FOR_IMPROVEMENT.value, Label.PRIORITY_ACTION.value)
UNKNOWN = {label: 1.0 if label == NOT_A_FINDING else 0.0 for label in LABELS}  # before any words are read


@Language.factory("findings_reasons", default_config=DEFAULTS)
def make_reasons(
    nlp: Language, name: str, structure_confidence: float, disagreement: float, paper_odds: float
) -> Reasons:
    """The component's factory."""
    return Reasons(
        nlp, name, structure_confidence=structure_confidence, disagreement=disagreement, paper_odds=paper_odds
    )


class Reasons:
    """Writes each finding's `scores`, label and `reasons`.

    structure_confidence: share of passages that carry the label their heading names, measured on published items.
    disagreement: how sure the words must be of the opposite before a warning is given.
    paper_odds: how many times likelier a passage of a council's own paper is no finding than one that reads the
        same in an inspector's report, where the words were learned: papers tell what was done, asked and planned.
    """

    def __init__(
        self, nlp: Language, name: str, *, structure_confidence: float, disagreement: float, paper_odds: float
    ) -> None:
        self.nlp = nlp
        self.name = name
        self.structure_confidence = structure_confidence
        self.disagreement = disagreement
        self.paper_odds = paper_odds

    def __call__(self, doc: Doc) -> Doc:
        """Decide every finding of `doc`."""
        spans = list(doc.spans[FINDINGS])
        settle(spans)
        papers = doc._.metadata is not None and doc._.metadata.kind in PAPERS
        odds = self.paper_odds if papers else 1.0
        for span in spans:
            self._decide(span, odds, papers=papers)
        doc.spans[FINDINGS] = SpanGroup(doc, name=FINDINGS, spans=spans)
        return doc

    def _decide(self, span: Span, odds: float, *, papers: bool) -> None:
        under, text = span._, text_of(span)
        cue, words, weightiest = STATED(under)
        own = own_words(text, cue, papers=papers)
        if own is not None:
            under.cue = cue = own
        labelled = cue is not None and cue.labels
        never = cues.match(text, "nothing", papers=papers and not labelled)
        if never:
            scores, reasons = self._sure(NOT_A_FINDING), [_never(text, never)]
        else:
            short = len(span) < LEAST_TOKENS or is_title(text)
            scores = self._scores(cue, weighed(words or UNKNOWN, odds), short=short)
            reasons = self._reasons(cue, max(scores, key=scores.__getitem__), words or {}, weightiest or [])
        span.label_ = max(scores, key=scores.__getitem__)
        under.scores, under.reasons = scores, reasons

    def _scores(self, cue: Decision | None, words: dict[str, float], *, short: bool) -> dict[str, float]:
        """The scores of a finding that reads like `words`; a `short` one says nothing by itself."""
        if cue is not None and cue.effect == "none" and cue.chances is None:
            return self._sure(NOT_A_FINDING)
        alone = self._sure(NOT_A_FINDING) if short else words
        if cue is not None and cue.chances is not None:
            return self._one_effect_of(cue.chances, words, alone)
        return self._under(cue.effect if cue is not None else UNLISTED, words, alone)

    def _under(self, effect: str, words: dict[str, float], alone: dict[str, float]) -> dict[str, float]:
        """The scores under a structure of this effect; `alone` are those where it says nothing."""
        if effect == "fault":
            return self._one_of(FAULTS, words)
        if effect == "none":
            return self._sure(NOT_A_FINDING)
        return self._sure(effect) if effect in LABELS else alone

    def _one_effect_of(self, chances: Chances, words: dict[str, float], alone: dict[str, float]) -> dict[str, float]:
        """The scores under a structure that has one of several effects."""
        parts = [
            (chance, self._under(outcome, words, alone)) for chance, outcome in zip(chances, OUTCOMES, strict=True)
        ]
        return {label: sum(chance * part[label] for chance, part in parts) for label in LABELS}

    def _sure(self, label: str) -> dict[str, float]:
        rest = (1 - self.structure_confidence) / (len(LABELS) - 1)
        return {each: self.structure_confidence if each == label else rest for each in LABELS}

    def _one_of(self, labels: tuple[str, ...], words: dict[str, float]) -> dict[str, float]:
        said = {label: max(words[label], LEAST) for label in labels}
        rest = (1 - self.structure_confidence) / (len(LABELS) - len(labels))
        shares = {label: self.structure_confidence * each / sum(said.values()) for label, each in said.items()}
        return {label: shares.get(label, rest) for label in LABELS}

    def _reasons(
        self, cue: Decision | None, label: str, words: dict[str, float], weightiest: list[Reason]
    ) -> list[Reason]:
        reasons = _structural(cue) if cue is not None else []
        if cue is None or not (cue.labels or cue.effect == "none"):
            reasons += weightiest
        return reasons + self._warning(cue, label, words)

    def _warning(self, cue: Decision | None, label: str, words: dict[str, float]) -> list[Reason]:
        if cue is None or not cue.labels:
            return []
        against = sum(words.get(other, 0.0) for other in OPPOSITES.get(label, ()))
        if against < self.disagreement:
            return []
        opposite = "a weakness" if label == Label.STRENGTH else "a strength"
        detail = f"Printed under “{cue.detail}”, reads like {opposite}"
        return [Reason(kind="warning", detail=detail, effect="check this label")]


def _never(text: str, cue: cues.Cue) -> Reason:
    return Reason(kind="words", detail=text[:120], effect=cue.why)


def own_words(text: str, above: Decision | None, *, papers: bool = False) -> Decision | None:
    """What a passage calls itself ("Issues include…") where nothing `above` it says what it is."""
    if above is not None and above.decides:
        return None
    cue = cues.match(text, "own_words", papers=papers)
    said = cue.pattern.search(text) if cue else None
    return Decision(cue.effect, "words", said.group().strip(" ,") if said else text[:60]) if cue else None


def is_title(text: str) -> bool:
    """Whether a passage is a title, an address or the words of a diagram: capitals throughout, and no full stop."""
    if text.endswith((".", "!", "?", ";", ":")):
        return False
    words = [word for word in text.split() if word[0].isalpha() and word.lower() not in SMALL_WORDS]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= TITLE_WORDS and capitals >= TITLE_SHARE * len(words)


def weighed(scores: dict[str, float], odds: float) -> dict[str, float]:
    """The probabilities `scores` where `not_a_finding` is `odds` times as likely beforehand as it was in training."""
    raised = {label: score * (odds if label == NOT_A_FINDING else 1.0) for label, score in scores.items()}
    total = max(sum(raised.values()), LEAST)
    return {label: score / total for label, score in raised.items()}


def _structural(cue: Decision) -> list[Reason]:
    """What the structure says; of a heading that no cue lists also how surely, and nothing where it says nothing."""
    if cue.effect == UNLISTED:
        return []
    reason = Reason(kind=cue.kind, detail=cue.detail, effect=EFFECTS.get(cue.effect, cue.effect))  # type: ignore[arg-type]
    if cue.chances is None:
        return [reason]
    detail = "not a listed heading: read by its words and by the list below it"
    return [reason, Reason(kind="model", detail=detail, effect=f"{max(cue.chances):.0%} sure")]
