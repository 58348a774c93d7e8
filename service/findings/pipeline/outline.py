"""The headings above a block, and what they make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from findings.intake.document import Block
from findings.pipeline.headings import OTHER, OUTCOMES
from findings.taxonomy import cues
from findings.taxonomy.loader import taxonomy

UNLISTED = "unlisted"  # effect of a heading that no cue lists and that seems to name no label
LIKELY = 0.5
CERTAIN = 0.8  # how likely an unlisted heading must be one of a plan or of method, for no findings to stand there
DOUBTLESS = 0.98  # the same, to end a list for which a heading above gives a label
SURE = 0.9  # how likely an unlisted heading must be something else than the listed one it stands under
FAULTS = ("area_for_improvement", "priority_action", "fault")
Chances = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the structure makes of a block: an `effect` (see `taxonomy.cues`), by which `kind` of cue, and its words.

    `chances` are the probabilities of `headings.OUTCOMES` where no cue lists the words and a model has read them.
    """

    effect: str
    kind: str
    detail: str
    chances: Chances | None = None

    @property
    def labels(self) -> bool:
        """Whether it names a label outright."""
        return self.effect in taxonomy().labels

    @property
    def decides(self) -> bool:
        """Whether what stands below, under a heading of its own that says nothing, is still governed by it."""
        return self.labels or self.effect in ("fault", "none")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a block stands: the headings above it, and what decides about it."""

    section: tuple[str, ...] = ()
    decision: Decision | None = None
    responsible_body: str | None = None


HeadingReader = Callable[[str], Chances | None]
"""Probabilities of what an unlisted heading is, or None where nothing has been learned."""


def decide(text: str, kind: str, read: HeadingReader, above: Decision | None = None) -> Decision | None:
    """What a heading's words decide about what stands under it, where `above` decides about the heading itself."""
    if never := cues.match(text, "nothing"):
        return Decision(never.effect, kind, text)
    if cue := cues.match(text, "heading"):
        governed = cue.topic and above is not None and above.decides
        return above if governed else Decision(cue.effect, kind, text)
    chances = read(text)
    if chances is None:
        return above
    effect = effect_of(chances)
    if effect == UNLISTED:
        return above if above is not None and above.effect != UNLISTED else Decision(UNLISTED, kind, text, chances)
    if above is not None and above.decides and max(chances) < _enough(effect, above):
        return above
    return Decision(effect, kind, text, chances)


def _enough(effect: str, above: Decision) -> float:
    """How likely `effect` must be to be read below what decides already: a guess gives way to a nearer one."""
    if effect == "none":
        return DOUBTLESS
    return SURE if above.chances is None else LIKELY


def effect_of(chances: Chances) -> str:
    """What an unlisted heading is read as: its likeliest outcome where that is likely enough."""
    by_name = dict(zip(OUTCOMES, chances, strict=True))
    likeliest = max(by_name, key=lambda outcome: by_name[outcome])
    if likeliest != OTHER and by_name[likeliest] >= (CERTAIN if likeliest == "none" else LIKELY):
        return likeliest
    return "fault" if sum(by_name[each] for each in FAULTS) >= LIKELY else UNLISTED


@dataclass(slots=True)
class _Heading:
    level: int
    printed: int
    text: str
    decision: Decision | None
    box: bool = False
    part: bool = False
    empty: bool = True


class Outline:
    """The headings above the current block, innermost last."""

    def __init__(self, read: HeadingReader) -> None:
        self.read = read
        self.stack: list[_Heading] = []

    def enter(self, block: Block, *, listed: bool, title: bool = False) -> None:
        """Step under a heading; `listed` says that a list, or numbered paragraphs, stand directly below it.

        A `title` stands over the whole document.
        """
        cue = cues.match(block.text, "heading")
        topic = cue.topic if cue else False
        printed = block.level or 1
        level = self._level(printed, listed_topic=listed and topic)
        if cue is None and self._awaits_more:
            level = self.stack[-1].level + 1
        while self.stack and self.stack[-1].level >= level:
            self.stack.pop()
        decision = self._titled(block.text) if title else decide(block.text, "heading", self.read, self._decision)
        part = cues.match(block.text, "part") is not None
        self.stack.append(_Heading(level, printed, block.text, decision, box=bool(cue and cue.box), part=part))

    def _titled(self, text: str) -> Decision | None:
        """What a title that a cue lists decides; from another nothing is guessed, as all would be governed by it."""
        decision = decide(text, "heading", self.read)
        return decision if decision is not None and decision.chances is None else None

    def end_list(self, text: str) -> None:
        """Step under a line that begins a section of prose, though nothing shows that it is a heading."""
        self.stack = [_Heading(1, 1, text, Decision("prose", "heading", text))]

    def fill(self, *, item: bool) -> None:
        """Note that something stands under the current heading; a list goes on below a box that interrupts it."""
        if item and len(self.stack) > 1 and self.stack[-1].box and self.stack[-2].decision is not None:
            self.stack.pop()
        if self.stack:
            self.stack[-1].empty = False

    def place(self) -> Placed:
        """Where a block under the current headings stands."""
        return Placed(tuple(heading.text for heading in self.stack), self._decision)

    @property
    def _awaits_more(self) -> bool:
        """Whether nothing stands yet under a heading of plans or method: the next line is then part of its title."""
        return (
            bool(self.stack) and self.stack[-1].empty and self._decision is not None and self._decision.effect == "none"
        )

    @property
    def _decision(self) -> Decision | None:
        return self.stack[-1].decision if self.stack else None

    def _level(self, printed: int, *, listed_topic: bool) -> int:
        """The level of a heading: whatever is printed, below one that has nothing under it and names a part of the
        report, or that labels where this is the topic of a list; a second such topic stands beside the first.
        """
        last = self.stack[-1] if self.stack else None
        if last is None or last.printed != printed:
            return printed
        if last.part and last.empty:
            return last.level + 1
        if not listed_topic or last.decision is None or not last.decision.labels:
            return printed
        return last.level + 1 if last.empty else last.level


def cell_decision(place: Placed, header: str | None, read: HeadingReader) -> Decision | None:
    """What decides about a table's cell: the heading of its column, else that of the section."""
    named = decide(header, "table", read) if header else None
    if named is None or named.chances is None or named.labels:
        return named or place.decision
    governed = place.decision is not None and place.decision.decides
    return named if named.effect == "none" and not governed else place.decision
