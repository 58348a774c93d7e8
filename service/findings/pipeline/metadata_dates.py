"""When an inspection or visit took place, read only where the document states it."""

from __future__ import annotations

import datetime as dt
import re

from findings.pipeline.metadata_calendar import Period, periods, with_years
from findings.pipeline.metadata_text import Source

# Words that say which dates follow. Each is tried in turn; what is "previous" is never this inspection.
_COVER = re.compile(
    r"(?<!previous )\b(?:inspection|fieldwork|visit|review) dates?(?: of inspection)?\s*:?\s*", re.IGNORECASE
)
# A sentence that was broken over two passages.
_BROKEN = re.compile(r"(?<=[a-z,])\n(?=[a-z\d])")
_ABOUT = re.compile(r"\b(?:inspect\w*|visit\w*|fieldwork|review|took place)\b", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:on|from|between|in|during|over|dates?:?)(?: the)? $", re.IGNORECASE)
_ANOTHER = re.compile(
    r"\b(?:previous(?:ly)?|last|earlier|prior|since|next|future|following|follow-up|will|would|due|publi\w+|meeting)\b",
    re.IGNORECASE,
)


def inspection_dates(source: Source, published: dt.date | None) -> tuple[dt.date, dt.date] | tuple[None, None]:
    """First and last day of the inspection or visit that the document reports, or two Nones.

    Two periods count from the first day of the one to the last of the other. Days without a year are those before
    the document's own date, where it has one.
    """
    texts = [source.opening_text, source.text]
    if published:
        texts.append(with_years(source.opening_text, published))
    found = next(filter(None, (read(text) for text in texts for read in READERS)), [])
    return (min(period.first for period in found), max(period.last for period in found)) if found else (None, None)


def _labelled_dates(text: str) -> list[Period]:
    """The dates after "Inspection dates:", a second period joined by "and" included."""
    for label in _COVER.finditer(text):
        found: list[Period] = []
        end = label.end()
        for period in periods(text[label.end() : label.end() + 160]):
            gap = text[end : label.end() + period.at]
            if not re.fullmatch(r"\s*(?:,|and|&|;|-|from|between|on|\n)*\s*", gap, re.IGNORECASE) or (
                found and "\n" in gap
            ):
                break
            found.append(period)
            end = label.end() + period.end
        if found:
            return found
    return []


def _told_dates(text: str) -> list[Period]:
    """The dates of the first sentence that says when the inspection or visit took place."""
    text = _BROKEN.sub(" ", text)
    for period in periods(text):
        before = re.split(r"(?<=[a-z)])\. |\n", text[max(0, period.at - 300) : period.at])[-1]
        after = text[period.end : period.end + 160].partition("\n")[0]
        told = before if before.lower().strip() != "between" else before + after
        if _WHEN.search(before) and _ABOUT.search(told) and not _ANOTHER.search(before):
            return [period]
    return []


READERS = (_labelled_dates, _told_dates)
