"""Dates and stretches of time as reports write them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?:the )?)?"
_DAY = rf"{_WEEKDAY}(?P<{{0}}d>\d{{{{1,2}}}})(?: of)?"
_FULL = _DAY + rf",? (?P<{{0}}m>{_MONTH}),? (?P<{{0}}y>20\d\d)"
_NUMERIC = r"(?P<{0}nd>\d{{1,2}})[/.](?P<{0}nm>\d{{1,2}})[/.](?P<{0}ny>20\d\d)"
DATE = rf"(?:{_FULL}|{_NUMERIC})"
_BEGIN = _DAY + rf"(?:,? (?P<{{0}}m>{_MONTH}))?(?:,? (?P<{{0}}y>20\d\d))?"
_JOIN = r"(?:,? (?:to|and|until|till|through to|&) | ?[-,] ?| ?to ?)"
_BETWEEN = rf"(?:,?(?: and)? {_WEEKDAY}\d{{{{1,2}}}}(?: {_MONTH})?(?=,? (?:and|\d)))*"

_FIRST_MONTH = re.compile(rf"\b{_MONTH}\b", re.IGNORECASE)
_YEARLESS = re.compile(rf"\b(?P<day>\d{{1,2}}) (?P<month>{_MONTH})\b(?!,? 20\d\d)", re.IGNORECASE)
_PERIOD = re.compile(
    rf"(?<![\d/])(?=[\dmtwfs])(?:(?:{_BEGIN.format('b')}{_BETWEEN.format()}|{_NUMERIC.format('b')}){_JOIN})?{DATE.format('e')}(?!\d)",
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


def with_years(text: str, until: dt.date) -> str:
    """`text` with the year put to days that are printed without one: the last such day not after `until`."""
    return _YEARLESS.sub(lambda match: f"{match[0]} {_latest_year(match, until)}", text)


def _latest_year(match: re.Match[str], until: dt.date) -> int:
    return until.year - ((_month(match["month"]), int(match["day"])) > (until.month, until.day))


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
    return MONTHS.index(name.lower()[:3]) + 1
