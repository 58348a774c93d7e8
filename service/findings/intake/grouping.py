"""Groups lines into passages: what runs on, what begins anew, and what is a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from findings.intake.headings import LABELS, Passage, known_heading
from findings.intake.lines import Line
from findings.intake.lists import split_items
from findings.intake.markers import follows
from findings.intake.measure import Measure, ends_sentence, is_closed, starts_small, stays_open
from findings.taxonomy import cues

_BRACKETED = re.compile(r"\([^()]{1,80}\)[.;]?$")  # a cross-reference on a line of its own
APART = 0.8
ROOM = 0.1  # of the measure: room enough to say that a line was broken on purpose


@dataclass(slots=True)
class Region:
    """What stands between two known headings."""

    heading: Passage | None
    lines: list[Line] = field(default_factory=list)

    @property
    def labelled(self) -> bool:
        """Whether the heading says what its passages are, so that they form a list."""
        return self.heading is not None and self.heading.effect in LABELS


def group(lines: list[Line]) -> list[Passage]:
    """The passages of lines without furniture, in order, known headings among them."""
    lines = _with_markers(lines)
    whole = Measure(lines)
    _drop_false_markers(lines, whole)
    passages: list[Passage] = []
    regions = list(_regions(lines, whole))
    lists = Measure([line for region in regions if region.labelled for line in region.lines], whole)
    for region in regions:
        if region.heading:
            passages.append(region.heading)
        passages.extend(_Grouper(region, lists if region.labelled else whole).passages())
    return passages


def _with_markers(lines: list[Line]) -> list[Line]:
    """Lines where a marker that stands alone has moved to the text below it."""
    kept: list[Line] = []
    for line in lines:
        alone = kept[-1] if kept and not kept[-1].text and not kept[-1].cells else None
        if alone is not None:
            kept.pop()
            if line.marker is None and not line.cells:
                line.marker, line.unmarked, line.left = alone.marker, line.content, alone.left
            line.blank, line.interrupted = alone.blank, alone.interrupted or line.interrupted
        kept.append(line)
    return [line for line in kept if line.text or line.cells]


def _drop_false_markers(lines: list[Line], measure: Measure) -> None:
    """Undo markers in mid-sentence: "…aged under / 5. Social workers", "…practice / – a strength"."""
    number = ""
    for above, line in pairwise(lines):
        last, number = number, line.marker.number or number if line.marker else number
        if line.marker is None or line.blank or line.apart or above.marker or above.heading:
            continue
        weak = line.marker.number or line.marker.bullet in "-–—−‒―*+o"
        if (
            weak
            and not follows(last, line.marker.number)
            and not is_closed(above.text)
            and measure.width
            and measure.slack(above, line) < ROOM
        ):
            line.drop_marker()


def _regions(lines: list[Line], measure: Measure) -> Iterator[Region]:
    region = Region(None)
    at = 0
    while at < len(lines):
        heading = known_heading(lines, at, measure)
        if heading is None:
            region.lines.append(lines[at])
            at += 1
            continue
        yield region
        _divide(region, heading)
        region = Region(heading)
        at += len(heading.lines)
    yield region


def _divide(above: Region, heading: Passage) -> None:
    """Let a topic directly below a heading that labels, or beside such a topic, divide the list that is labelled."""
    if above.heading is None or not above.labelled or heading.first.level:
        return
    found = cues.match(heading.text, "heading")
    if found is not None and found.topic and (not above.lines or above.heading.depth > 1):
        heading.effect, heading.depth = above.heading.effect, 2


def _is_marked(lines: list[Line]) -> bool:
    """Whether the list that the lines begin with has bullets or numbers; markers further on are of other text.

    Bullets that an item leads in, behind items without any, are parts of that item.
    """
    at, mark = next(((index, line.marker) for index, line in enumerate(lines) if line.marker), (0, None))
    if mark is None:
        return False
    led_in = at > 0 and lines[at - 1].text.endswith(":")
    if led_in and any(ends_sentence(line.text) for line in lines[:at]):
        return False
    return bool(mark.bullet) or at == 0 or led_in


def _set_apart(groups: list[list[Line]]) -> bool:
    """Whether white space stands between nearly all groups, so that none can begin without it."""
    later = groups[1:]
    return len(later) > 1 and sum(lines[0].blank for lines in later) >= APART * len(later)


class _Grouper:
    """Groups the lines of one region."""

    def __init__(self, region: Region, fallback: Measure) -> None:
        self.region = region
        self.measure = Measure(region.lines, fallback)
        self.listed = region.labelled and not _is_marked(region.lines)

    def passages(self) -> Iterator[Passage]:
        """The passages of the region, in order."""
        groups: list[list[Line]] = []
        for line in self.region.lines:
            if groups and self._runs_on(groups[-1], line):
                groups[-1].append(line)
            else:
                groups.append([line])
        if self.listed and not _set_apart(groups):
            groups = split_items(groups)
        for lines in groups:
            yield Passage(lines, listed=self.listed)

    def _runs_on(self, lines: list[Line], line: Line) -> bool:
        above = lines[-1]
        if line.marker or line.apart or line.cells or above.cells or line.heading:
            return False
        if line.blank and not line.interrupted:
            return self._over_blank(above, line)
        indented = self._by_indent(lines, line)
        if indented is not None and not line.interrupted:
            return indented
        return self._small(above, line) if starts_small(line.text) else self._capital(above, line)

    def _over_blank(self, above: Line, line: Line) -> bool:
        running = starts_small(line.text) and not is_closed(above.text)
        if running and stays_open(above.text):
            return True
        return running and self.measure.width is not None and self.measure.slack(above, line) <= 0

    def _by_indent(self, lines: list[Line], line: Line) -> bool | None:
        """What the indent says: deeper under a first line runs on, shallower under a later one begins anew."""
        above = lines[-1]
        if len(lines) == 1 and not above.marker and line.left > above.left:
            return True
        if len(lines) > 1 and not lines[0].marker and line.left < above.left:
            return not is_closed(above.text) and starts_small(line.text)
        return None

    def _small(self, above: Line, line: Line) -> bool:
        slack = self.measure.slack(above, line)
        if not is_closed(above.text):
            return not (self.listed and self.measure.width and slack > 3 * ROOM)
        if self.listed and above.text.endswith(":"):
            return False
        return slack <= 0 or not (self.region.labelled or above.text.endswith(":"))

    def _capital(self, above: Line, line: Line) -> bool:
        slack = self.measure.slack(above, line)
        if _BRACKETED.match(line.text):
            return True
        if slack > 0:
            return not is_closed(above.text) and (stays_open(above.text) or slack <= ROOM)
        return not above.text.endswith(":")
