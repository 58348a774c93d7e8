"""`findings briefing`: a Word document on an authority or a theme."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from findings.cli.database import DatabaseUrl, open_database
from findings.cli.output import messages, writing


def briefing(
    output: Annotated[Path, typer.Option("--output", "-o", help="Word file to write.")] = Path("briefing.docx"),
    authority: Annotated[str | None, typer.Option(help="Short name of the authority that it is about.")] = None,
    theme: Annotated[str | None, typer.Option(help="Id of the theme that it is about.")] = None,
    site: Annotated[str, typer.Option(help="Address of the service that links lead to.")] = "http://127.0.0.1:8000",
    database: DatabaseUrl = None,
) -> None:
    """Write a briefing on an authority or a theme, with quotations, pages and links back."""
    from findings.reason.briefing import of_authority, of_theme
    from findings.reason.briefing_docx import to_docx

    if (authority is None) == (theme is None):
        raise typer.BadParameter("give either --authority or --theme.")
    with open_database(database).read() as session:
        made = of_authority(session, authority) if authority is not None else of_theme(session, theme or "")
    with writing(output):
        output.write_bytes(to_docx(made, site.rstrip("/")))
    messages.print(f"{output}: {made.title}")
