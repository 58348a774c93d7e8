"""From what was typed to documents: which files are meant, and reading each of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from findings.analyse import Analyser
from findings.errors import Code, FindingsError
from findings.intake import read
from findings.schemas import Analysis, Stated

STDIN = "-"


def expand(paths: Iterable[str]) -> Iterator[str]:
    """The files meant by `paths`, in order; a folder means every file below it, hidden ones left out."""
    for path in paths:
        if path != STDIN and Path(path).is_dir():
            yield from _files(path)
        else:
            yield path


def _files(folder: str) -> Iterator[str]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(where, name) for name in sorted(names) if not name.startswith("."))


def content(path: str) -> bytes:
    """The bytes of a file, or of standard input for `-`; raises `FindingsError` where they cannot be had."""
    if path == STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise FindingsError(
            Code.UNREADABLE, f"{path} cannot be read: {reason}. Check the path and its permissions."
        ) from error


def analysed(analyser: Analyser, path: str, stated: Stated, data: bytes | None = None) -> Analysis:
    """The analysis of the document at `path`, or of its `data` where already at hand.

    Whatever goes wrong in a document is a `FindingsError`: one odd file must not end a run of thousands.
    """
    try:
        document = read(content(path) if data is None else data, Path(path).name)
        return analyser.analyse(document, stated)
    except FindingsError:
        raise
    except Exception as error:
        raise FindingsError(
            Code.UNREADABLE,
            f"{path} stopped the reader ({type(error).__name__}: {error}). Please report it with the file.",
        ) from error
