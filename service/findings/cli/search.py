"""`findings search`: find stored findings by their words and what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Column, Table
from rich.text import Text

from findings.cli.database import DatabaseUrl, open_database
from findings.cli.filters import Authorities, Kinds, Labels, Since, Themes, Until, chosen
from findings.cli.options import AsJson
from findings.cli.output import LABEL_STYLE, console, print_json

if TYPE_CHECKING:
    from findings.store.values import Count, Hit, HitPage


def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(help='Words that must all occur; "a phrase", begin*, OR and NOT are understood.'),
    ] = None,
    theme: Themes = None,
    label: Labels = None,
    authority: Authorities = None,
    kind: Kinds = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many to show.")] = 20,
    as_json: AsJson = False,
    database: DatabaseUrl = None,
) -> None:
    """Find stored findings by words, theme, label, authority, kind of report and time of publication."""
    from findings.store.filters import FindingQuery
    from findings.store.search import search as search_store

    store = open_database(database)
    filters = chosen(" ".join(words or []), theme, label, authority, kind, since, until)
    query = FindingQuery.model_validate({**filters, "limit": limit})
    with store.read() as session:
        page = search_store(session, query)
    if as_json:
        print_json(page.model_dump(mode="json"))
    else:
        _show(page)


def _show(page: HitPage) -> None:
    table = Table("report", "page", "label", Column("finding", ratio=3), Column("themes", ratio=1), expand=True)
    for hit in page.items:
        report = hit.report
        where = ", ".join(str(part) for part in (report.authority, report.published) if part)
        label = Text(hit.label.replace("_", " "), style=LABEL_STYLE[hit.label])
        themes = ", ".join(tag.id for tag in hit.themes)
        table.add_row(where or report.title or report.id, str(hit.page), label, _marked(hit), themes)
    if page.items:
        console.print(table)
    console.print(f"{len(page.items)} of {page.total} findings")
    for name, counts in (("theme", page.facets.theme), ("label", page.facets.label)):
        console.print(Text(f"by {name}: {_counted(counts)}", style="dim"))


def _marked(hit: Hit) -> Text:
    text = Text(hit.text)
    for start, end in hit.hits:
        text.stylize("reverse", start, end)
    return text


def _counted(counts: list[Count]) -> str:
    return ", ".join(f"{each.value} {each.count}" for each in counts[:8]) or "none"
