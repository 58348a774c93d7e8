"""Any text is read, in time that grows with its length, into blocks that are tied to it."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.intake import read_text
from findings.intake.document import Block


def test_empty_text() -> None:
    assert read_text("").blocks == ()
    assert read_text(" \n\f\n ").blocks == ()


def assert_tied(text: str, block: Block) -> None:
    """Every piece of the block is, character for character, what stands in the text; white space may be plainer."""
    for piece in block.pieces:
        here = block.text[piece.at : piece.at + piece.length]
        there = text[piece.start : piece.start + piece.length]
        assert len(here) == len(there) == piece.length
        assert re.sub(r"\s", " ", there) == re.sub(r"\s", " ", here)


SCRAPS = st.sampled_from(
    ["Strengths", "What needs to improve?", "• ", "▪", "- ", "1. ", "2.4 ", "\n", "\n\n", "\f", "  ", "\t", "|", "**",
     "<ul>", "<li>", "(Paragraph 4)", "the quality of plans", "Children are seen.", "\uf0b7 ", "# ", "Page 3 of 9",
     "7", "-", "\u00ad"]
)  # fmt: skip


@given(st.one_of(st.lists(SCRAPS, max_size=60).map("".join), st.text(max_size=400)))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_blocks_tied_to_it(text: str) -> None:
    document = read_text(text)
    assert document.text == text
    for block in document.blocks:
        assert block.text.strip() == block.text != ""
        assert_tied(text, block)
        start, end = block.source_span(0, len(block.text))
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    "rubbish",
    ["a" * 5_000_000, "<" * 5_000_000, "•" * 5_000_000, "* " * 2_500_000, "[](" * 1_600_000, "• a " * 1_250_000,
     "1. " * 1_600_000, "\n" * 5_000_000, "| " * 2_500_000, " " * 5_000_000, "A b.\n" * 1_000_000],
    ids=lambda text: repr(text[:4]),
)  # fmt: skip
def test_reading_takes_linear_time(rubbish: str) -> None:
    started = time.perf_counter()
    read_text(rubbish[:50_000])
    small = time.perf_counter() - started
    started = time.perf_counter()
    read_text(rubbish[:400_000])
    assert time.perf_counter() - started < 32 * small + 0.5


def test_five_megabytes_of_noise() -> None:
    noise = random.Random(5)  # noqa: S311
    text = "".join(noise.choices("abcdefgh Cd.,:;()<>*|•-–1 2\n\t\f’", k=100_000)).replace("\f", "\f" * 20) * 5
    text += "x y " * 1_100_000
    started = time.perf_counter()
    read_text(text)
    assert time.perf_counter() - started < 90
