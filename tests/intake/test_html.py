"""Web pages written here, and the blocks they must give."""

from __future__ import annotations

import time

from findings.intake import read
from findings.intake.document import BlockKind

H, P, L, T, F = (
    BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_CELL, BlockKind.FURNITURE
)  # fmt: skip


def blocks(page: str) -> list[tuple[BlockKind, int, str]]:
    """Kind, level and text of every block of a page's body."""
    document = read(f"<!DOCTYPE html><html><body>{page}</body></html>".encode())
    return [(block.kind, block.level, block.text) for block in document.blocks]


def test_headings_lists_and_paragraphs_in_order() -> None:
    page = """
        <nav>Home</nav><script>let x = 1</script><style>p {}</style><header>Council logo</header>
        <main><h1>Focused <em>visit</em></h1><p>Visits are
        <b>timely</b>&nbsp;and useful.<br>Carers say so.</p><h2>Areas for improvement</h2>
        <ul><li><p>Supervision</p><ul><li>at night</li></ul></li><li>Plans</li></ul>
        <div>1.2 Numbered words.</div>loose words</main><footer>Contact us</footer>"""
    assert blocks(page) == [
        (F, 0, "Council logo"),
        (H, 1, "Focused visit"),
        (P, 0, "Visits are timely and useful. Carers say so."),
        (H, 2, "Areas for improvement"),
        (L, 1, "Supervision"),
        (L, 2, "at night"),
        (L, 1, "Plans"),
        (P, 0, "Numbered words."),
        (P, 0, "loose words"),
        (F, 0, "Contact us"),
    ]


def test_parts_that_are_folded_away_are_headed_by_their_summary() -> None:
    page = "<h2>Findings</h2><details><summary>Strengths</summary><ul><li>Visits</ul></details><h2>Plans</h2>"
    assert blocks(page) == [(H, 2, "Findings"), (H, 3, "Strengths"), (L, 1, "Visits"), (H, 2, "Plans")]


def test_tables_cell_by_cell() -> None:
    page = "<table><tr><th>Area</th><th>Grade</th></tr><tr><td>Adoption</td><td><p>Good</p></td></tr></table>"
    document = read(f"<html>{page}".encode())
    cells = [(block.kind, block.row, block.column, block.text) for block in document.blocks]
    assert cells == [(T, 0, 0, "Area"), (T, 0, 1, "Grade"), (T, 1, 0, "Adoption"), (T, 1, 1, "Good")]


def test_title_is_the_documents() -> None:
    assert read(b"<html><head><title> A\n report </title></head><body>Text").title == "A report"


def test_deep_nesting_and_broken_tags_are_read() -> None:
    started = time.perf_counter()
    assert blocks("<div>" * 20_000 + "words" + "</ul></table></div>" * 5)[-1][2] == "words"
    assert time.perf_counter() - started < 30
