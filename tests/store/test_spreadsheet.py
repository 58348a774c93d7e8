"""What a real spreadsheet program makes of a workbook: days are days, numbers are numbers, and nothing is a formula."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from findings.schemas import Analysis, Label, Stated
from findings.store import queries, reports
from findings.store.export import how_made, to_xlsx
from findings.store.filters import FindingFilters
from findings.store.session import Database

Make = Callable[..., Analysis]
Cell = ElementTree.Element

SITE = "http://127.0.0.1:8000"
FORMULAS = ("=1+1", "+44 20 7946 0000", "-5% of visits", "@SUM(A1)")
SECONDS = 180
NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}


def named(name: str) -> str:
    space, _, local = name.partition(":")
    return f"{{{NAMES[space]}}}{local}"


def text(cell: Cell) -> str:
    return "".join("".join(part.itertext()) for part in cell.iterfind(".//text:p", NAMES))


def spread(row: Cell) -> list[Cell]:
    """Cells of a row, one that stands for several as often as it does."""
    repeated = named("table:number-columns-repeated")
    return [cell for cell in row for _ in range(min(int(cell.get(repeated, 1)), 50))]


@pytest.fixture(scope="module")
def office() -> str:
    """The program."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        pytest.skip("needs LibreOffice, which Debian's libreoffice-calc-nogui brings")
    return found


@pytest.fixture
def saved(office: str, tmp_path: Path, make: Make) -> Path:
    """A workbook of findings that look like formulas, as the program saves it once it has opened it."""
    database = Database(f"sqlite:///{tmp_path / 'findings.db'}")
    reports.save(database, make(0, FORMULAS, published=dt.date(2020, 1, 31)), Stated(), actor="ann")
    everything = FindingFilters(label=list(Label))
    path = tmp_path / "findings.xlsx"
    with to_xlsx(queries.every(database, everything, "position"), how_made(everything, SITE), SITE) as file:
        path.write_bytes(file.read())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "fods", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, timeout=SECONDS, capture_output=True)
    return path.with_suffix(".fods")


def test_types_are_kept(saved: Path) -> None:
    findings, made = ElementTree.parse(saved).getroot().iterfind(".//table:table", NAMES)  # noqa: S314 - our own
    heading, *rows = findings.iterfind("table:table-row", NAMES)
    columns = [text(cell) for cell in spread(heading)]
    cells = [dict(zip(columns, spread(row), strict=False)) for row in rows[: len(FORMULAS)]]
    for row, written in zip(cells, FORMULAS, strict=True):
        kinds = {name: cell.get(named("office:value-type")) for name, cell in row.items()}
        assert kinds["published"] == "date"
        assert row["published"].get(named("office:date-value")) == "2020-01-31"
        assert {kinds[name] for name in ("confidence", "page", "start", "end")} == {"float"}
        assert kinds["text"] == kinds["report"] == "string"
        assert text(row["text"]).lstrip("'") == written
        link = row["link"].find(".//text:a", NAMES)
        assert link is not None
        assert link.get(named("xlink:href"), "").startswith(f"{SITE}/ui/reports/")
    assert not [cell for cell in findings.iter() if cell.get(named("table:formula"))]
    assert "How to read it" in "".join(map(text, made.iter(named("table:table-cell"))))
