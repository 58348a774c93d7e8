"""`findings demo`: fill an empty service with documents written to show what it does, or take them away."""

from __future__ import annotations

from typing import Annotated

import typer

from findings.cli.database import DatabaseUrl, open_database
from findings.cli.options import Model
from findings.cli.output import messages
from findings.settings import settings


def demo(
    remove: Annotated[bool, typer.Option("--remove", help="Take the demonstration set away again.")] = False,
    model: Model = None,
    database: DatabaseUrl = None,
) -> None:
    """Load the demonstration set: reports about authorities that do not exist, marked as invented."""
    from findings.store.standing import remove_demonstration

    store = open_database(database)
    if remove:
        messages.print(f"{remove_demonstration(store, actor=settings().actor)} invented documents removed")
        return
    from findings.analyse import Analyser
    from findings.demo import documents, keep
    from findings.intake import read

    analyser, invented = Analyser(model), documents()
    for each in invented:
        keep(store, each, analyser.analyse(read(each.data, each.name), each.stated), actor=settings().actor)
    messages.print(f"{len(invented)} invented documents stored; `findings demo --remove` takes them away")
