"""`findings search`: find stored findings by their words and what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Column, Table
from rich.text import Text

from findings.cli.database import DatabaseUrl, open_database, vectors_for
from findings.cli.filters import chosen, filtered
from findings.cli.options import AsJson
from findings.cli.output import LABEL_STYLE, console, print_json
from findings.store.filters import SearchQuery

if TYPE_CHECKING:
    from findings.store.values import Count, Hit, HitPage


@filtered(SearchQuery, words=False)
def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(help='Words that must all occur; "a phrase", begin*, OR and NOT are understood.'),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many to show.")] = 20,
    as_json: AsJson = False,
    database: DatabaseUrl = None,
    *,
    typed: dict[str, Any],
) -> None:
    """Find stored findings by their words, or by the meaning of a sentence, and by what they are."""
    from findings.reason.search import search as search_store

    store = open_database(database)
    query = chosen(SearchQuery, {**typed, "q": " ".join(words or []) or None, "limit": limit})
    with store.read() as session:
        page = search_store(session, query, vectors_for(query, store))
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
