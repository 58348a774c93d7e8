"""What a plan says of an action: who does it, by when, and how far it is."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import srsly

from findings.pipeline.metadata_calendar import MONTHS, periods

COLUMNS = Path(__file__).with_name("plan_columns.jsonl")
# A field's name is followed by a colon; its value ends with a full stop before the next field, or a bar.
_NAME = (
    r"(?:owner|lead(?: officer)?|responsible(?: officer)?|who|by when|by|due(?: date)?|when|deadline|timescale"
    r"|target date|status|progress|rag)"
)
FIELD = re.compile(
    rf"(?<!\w)(?P<name>{_NAME})\s*:\s*(?P<value>[^;|]*?)\s*(?=[.;|,]\s*{_NAME}\s*:|[.;|]?\s*$)", re.IGNORECASE
)
MONTH_YEAR = re.compile(r"\b(?P<month>[A-Z][a-z]{2,8}),? (?P<year>20\d\d)\b")


class Fields(NamedTuple):
    """Owner, due and status as they are printed; None where they are not."""

    owner: str | None = None
    due: str | None = None
    status: str | None = None

    def over(self, other: Fields) -> Fields:
        """These, and where one is missing the other's."""
        return Fields(*(mine or theirs for mine, theirs in zip(self, other, strict=True)))


NO_FIELDS = Fields()


def split_fields(text: str) -> tuple[str, Fields]:
    """A text without the fields that are written into it ("Owner: …. By: ….") and the fields."""
    found: dict[str, str] = {}
    first = len(text)
    for match in FIELD.finditer(text):
        role = role_of(match["name"])
        if role in Fields._fields and match["value"]:
            found.setdefault(str(role), match["value"].strip(" ."))
            first = min(first, match.start())
    return (text[:first].rstrip(" (|;,"), Fields(**found)) if found else (text, NO_FIELDS)


@lru_cache(maxsize=1_000)
def role_of(heading: str) -> str | None:
    """What a column with this heading holds: finding, owner, due, status or action; None for anything else."""
    plain = " ".join(re.findall(r"[a-z]+", heading.lower()))
    for row in srsly.read_jsonl(COLUMNS):
        if any(re.search(rf"\b{word}\b", plain) for word in row["words"]) or (row["role"] == "due" and plain == "by"):
            return str(row["role"])
    return None


def day_of(printed: str | None) -> dt.date | None:
    """The day by which an action is due: the date that is printed, else the last day of the month that is."""
    if not printed:
        return None
    for period in periods(printed):
        return period.last
    match = MONTH_YEAR.search(printed)
    if match is None or match["month"].lower()[:3] not in MONTHS:
        return None
    year, month = int(match["year"]), MONTHS.index(match["month"].lower()[:3]) + 1
    return dt.date(year, month, calendar.monthrange(year, month)[1])
