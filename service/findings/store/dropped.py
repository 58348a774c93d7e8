"""Counts of what words and filters find when one of the choices is left out: looked up once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from findings.schemas import Label
from findings.store.counts import By, Counts, counted
from findings.store.filters import FindingFilters, regions
from findings.store.listed import MARK
from findings.store.matched import FIELDS, SEPARATOR, Matched, found_by_any
from findings.store.traits import Traits, traits_of

Row = tuple[str, str, str]  # as FIELDS
CountOf = Callable[[FindingFilters, By], Counts]


def counter_of(session: Session, alternatives: Sequence[FindingFilters], anew: CountOf) -> CountOf:
    """How to count what each of `alternatives` lets through: among what any of them does, `anew` where that is more.

    The alternatives have the same words; only what they choose of labels, tags and reports tells them apart. For
    SQLite, which reads all that has the words each time that they are looked up.
    """
    found = found_by_any(session, alternatives)
    if found.more:
        return anew
    rows = list(zip(*(found.column(name) for name in FIELDS), strict=True))
    traits = traits_of(session)

    def count(filters: FindingFilters, by: By) -> Counts:
        of = FIELDS.index(by)
        values = [row[of] for row in _fulfilling(rows, filters, traits)]
        return counted(Matched(len(values), more=False, texts={by: SEPARATOR.join(values)}), by)

    return count


def is_shared(alternatives: Sequence[FindingFilters]) -> bool:
    """Whether one look-up tells of all of them: there are several, and none asks for one of maybe two grades."""
    return len(alternatives) > 1 and not any(each.grade for each in alternatives)


def _fulfilling(rows: Sequence[Row], filters: FindingFilters, traits: dict[str, Traits]) -> list[Row]:
    reports, labels, tags = (set(column) for column in zip(*rows, strict=True)) if rows else (set(), set(), set())
    reports = {each for each in reports if _report_fulfils(traits[each], filters)}
    labels = set(filters.label) if filters.label else labels - {Label.NOT_A_FINDING}
    tags = {each for each in tags if _tags_fulfil(each, filters)}
    return [row for row in rows if row[1] in labels and row[0] in reports and row[2] in tags]


def _report_fulfils(report: Traits, filters: FindingFilters) -> bool:
    of_regions = [name for region in filters.region for name in regions()[region]]
    asked: tuple[tuple[str, Sequence[str]], ...] = (
        (report.authority, filters.authority),
        (report.authority, of_regions),
        (report.kind, filters.kind),
        (report.year, [str(year) for year in filters.year]),
    )
    return all(value in values for value, values in asked if values)


def _tags_fulfil(tags: str, filters: FindingFilters) -> bool:
    return all(
        any(f"{MARK}{tag}{MARK}" in tags for tag in asked) for asked in (filters.theme, filters.outcome) if asked
    )
