"""Sentences whose entities somebody read: gold readings, authored sentences, and readings kept by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import srsly
from spacy.language import Language
from spacy.tokens import Doc

from findings.errors import Code, FindingsError
from findings.identity import key
from findings.pipeline.documents import word_tokenizer
from findings.pipeline.entity_tags import Found

NO_FOLD = -1
AUTHORED = 0.25


@dataclass(frozen=True, slots=True)
class EntityExample:
    """A sentence and its entities as (start, end, type) in characters.

    `fold` is its authority's, or `NO_FOLD` for sentences that no authority wrote; `weight` is how much it counts.
    """

    text: str
    entities: tuple[tuple[int, int, str], ...]
    fold: int = NO_FOLD
    weight: float = 1.0

    def found_in(self, doc: Doc) -> list[Found]:
        """The entities as tokens of `doc`; those that no tokens bound are left out."""
        spans = [(doc.char_span(start, end), kind) for start, end, kind in self.entities]
        return [Found(span.start, span.end, kind) for span, kind in spans if span is not None]


def entity_examples(gold: Path | None, corpus: Path | None, sentences: Iterable[str] = ()) -> list[EntityExample]:
    """Every example of the two folders; either may be absent. Raises FindingsError where both give none.

    `sentences` of published reports bring in the readings that the corpus keeps by key; gold's own go before them.
    """
    read = list(_gold(gold))
    known = {key(each.text) for each in read}
    kept = [each for each in _kept(corpus, sentences) if key(each.text) not in known]
    found = [*read, *kept, *_authored(corpus)]
    if not found:
        raise FindingsError(
            Code.INVALID, f"Neither {gold} nor {corpus} holds entities: name a gold folder or a corpus folder."
        )
    return found


def _gold(folder: Path | None) -> Iterator[EntityExample]:
    path = folder / "entities.jsonl" if folder else None
    for row in srsly.read_jsonl(path) if path and path.is_file() else ():
        yield EntityExample(row["text"], _spans(row["entities"]), int(row["fold"]))


def _authored(folder: Path | None) -> Iterator[EntityExample]:
    for path in sorted((folder / "authored").glob("*.jsonl")) if folder else ():
        for row in srsly.read_jsonl(path):
            if row.get("entities") is not None:
                yield EntityExample(row["text"], _spans(row["entities"]), weight=AUTHORED)


def _kept(folder: Path | None, sentences: Iterable[str]) -> Iterator[EntityExample]:
    """Readings kept by key whose sentence is among `sentences`, written so that its offsets still bound words."""
    paths = sorted((folder / "labels").glob("entities*.jsonl")) if folder else []
    rows = {row["key"]: row for path in paths for row in srsly.read_jsonl(path)}
    for text in sentences:
        row = rows.pop(key(text), None)
        if row and all(_bounds_words(text, start, end) for start, end, _ in row["entities"]):
            yield EntityExample(text, _spans(row["entities"]), int(row["fold"]))


def _bounds_words(text: str, start: int, end: int) -> bool:
    """Whether `start` to `end` is all of its words: neither end cuts one, neither is a space."""
    padded = f" {text} "
    cuts = padded[start : start + 2].isalnum() or padded[end : end + 2].isalnum()
    return 0 <= start < end <= len(text) and not cuts and text[start:end] == text[start:end].strip()


def _spans(rows: Iterable[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    return tuple((int(start), int(end), str(kind)) for start, end, kind in rows)


def docs_of(nlp: Language, texts: Iterable[str]) -> Iterator[Doc]:
    """Each text as one passage, its words split as the pipeline splits them."""
    tokenizer = word_tokenizer(nlp)
    yield from map(tokenizer, texts)
