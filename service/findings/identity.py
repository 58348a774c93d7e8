"""How texts are compared, and how reports and findings are named so that the same thing keeps its name."""

from __future__ import annotations

import hashlib
import re
import unicodedata

CROSS_REFERENCE = re.compile(r"\(\s*(?:paragraphs?|paras?|outcomes?|enablers?)\b[^)]*\)", re.IGNORECASE)
WORD = re.compile(r"[a-z0-9']+")
ID_LENGTH = 16


def normalise(text: str) -> str:
    """Lower case, one kind of apostrophe, no printed cross-references, letters and digits only."""
    text = unicodedata.normalize("NFKC", CROSS_REFERENCE.sub(" ", text)).lower()
    text = text.replace("\u2019", "'").replace("\u2018", "'")
    return " ".join(WORD.findall(text))


def key(text: str) -> str:
    """The sha1 of the normalised text: names a finding without carrying it."""
    return hashlib.sha1(normalise(text).encode(), usedforsecurity=False).hexdigest()


def report_id(sha256: str) -> str:
    """A report's id: the start of the sha256 of its content."""
    return sha256[:ID_LENGTH]


def finding_id(report: str, start: int, end: int, text: str) -> str:
    """A finding's id: stable as long as its report, borders and text are."""
    anchor = f"{report}:{start}:{end}:{key(text)}"
    return hashlib.sha256(anchor.encode()).hexdigest()[:ID_LENGTH]
