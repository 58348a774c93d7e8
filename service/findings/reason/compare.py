"""Compares what inspectors wrote: by theme, kind, region, grade, year or authority, and an authority beside others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator
from sqlalchemy.orm import Session

from findings.errors import Code, FindingsError
from findings.reason.shares import Share, share_of
from findings.store.cells import Cell, cells
from findings.store.filters import FindingFilters, Listed, Name
from findings.store.kept import kept
from findings.store.traits import Traits, traits_of
from findings.taxonomy import taxonomy
from findings.taxonomy.authorities import canonical, canonical_name
from findings.taxonomy.neighbours import neighbours

By = Literal["theme", "authority", "region", "kind", "grade", "year"]
Beside = Literal["region", "neighbours", "all"]
GRADES = ("outstanding", "good", "requires_improvement", "inadequate")


class Comparing(FindingFilters):
    """What is compared: findings by `rows`, and by `columns` or an authority `place` beside others."""

    rows: By = Field(default="theme", description="What each row stands for.")
    columns: By | None = Field(default=None, description="What each column stands for; left out, one of all.")
    place: Annotated[Name | None, Field(description="An authority to set beside others; it takes columns' place.")] = (
        None
    )
    beside: Annotated[list[Beside], Listed] = Field(
        default=["region", "neighbours", "all"], description="Whom the authority is set beside."
    )
    group: Annotated[list[Name], Listed] = Field(default=[], description="Authorities to set it beside as a group.")

    @model_validator(mode="after")
    def _columns_differ(self) -> Comparing:
        if self.rows == self.columns:
            raise ValueError(f"rows and columns are both {self.rows}; choose something else for one of them")
        return self

    def chosen(self) -> FindingFilters:
        """The filters alone."""
        return FindingFilters.model_construct(**{name: getattr(self, name) for name in FindingFilters.model_fields})


class Column(BaseModel):
    """A column: its value and name, and of a group how many of its authorities have reports, and which."""

    value: str
    name: str
    authorities: list[str] = []


class Line(BaseModel):
    """A row: its value and name, all its findings, and those of each column."""

    value: str
    name: str
    whole: Share
    cells: list[Share]


class Comparison(BaseModel):
    """Rows and columns of shares; `unplaced` findings have no value for the rows, and of `more` only 10,000 count.

    By theme none is told to be unplaced: a finding with several themes is in several rows, one with none in no row.
    """

    rows: By
    columns: list[Column]
    lines: list[Line]
    unplaced: int
    more: bool


Places = Callable[[Traits], list[str]]
Spread = dict[tuple[str, str | None], Counter[str]]


NOTE = (
    "A count says how often inspectors wrote of something and found it good or wanting, as software read their "
    "reports. It is not a score: reports differ in length and scope, a focused visit looks at one matter only, one "
    "problem can be told in several findings, and authorities with poor grades are visited more often. The interval "
    "tells of chance alone, and takes findings for independent, which those of one report are not. Read the findings "
    "before you conclude."
)


def compare(session: Session, asked: Comparing) -> Comparison:
    """The comparison that is asked for. Raises FindingsError where no report is about the authority."""
    if asked.place or asked.chosen() != FindingFilters():
        return _compare(session, asked)
    return kept(session, ("compare", asked.rows, asked.columns), lambda: _compare(session, asked))


def _compare(session: Session, asked: Comparing) -> Comparison:
    found, more = cells(session, asked.chosen(), by_tag=asked.rows == "theme")
    traits = traits_of(session)
    columns, places = _groups(asked, traits) if asked.place else ([], None)
    spread, unplaced = _spread(asked, found, traits, places)
    if asked.columns == "theme" and not asked.place:
        # Apart from the rows: a finding of several themes is in as many columns, one of none in no column.
        _spread_themes(spread, asked.rows, cells(session, asked.chosen(), by_tag=True)[0], traits)
    columns = columns or _seen(asked.columns, {column for _, column in spread if column})
    return Comparison(
        rows=asked.rows, columns=columns, lines=_lines(asked.rows, spread, columns), unplaced=unplaced, more=more
    )


def _spread(
    asked: Comparing, found: Iterable[Cell], traits: Mapping[str, Traits], places: Places | None
) -> tuple[Spread, int]:
    """Counts by row, column and label, those of a whole row under no column; and how many have no row."""
    spread: Spread = defaultdict(Counter)
    columns_of = {report: places(trait) for report, trait in traits.items()} if places else {}
    unplaced = 0
    for cell in found:
        trait = traits[cell.report]
        if asked.rows == "theme" and cell.tag not in taxonomy().themes:
            continue
        row = cell.tag if asked.rows == "theme" else getattr(trait, asked.rows)
        if not row:
            unplaced += cell.number
            continue
        if places:
            columns = columns_of[cell.report]
        elif asked.columns and asked.columns != "theme":
            columns = [getattr(trait, asked.columns)]
        else:
            columns = []
        for column in (None, *columns):
            spread[row, column][cell.label] += cell.number
    return spread, unplaced


def _spread_themes(spread: Spread, by: By, found: Iterable[Cell], traits: Mapping[str, Traits]) -> None:
    """Add to the counts those by row, theme as column, and label."""
    for cell in found:
        row = getattr(traits[cell.report], by)
        if row and cell.tag in taxonomy().themes:
            spread[row, cell.tag][cell.label] += cell.number


def _groups(asked: Comparing, traits: Mapping[str, Traits]) -> tuple[list[Column], Places]:
    """An authority and whom it is set beside, as columns, and which of them a finding belongs to."""
    place = canonical_name(asked.place or "")
    known = {trait.authority for trait in traits.values() if trait.authority}
    if place not in known:
        raise FindingsError(
            Code.NOT_FOUND, f"No report about {place!r} fits; /authorities lists whom there are any of."
        )
    region = (found := canonical(place)) and found.region
    others = {
        "region": (f"Others in {region}", [a for a in known if region and (c := canonical(a)) and c.region == region]),
        "neighbours": ("Statistical neighbours", list(neighbours(place))),
        "all": ("All others", list(known)),
    }
    groups: dict[str, tuple[str, list[str]]] = {name: others[name] for name in asked.beside}
    if asked.group:
        groups["group"] = ("Chosen group", [canonical_name(name) for name in asked.group])
    columns = [Column(value="place", name=place, authorities=[place])]
    for value, (name, members) in groups.items():
        columns.append(Column(value=value, name=name, authorities=sorted(known.intersection(members) - {place})))
    of = {column.value: frozenset(column.authorities) for column in columns}
    return columns, lambda trait: [value for value, members in of.items() if trait.authority in members]


def _seen(by: By | None, values: Iterable[str]) -> list[Column]:
    return [Column(value=value, name=_name(by, value)) for value in _in_order(by, values)] if by else []


def _lines(by: By, spread: Spread, columns: list[Column]) -> list[Line]:
    none: Counter[str] = Counter()
    return [
        Line(
            value=value,
            name=_name(by, value),
            whole=share_of(spread[value, None]),
            cells=[share_of(spread.get((value, column.value), none)) for column in columns],
        )
        for value in _in_order(by, {row for row, _ in spread})
    ]


def _in_order(by: By | None, values: Iterable[str]) -> list[str]:
    ranked = {"theme": list(taxonomy().themes), "grade": list(GRADES)}.get(by or "", [])
    return sorted(values, key=lambda value: (ranked.index(value) if value in ranked else len(ranked), value))


def _name(by: By | None, value: str) -> str:
    return taxonomy().themes[value].name if by == "theme" else value.replace("_", " ") if by == "grade" else value
