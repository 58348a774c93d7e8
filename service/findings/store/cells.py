"""Counts of findings by report, label and tag at once, for what compares them."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from findings.store.counts import chosen_tag, is_tallied
from findings.store.filters import FindingFilters, label_condition
from findings.store.listed import MARK, NO_TAG, Tally
from findings.store.listing import ORDERS
from findings.store.matched import SEPARATOR, in_texts, matched
from findings.store.of_reports import in_reports

TALLIED = ("report_id", "label", "tag", "count")


class Cell(NamedTuple):
    """How many findings of a label a report has with a tag; where tags are not asked for, in all."""

    report: str
    label: str
    tag: str
    number: int


def cells(session: Session, filters: FindingFilters, *, by_tag: bool) -> tuple[list[Cell], bool]:
    """The cells of the findings that `filters` let through, and whether there are more than were counted."""
    if is_tallied(filters, tags=not by_tag):
        return _tallied(session, filters, by_tag), False
    found, _ = matched(session, filters, ORDERS["position"], 0)
    rows = zip(*map(found.column, ("report_id", "label", "tags")), strict=True)
    spread = Counter(
        (report, label, tag)
        for report, label, tags in rows
        for tag in (tags.strip(MARK).split(MARK) if by_tag else (NO_TAG,))
    )
    return [Cell(*key, number) for key, number in spread.items()], found.more


def _tallied(session: Session, filters: FindingFilters, by_tag: bool) -> list[Cell]:
    y = Tally
    of_report = in_reports(session, filters, col(y.report_id))
    columns = [getattr(y, name) for name in TALLIED]
    tag = col(y.tag) != NO_TAG if by_tag else col(y.tag) == chosen_tag(filters)
    wanted = select(*columns).where(tag, label_condition(filters.label, y.label), *of_report, col(y.count) > 0)
    size, texts = in_texts(session, wanted, TALLIED)
    reports, labels, tags, numbers = (text.split(SEPARATOR)[:size] for text in texts.values())
    return list(map(Cell, reports, labels, tags, map(int, numbers)))
