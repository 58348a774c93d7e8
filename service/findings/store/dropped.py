"""Counts of what words and filters find when one of the choices is left out: looked up once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy.orm import Session

from findings.schemas import Label
from findings.store.counts import By, Counts, counted
from findings.store.filters import FindingFilters, regions
from findings.store.listed import MARK
from findings.store.matched import FIELDS, MOST, SEPARATOR, Matched, found_by_any
from findings.store.traits import Traits, traits_of

ASKED = ("authority", "authority", "kind", "year")  # traits; regions are asked for as their authorities
MANY = MOST // 10  # findings, of which choices left out will let through more than are counted

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


def is_shared(alternatives: Sequence[FindingFilters], found: Matched | None) -> bool:
    """Whether one look-up may tell of all of them: there are several, and not `MANY` were `found` with every choice.

    Not where a grade is asked for, of which a report may have two.
    """
    few = found is None or found.size <= MANY
    return few and len(alternatives) > 1 and not any(each.grade for each in alternatives)


def _fulfilling(rows: Sequence[Row], filters: FindingFilters, traits: dict[str, Traits]) -> list[Row]:
    reports, labels, tags = (set(column) for column in zip(*rows, strict=True)) if rows else (set(), set(), set())
    reports = _reports_fulfilling(reports, filters, traits)
    labels = set(filters.label) if filters.label else labels - {Label.NOT_A_FINDING}
    tags = {each for each in tags if _tags_fulfil(each, filters)}
    return [row for row in rows if row[1] in labels and row[0] in reports and row[2] in tags]


def _reports_fulfilling(reports: Iterable[str], filters: FindingFilters, traits: dict[str, Traits]) -> set[str]:
    of_regions = [name for region in filters.region for name in regions()[region]]
    years = [str(year) for year in filters.year]
    asked: tuple[Sequence[str], ...] = (filters.authority, of_regions, filters.kind, years)
    chosen = [(Traits._fields.index(name), values) for name, values in zip(ASKED, asked, strict=True) if values]
    return {each for each in reports if all(traits[each][at] in values for at, values in chosen)}


def _tags_fulfil(tags: str, filters: FindingFilters) -> bool:
    return all(
        any(f"{MARK}{tag}{MARK}" in tags for tag in asked) for asked in (filters.theme, filters.outcome) if asked
    )
