"""PDF files that cannot be read say why and what to do; damaged ones never crash the reader."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from findings.errors import Code, FindingsError
from findings.intake.pdf import read_pdf

Writer = Callable[[], Any]


def code_of(content: bytes, **options: int) -> Code:
    """The code of the error that reading raises."""
    with pytest.raises(FindingsError) as caught:
        read_pdf(content, **options)
    assert caught.value.message.endswith(".")
    return caught.value.code


def test_what_cannot_be_read(pdf: Writer) -> None:
    page = pdf().page().line(72, 700, "A text that is long enough to be read.")
    whole = page.build()
    assert code_of(b"") is Code.EMPTY
    assert code_of(b"<!doctype html><p>Not found</p>") is Code.UNSUPPORTED
    assert code_of(whole[: len(whole) // 2]) is Code.TRUNCATED
    assert code_of(b"%PDF-1.7\n%%EOF") is Code.TRUNCATED
    assert code_of(pdf().page().picture().build()) is Code.IMAGE_ONLY
    assert code_of(pdf().page().build()) is Code.EMPTY
    assert code_of(page.page().page().build(), max_pages=2) is Code.TOO_LARGE


def test_encrypted(pdf: Writer) -> None:
    file = pdf().page().line(72, 700, "A text that is long enough to be read.")
    file.password = "secret"  # noqa: S105
    assert code_of(file.build()) is Code.ENCRYPTED


def damaged(content: bytes, rng: random.Random) -> bytes:
    """`content` with bytes changed, taken out or cut off."""
    data = bytearray(content)
    for _ in range(rng.choice((1, 20, 200))):
        data[rng.randrange(len(data))] = rng.randrange(256)
    if rng.random() < 0.3:
        start = rng.randrange(len(data))
        del data[start : start + rng.randrange(400)]
    return bytes(data)


def test_damage_never_crashes(pdf: Writer) -> None:
    file = pdf().page().line(72, 700, "n", mark=0, font="symbol").line(90, 700, "An item of a list.", mark=0)
    file.line(72, 600, "A cell", mark=1).line(300, 600, "Another cell", mark=2)
    file.tree = [
        ("L", [("LI", [("LBody", [(0, 0)])])]),
        ("Table", [("TR", [("TD", [(0, 1)]), ("TD", [(0, 2)])])]),
    ]
    content, rng = file.build(), random.Random(7)  # noqa: S311
    for _ in range(150):
        with contextlib.suppress(FindingsError):
            read_pdf(damaged(content, rng))


def test_real_reports_are_read(reports: Path) -> None:
    files = sorted(reports.rglob("*.pdf"))
    for path in random.Random(11).sample(files, 12):  # noqa: S311
        content = path.read_bytes()
        if b"%PDF-" in content[:1024]:
            assert read_pdf(content).blocks
        else:
            assert code_of(content) is Code.UNSUPPORTED
