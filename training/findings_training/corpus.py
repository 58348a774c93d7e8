"""The corpus of the repository: authored sentences, and labels of published findings kept by key.

`python -m findings_training.corpus corpus` prints its counts as the datasheet shows them, or what is wrong with it.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Literal, TypeVar

import srsly
from pydantic import Field, ValidationError
from scipy.sparse import csr_matrix, triu
from sklearn.feature_extraction.text import CountVectorizer

from findings.errors import Code, FindingsError
from findings.schemas import Kind, Label, Unit, Value
from findings.taxonomy import taxonomy

FOLDS = 5
NEAR = 0.6  # Jaccard similarity of two sentences' words from which they count as one sentence written twice
WORD = r"[^\W_]+"
MINIMUM_ROWS = 2700
MINIMUM_SHARE = {Label.PRIORITY_ACTION: 0.12, Label.NOT_A_FINDING: 0.22}
MINIMUM_PER_THEME = {Label.STRENGTH: 15, Label.AREA_FOR_IMPROVEMENT: 15, Label.PRIORITY_ACTION: 8}

EntityType = Literal[
    "AUTHORITY", "BODY", "SERVICE", "ROLE", "PERSON", "COHORT",
    "PROCESS", "LAW", "FRAMEWORK", "JUDGEMENT", "DATE", "QUANTITY",
]  # fmt: skip
Span = tuple[int, int, EntityType]
Row = TypeVar("Row", bound=Value)


class AuthoredRow(Value):
    """A sentence written for the corpus, read alone.

    `heading` is what it would be printed under and `heading_label` what that heading makes of it, where that differs
    from `label`; `before` is the sentence before it; `hard` names what makes it difficult. Entity offsets are
    characters of `text`.
    """

    id: str
    text: str
    label: Label
    themes: list[str] = Field(max_length=3)
    entities: list[Span]
    kind: Kind
    unit: Unit
    fold: int = Field(ge=0, lt=FOLDS)
    heading: str | None = None
    heading_label: Label | None = None
    before: str | None = None
    hard: str | None = None


class LabelRow(Value):
    """A label of a published finding, which `key` names.

    `pdf` is the report's file and `before_key` the key of the sentence before, where it was read in context.
    `perhaps` are further themes, that one of two readings gave.
    """

    key: str
    pdf: str
    kind: Literal["prose", "list_item", "front_back"]
    sample: Literal["random", "hard", "front_back", "read"]
    fold: int = Field(ge=0, lt=FOLDS)
    label: Label
    themes: list[str] = Field(max_length=3)
    perhaps: tuple[str, ...] = ()
    sure: bool
    heading_label: Label | None = None
    before_key: str | None = None


class EntityRow(Value):
    """The entities of a published finding, which `key` names; offsets are characters of its text as labelled."""

    key: str
    fold: int = Field(ge=0, lt=FOLDS)
    entities: list[Span]


def read_authored(corpus: Path) -> list[AuthoredRow]:
    """Every authored row, by id; raises `FindingsError` that names the line that cannot be read."""
    rows = [row for path in sorted((corpus / "authored").glob("*.jsonl")) for row in _read(path, AuthoredRow)]
    return sorted(rows, key=lambda row: row.id)


def read_labels(corpus: Path, name: str = "labelled") -> list[LabelRow]:
    """Every label of a published finding, in the order of the file; none where there is no such file."""
    path = corpus / "labels" / f"{name}.jsonl"
    return list(_read(path, LabelRow)) if path.exists() else []


def read_entity_labels(corpus: Path) -> list[EntityRow]:
    """Every published finding with entities, in the order of the file."""
    return list(_read(corpus / "labels" / "entities.jsonl", EntityRow))


def fold_of(row_id: str) -> int:
    """The fold of an authored row: sha1 of its id modulo 5."""
    return int(hashlib.sha1(row_id.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def problems(rows: Sequence[AuthoredRow]) -> list[str]:
    """Everything wrong with authored rows, one sentence each; empty when they are sound."""
    found = [f"{row_id}: the id is used {n} times" for row_id, n in Counter(r.id for r in rows).items() if n > 1]
    found += [f"{row.id}: {problem}" for row in rows for problem in _row_problems(row)]
    found += [f"{a.id} and {b.id} say nearly the same: {b.text!r}" for a, b in near_duplicates(rows)]
    return found + list(_distribution_problems(rows))


def near_duplicates(rows: Sequence[AuthoredRow]) -> list[tuple[AuthoredRow, AuthoredRow]]:
    """Pairs of rows whose word sets have a Jaccard similarity of `NEAR` or more."""
    vectorizer = CountVectorizer(binary=True, token_pattern=WORD)
    words = csr_matrix(vectorizer.fit_transform([row.text for row in rows]))
    size = words.getnnz(axis=1)
    shared = triu(words @ words.T, k=1).tocoo()
    similarity = shared.data / (size[shared.row] + size[shared.col] - shared.data)
    close = similarity >= NEAR
    return [(rows[i], rows[j]) for i, j in zip(shared.row[close], shared.col[close], strict=True)]


def describe(rows: Sequence[AuthoredRow]) -> str:
    """Markdown tables of counts by label, theme, kind of document, unit, entity type and hard case."""
    tables = [_theme_table(rows)]
    for name, values in (
        ("label", [row.label for row in rows]),
        ("kind of document", [row.kind for row in rows]),
        ("unit", [row.unit for row in rows]),
        ("entity", [span[2] for row in rows for span in row.entities]),
        ("hard case", [row.hard or "(none)" for row in rows]),
    ):
        tables.append(table((name, "rows"), Counter(values).most_common()))
    return "\n".join(tables)


def _read(path: Path, kind: type[Row]) -> Iterator[Row]:
    for number, data in enumerate(srsly.read_jsonl(path), 1):
        try:
            yield kind.model_validate(data)
        except ValidationError as error:
            message = f"{path.name} line {number} is not a {kind.__name__}; mend it: {error.errors()[0]['msg']}"
            raise FindingsError(Code.INVALID, message) from error


def _row_problems(row: AuthoredRow) -> Iterator[str]:
    unknown = [theme for theme in row.themes if taxonomy().known(theme) is None]
    if unknown or len(set(row.themes)) < len(row.themes):
        yield f"themes {row.themes} are unknown or repeated"
    if row.fold != fold_of(row.id):
        yield f"fold is {row.fold} and should be {fold_of(row.id)}"
    if row.text != " ".join(row.text.split()):
        yield "the text has line breaks or doubled spaces"
    yield from _span_problems(row.text, row.entities)


def _span_problems(text: str, spans: Sequence[Span]) -> Iterator[str]:
    for start, end, kind in spans:
        inside = text[start:end] if 0 <= start < end <= len(text) else ""
        if not re.fullmatch(r"\S|\S.*\S", inside) or re.match(r"(?:the|an?) ", inside):
            yield f"{kind} at {start}-{end} is {inside!r}, not a phrase without its article"
        elif text[max(start - 1, 0) : start].isalnum() or text[end : end + 1].isalnum():
            yield f"{kind} {inside!r} is cut from the middle of a word"
    for (_, end, _), (start, _, kind) in pairwise(sorted(spans)):
        if start < end:
            yield f"{kind} at {start} overlaps the entity before it"


def _distribution_problems(rows: Sequence[AuthoredRow]) -> Iterator[str]:
    if len(rows) < MINIMUM_ROWS:
        yield f"{len(rows)} rows are fewer than {MINIMUM_ROWS}"
    labels = Counter(row.label for row in rows)
    for label, share in MINIMUM_SHARE.items():
        if labels[label] < share * len(rows):
            yield f"{labels[label]} of {len(rows)} rows are {label}, less than {share:.0%}"
    themes = Counter((theme, row.label) for row in rows for theme in row.themes)
    for theme in taxonomy().themes:
        for label, least in MINIMUM_PER_THEME.items():
            if themes[theme, label] < least:
                yield f"{theme} has {themes[theme, label]} rows labelled {label}, fewer than {least}"
    yield from (f"no row is of kind {kind}" for kind in Kind if kind not in {r.kind for r in rows} | {Kind.OTHER})


def _theme_table(rows: Sequence[AuthoredRow]) -> str:
    counts = Counter((theme, row.label) for row in rows for theme in row.themes or ["(none)"])
    lines = [(theme, *(counts[theme, label] for label in Label)) for theme in [*taxonomy().themes, "(none)"]]
    return table(("theme", *Label), lines)


def table(head: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    written = ["| " + " | ".join(map(str, line)) + " |" for line in (head, ["---"] * len(head), *lines)]
    return "\n".join(written) + "\n"


def main(corpus: Path) -> int:
    """Print what is wrong with a corpus, or else its counts; the exit status says which."""
    rows = read_authored(corpus)
    found = problems(rows)
    print("\n".join(found) if found else describe(rows))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
