"""`findings classify`: read documents and print their findings, storing nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from findings.cli.options import Authority, KindOption, Model, Published, Title, stated_metadata
from findings.cli.output import fail, print_findings, print_json, print_report
from findings.errors import FindingsError
from findings.schemas import Analysis, Label

Paths = Annotated[
    list[str], typer.Argument(help="Documents or folders to read; - reads standard input.", metavar="PATH")
]


def classify(
    paths: Paths,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a document, one a line.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Include passages that are not findings.")] = False,
    authority: Authority = None,
    published: Published = None,
    kind: KindOption = None,
    title: Title = None,
    model: Model = None,
) -> None:
    """Read documents and print their labelled, themed findings. Nothing is stored.

    Ends with status 1 where a document could not be read; the others still come out.
    """
    # Imported here because spaCy takes a second that `--help` need not wait for.
    from findings.analyse import Analyser
    from findings.cli.documents import analysed, expand

    stated = stated_metadata(title, authority, published, kind)
    analyser = Analyser(model)
    failed = False
    for path in expand(paths):
        try:
            _show(path, analysed(analyser, path, stated), as_json, everything)
        except FindingsError as error:
            failed = True
            _show_error(path, error, as_json)
    raise typer.Exit(int(failed))


def _show(path: str, analysis: Analysis, as_json: bool, everything: bool) -> None:
    if not everything:
        kept = [finding for finding in analysis.findings if finding.label is not Label.NOT_A_FINDING]
        analysis = analysis.model_copy(update={"findings": kept})
    if as_json:
        print_json({"path": path, **analysis.model_dump(mode="json")})
    else:
        print_report(path, analysis.report)
        print_findings(analysis.findings)


def _show_error(path: str, error: FindingsError, as_json: bool) -> None:
    if as_json:
        print_json({"path": path, "error": {"code": error.code, "message": error.message}})
    else:
        fail(error, path)
