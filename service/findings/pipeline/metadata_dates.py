"""The dates of an inspection and of its publication, read only where the document states them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from findings.pipeline.metadata_text import Source

MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december".split("|")
)
_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?:the )?)?"
_DAY = rf"{_WEEKDAY}(?P<{{0}}d>\d{{{{1,2}}}})(?: of)?"
_FULL = _DAY + rf",? (?P<{{0}}m>{_MONTH}),? (?P<{{0}}y>20\d\d)"
_NUMERIC = r"(?P<{0}nd>\d{{1,2}})[/.](?P<{0}nm>\d{{1,2}})[/.](?P<{0}ny>20\d\d)"
DATE = rf"(?:{_FULL}|{_NUMERIC})"
_BEGIN = _DAY + rf"(?:,? (?P<{{0}}m>{_MONTH}))?(?:,? (?P<{{0}}y>20\d\d))?"
_JOIN = r"(?:,? (?:to|and|until|till|through to|&) | ?[-,] ?| ?to ?)"
_BETWEEN = rf"(?:,?(?: and)? {_WEEKDAY}\d{{{{1,2}}}}(?: {_MONTH})?(?=,? (?:and|\d)))*"

_FIRST_MONTH = re.compile(rf"\b{_MONTH}\b", re.IGNORECASE)
_PERIOD = re.compile(
    rf"(?<![\d/])(?:(?:{_BEGIN.format('b')}{_BETWEEN.format()}|{_NUMERIC.format('b')}){_JOIN})?{DATE.format('e')}(?!\d)",
    re.IGNORECASE,
)


class Period(NamedTuple):
    """First and last day of a stretch of time printed at `at`…`end` of a text."""

    first: dt.date
    last: dt.date
    at: int
    end: int


def periods(text: str) -> Iterator[Period]:
    """Every date or range of dates in `text`, in order; a single day begins and ends on itself."""
    for match in _PERIOD.finditer(text):
        last = _date(match, "e", None)
        first = _date(match, "b", last) if match["bd"] or match["bnd"] else last
        if last is not None:
            yield Period(first if first and first <= last else last, last, match.start(), match.end())


def _date(match: re.Match[str], name: str, end: dt.date | None) -> dt.date | None:
    """The date of the groups called `name`; what it leaves unsaid is the range's `end`'s."""
    try:
        if match[f"{name}nd"]:
            return dt.date(int(match[f"{name}ny"]), int(match[f"{name}nm"]), int(match[f"{name}nd"]))
        month = _month(match[f"{name}m"] or _FIRST_MONTH.findall(match[0])[0])
        year = int(match[f"{name}y"]) if match[f"{name}y"] else end.year if end else 0
        if end and not match[f"{name}y"] and month > end.month:
            year -= 1
        return dt.date(year, month, int(match[f"{name}d"]))
    except ValueError:
        return None


def _month(name: str) -> int:
    return next(index for index, month in enumerate(MONTHS, 1) if month.startswith(name.lower()[:3]))


# Words that say which dates follow. Each is tried in turn; what is "previous" is never this inspection.
_COVER = re.compile(r"(?<!previous )\b(?:inspection|fieldwork|visit|review) dates?(?: of inspection)?\s*:?\s*", re.IGNORECASE)
# A sentence that was broken over two passages.
_BROKEN = re.compile(r"(?<=[a-z,])\n(?=[a-z\d])")
_ABOUT = re.compile(r"\b(?:inspect\w*|visit\w*|fieldwork|review|took place)\b", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:on|from|between|in|during|over|dates?:?)(?: the)? $", re.IGNORECASE)
_ANOTHER = re.compile(
    r"\b(?:previous(?:ly)?|last|earlier|prior|since|next|future|following|follow-up|will|would|due|publi\w+|meeting)\b", re.IGNORECASE
)


def inspection_dates(source: Source) -> tuple[dt.date, dt.date] | tuple[None, None]:
    """First and last day of the inspection or visit that the document reports, or two Nones."""
    found = next(filter(None, (read(text) for text in (source.opening_text, source.text) for read in READERS)), [])
    return (min(period.first for period in found), max(period.last for period in found)) if found else (None, None)


def _labelled_dates(text: str) -> list[Period]:
    """The dates after "Inspection dates:", a second period joined by "and" included."""
    for label in _COVER.finditer(text):
        found: list[Period] = []
        end = label.end()
        for period in periods(text[label.end() : label.end() + 160]):
            gap = text[end : label.end() + period.at]
            if not re.fullmatch(r"\s*(?:,|and|&|;|-|from|between|on|\n)*\s*", gap, re.IGNORECASE) or (found and "\n" in gap):
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

_PUBLISHED = re.compile(r"\b(?:report )?(?:published|publication date|date published|date of publication)\s*(?:on)?\s*:?\s*(?:\w+ ?:)?\s*$", re.IGNORECASE)
_DATED = re.compile(r"(?:^|\n|\b|(?<=[a-z]))(?:Date|Dated|Meeting date|Date of meeting|Report date)\s*:?\s*(?:of )?$")


def published(source: Source, *, own: bool = True) -> dt.date | None:
    """When the document came out: its printed publication date, a letter's date, or a paper's own date.

    With `own` false (a paper about somebody else's report) a sentence about a publication does not count.
    """
    text = source.opening_text
    dates = [period for period in periods(text) if period.first == period.last]
    if own:
        for period in dates:
            if _PUBLISHED.search(text[max(0, period.at - 40) : period.at]):
                return period.last
    for period in dates:
        if _DATED.search(text[max(0, period.at - 24) : period.at]):
            return period.last
    return _letter_date(source)


def _letter_date(source: Source) -> dt.date | None:
    """The date that stands alone, or begins an address, before the salutation or the first prose."""
    for passage in source.opening:
        if re.match(r"Dear\b", passage.text) or len(passage.text) > 600:
            return None
        first = next(periods(passage.text), None)
        if first and first.at == 0 and first.first == first.last:
            return first.last
    return None
