"""When a document came out, read only where the document states it."""

from __future__ import annotations

import datetime as dt
import re

from findings.pipeline.metadata_calendar import periods
from findings.pipeline.metadata_text import Source
from findings.schemas import Kind

_PUBLISHED = re.compile(
    r"\b(?:report )?(?:published|publication date|date published|date of publication)\s*(?:on)?\s*:?\s*(?:\w+ ?:)?\s*$",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:(?:^|\b|(?<=[a-z]))(?:Date|Dated|Meeting date|Date of meeting|Report date)\s*:?\s*(?:of )?"
    r"|(?:^|\n)(?:Minutes|MINUTES|Meeting|MEETING)\b[^.\n]{0,80}\bon )$"
)

# Papers that are not the inspectorate's: a publication told of in them is that of the report they talk about.
PAPERS = {Kind.COUNCIL_REPORT, Kind.MINUTES, Kind.SLIDES}
# A date on a title slide is within its first words.
TITLE_SLIDE = 600
# A label stands within so many characters before its date.
LABEL = 90


def publication_date(source: Source, kind: Kind) -> dt.date | None:
    """When the document came out: its printed publication date, a letter's date, or a paper's own date."""
    text = source.opening_text
    dates = [period for period in periods(text) if period.first == period.last]
    labels = (_DATED,) if kind in PAPERS else (_PUBLISHED, _DATED)
    for label in labels:
        for period in dates:
            if label.search(text[max(0, period.at - LABEL) : period.at]):
                return period.last
    if kind is Kind.SLIDES:
        return next((period.last for period in dates if period.at < TITLE_SLIDE), None)
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
