"""A report's text as lines to read, each cut where findings begin and end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from findings.schemas import Finding

PAGE_BREAK = "\f"
MARKS = "# "  # what Markdown puts before a heading


@dataclass(frozen=True, slots=True)
class Run:
    """Some text of one finding, or of none; `first` where the finding begins."""

    text: str
    finding: Finding | None = None
    first: bool = False


@dataclass(slots=True)
class Line:
    """A line of the text; `page` is set on the first line of a page, `heading` where findings stand under it."""

    runs: list[Run] = field(default_factory=list)
    page: int | None = None
    heading: bool = False


def lines(text: str, findings: list[Finding], headings: set[str]) -> Iterator[Line]:
    """The lines of `text` with `findings`, which are in order, marked in them."""
    line, page = Line(page=1), 1
    for run in _runs(text, findings):
        for at, piece in enumerate(run.text.replace(PAGE_BREAK, f"\n{PAGE_BREAK}").split("\n")):
            if at:
                yield _finished(line, headings)
                page += piece.startswith(PAGE_BREAK)
                line = Line(page=page if piece.startswith(PAGE_BREAK) else None)
            if kept := piece.removeprefix(PAGE_BREAK):
                line.runs.append(Run(kept, run.finding, first=at == 0))
    yield _finished(line, headings)


def _finished(line: Line, headings: set[str]) -> Line:
    line.heading = squeezed("".join(run.text for run in line.runs).lstrip(MARKS)) in headings
    if line.heading and line.runs[0].finding is None:
        line.runs[0] = replace(line.runs[0], text=line.runs[0].text.lstrip(MARKS))
    return line


def squeezed(text: str) -> str:
    """`text` with single spaces, to compare a line with a heading."""
    return " ".join(text.split())


def _runs(text: str, findings: list[Finding]) -> Iterator[Run]:
    at = 0
    for finding in findings:
        if finding.start < at:
            continue
        yield Run(text[at : finding.start])
        yield Run(text[finding.start : finding.end], finding)
        at = finding.end
    yield Run(text[at:])
