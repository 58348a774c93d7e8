"""Finds the headings that a text's own marks or the known cues tell, before its lines are grouped."""

from __future__ import annotations

from dataclasses import dataclass

from findings.intake.lines import Line
from findings.intake.measure import Measure, is_closed, starts_small, stays_open
from findings.taxonomy import cues

MAX_HEADING = 120
MAX_LEAD = 64  # a longer line that ends with a colon leads in, it is no heading
LABELS = frozenset(("strength", "area_for_improvement", "priority_action", "fault"))


@dataclass(slots=True)
class Passage:
    """Lines that belong together; `effect` is what a heading's cue says about the passages under it, `listed` that it
    is an item of a list under such a heading, though no marker says so; `depth` is a heading's level.
    """

    lines: list[Line]
    heading: bool = False
    effect: str = ""
    listed: bool = False
    depth: int = 1

    @property
    def first(self) -> Line:
        """The line that opens the passage."""
        return self.lines[0]

    @property
    def text(self) -> str:
        """The passage's text, as far as it decides anything here."""
        return " ".join(line.text for line in self.lines)


def known_heading(lines: list[Line], at: int, measure: Measure) -> Passage | None:
    """A heading that its marks or a cue tell, on one line or two."""
    line = lines[at]
    if line.level:
        found = cues.match(line.text, "heading")
        return _as_heading([line], found.effect if found else "")
    if not _may_be_heading(line) or (at and not _may_end(lines[at - 1], line, measure)):
        return None
    below = lines[at + 1] if at + 1 < len(lines) else None
    if below is not None and _goes_on(line, below):
        both = f"{line.text} {below.text}"
        wrapped = starts_small(below.text) or (measure.slack(line, below) <= 0 and not is_closed(below.text))
        effect = _cue(both) if wrapped and not is_closed(line.text) else None
        if effect is not None:
            return _as_heading([line, below], effect)
        if starts_small(below.text) and not line.text.endswith(("?", ":")):
            return None
    effect = _cue(line.text)
    led_in = bool(at) and lines[at - 1].heading and effect not in LABELS
    if line.text.endswith(":") and (led_in or len(line.text) > MAX_LEAD):
        return None  # it leads in what stands under the heading above
    return None if effect is None else _as_heading([line], effect)


def _goes_on(line: Line, below: Line) -> bool:
    return not (below.blank or below.marker or below.cells or below.level) and not line.text.endswith("?")


def _cue(text: str) -> str | None:
    if len(text) > MAX_HEADING or text.endswith((".", ";", ",")):
        return None
    found = cues.match(text, "heading")
    return found.effect if found else None


def _as_heading(lines: list[Line], effect: str) -> Passage:
    for line in lines:
        line.heading = True
    return Passage(lines, heading=True, effect=effect)


def _may_be_heading(line: Line) -> bool:
    bulleted = line.marker is not None and line.marker.bullet
    plain = line.text and not bulleted and not line.cells and len(line.text) <= MAX_HEADING
    return bool(plain) and not starts_small(line.text) and not line.text.endswith((".", ";", ","))


def _may_end(above: Line, line: Line, measure: Measure) -> bool:
    """Whether a passage may end with the line above."""
    if line.blank or line.interrupted or line.apart or above.heading or is_closed(above.text):
        return True
    return measure.slack(above, line) > 0 and not stays_open(above.text)
