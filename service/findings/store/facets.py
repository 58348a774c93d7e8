"""How the findings that a search found spread over themes, labels, authorities and the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from sqlalchemy.orm import Session

from findings.store.counts import By, Counts, counted, counts
from findings.store.dropped import counter_of, is_shared
from findings.store.filters import FindingFilters
from findings.store.kept import kept
from findings.store.matched import Matched
from findings.store.traits import Traits, numbered
from findings.store.values import Count, Facets
from findings.taxonomy.framework import outcomes
from findings.taxonomy.loader import taxonomy

MAX_FACET = 200
MOST_KEPT_FACETS = 200
TAGS = ("theme", "outcome")
CHOOSABLE = (*TAGS, "label", *Traits._fields)


CountAnew = Callable[[FindingFilters, By], Counts]


def facets(
    session: Session, filters: FindingFilters, found: Matched | None = None, anew: CountAnew | None = None
) -> Facets:
    """Counts of the findings by each facet; `found` are those that `filters` let through, where they are known.

    Those that other filters let through are counted `anew`, by the database unless it is said how.
    """
    if anew is not None:
        return _facets(session, filters, found, anew)

    def of_database() -> Facets:
        return _facets(session, filters, found, _anew(session, filters, found) if filters.worded else None)

    return kept(session, filters.told(), of_database, "facets", MOST_KEPT_FACETS)


def _facets(session: Session, filters: FindingFilters, found: Matched | None, anew: CountAnew | None) -> Facets:
    count = _counter(filters, found, anew or partial(counts, session))
    known, name_of, labels = taxonomy().known, taxonomy().name_of, taxonomy().labels
    by_tag = {facet: count(facet, "tags") for facet in TAGS}
    by_label = count("label", "label")
    by_report = {facet: count(facet, "report_id") for facet in Traits._fields}
    number_of, traits = numbered(session)
    different = {id(each): each for each in by_report.values()}
    spreads = {name: _by_traits(each, number_of, traits) for name, each in different.items()}
    spread = {facet: _by_trait(spreads[id(each)], facet) for facet, each in by_report.items()}
    of_themes, of_outcomes = (by_tag[facet].of.items() for facet in TAGS)
    return Facets(
        theme=_listed({tag: n for tag, n in of_themes if known(tag)}, {tag: name_of(tag) for tag, _ in of_themes}),
        outcome=_listed({tag: n for tag, n in of_outcomes if tag in outcomes()}, {}),
        label=_listed(by_label.of, {name: each.name for name, each in labels.items()}),
        **{facet: _listed(each, {}) for facet, each in spread.items()},
        capped=[name for name, each in {**by_tag, "label": by_label, **by_report}.items() if each.more],
    )


def _anew(session: Session, filters: FindingFilters, found: Matched | None) -> CountAnew:
    each = partial(counts, session)
    if session.get_bind().dialect.name != "sqlite":
        return each
    chosen = [name for name in CHOOSABLE if getattr(filters, name)]
    alternatives = [_without_choice(filters, name) for name in chosen]
    return counter_of(session, alternatives, each) if is_shared(alternatives, found) else each


def _counter(filters: FindingFilters, found: Matched | None, anew: CountAnew) -> Callable[[str, By], Counts]:
    @cache
    def of(dropped: str, by: By) -> Counts:
        if found and not dropped:
            return counted(found, by)
        return anew(_without_choice(filters, dropped), by)

    def count(facet: str, by: By) -> Counts:
        """Counts for a facet; the choice made within itself does not narrow it."""
        return of(facet if getattr(filters, facet) else "", by)

    return count


def _without_choice(filters: FindingFilters, facet: str) -> FindingFilters:
    return filters.model_copy(update={facet: []}) if facet else filters


def _by_traits(found: Counts, number_of: Mapping[str, int], traits: Sequence[Traits]) -> Sequence[tuple[Traits, int]]:
    """Counts by all traits at once: fewer than there are reports, and read five times."""
    spread = [0] * len(traits)
    for report, number in found.of.items():
        spread[number_of[report]] += number
    return [(of_reports, number) for of_reports, number in zip(traits, spread, strict=True) if number]


def _by_trait(found: Sequence[tuple[Traits, int]], facet: str) -> dict[str, int]:
    at, spread = Traits._fields.index(facet), dict[str, int]()
    for traits, number in found:
        value = traits[at]
        spread[value] = spread.get(value, 0) + number
    spread.pop("", None)
    return spread


def _listed(found: Mapping[str, int], names: Mapping[str, str]) -> list[Count]:
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MAX_FACET]
    return [Count(value=value, name=names.get(value, value), count=number) for value, number in best if number]
