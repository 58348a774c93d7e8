"""What a folder of reports gives to learn from: unread sentences, and items labelled by the headings above them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Span

from findings.errors import FindingsError
from findings.identity import key
from findings.intake import read
from findings.pipeline.context import Context, contexts
from findings.pipeline.documents import make_doc
from findings.schemas import Unit
from findings_training.corpus import LabelRow, read_labels
from findings_training.sources import UNSURE, Example


class Placed(NamedTuple):
    """A passage with the sentence before it, the headings above it and the sentences around it."""

    text: str
    before: str
    heading: str
    around: str


@dataclass(slots=True)
class ReportTexts:
    """`contexts`: every passage in its context, once, by its key; `files`: where it stood; `unreadable`: paths.

    `items`: text and label of the passages that a heading labels.
    """

    items: list[tuple[str, str]] = field(default_factory=list)
    unreadable: list[Path] = field(default_factory=list)
    contexts: dict[str, Placed] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    @property
    def sentences(self) -> list[str]:
        """The text of every passage."""
        return [each.text for each in self.contexts.values()]

    def add(self, found: Context, file: str) -> None:
        """Take in a passage of `file`, unless the same text was there before."""
        text, name = plain(found.span), key(found.span.text)
        if name in self.contexts:
            return
        before = plain(found.before) if found.before is not None else ""
        headings, around = (" ".join(map(plain, spans)) for spans in (found.headings, found.around))
        self.files[name] = file
        self.contexts[name] = Placed(text, before, headings, around)
        if label := _published_label(found.span):
            self.items.append((text, label))


def read_reports(folder: Path, progress: Callable[[str], None] = lambda _: None) -> ReportTexts:
    """Read every file below `folder`, in order of path."""
    found, nlp = ReportTexts(), _structure()
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    for number, path in enumerate(paths, 1):
        progress(f"reading reports: {number} of {len(paths)}")
        try:
            document = read(path.read_bytes(), path.name)
        except FindingsError:
            found.unreadable.append(path)
            continue
        with nlp.memory_zone():
            for each in contexts(nlp(make_doc(nlp.tokenizer, document))):
                found.add(each, path.relative_to(folder).as_posix())
    return found


def _structure() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("findings_segments")
    nlp.add_pipe("findings_findings")
    return nlp


def plain(span: Span) -> str:
    """The text of a span on one line."""
    return span.text.replace("\n", " ")


def _published_label(span: Span) -> str | None:
    labelled = span._.unit is not Unit.SENTENCE and span._.cue is not None and span._.cue.labels
    return span._.cue.effect if labelled else None


def gathered(examples: Iterable[Example], corpus: Path | None, texts: ReportTexts) -> list[Example]:
    """The examples as they stand in the reports, and the passages of the reports that were read for the corpus."""
    return [*in_context(examples, texts), *(read_quickly(corpus, texts) if corpus else ())]


def in_context(examples: Iterable[Example], texts: ReportTexts) -> list[Example]:
    """The examples, those that stand in the reports with what stands around them there."""
    return [_placed(example, texts.contexts.get(key(example.text))) for example in examples]


def _placed(example: Example, place: Placed | None) -> Example:
    if place is None:
        return example
    return replace(example, before=example.before or place.before, heading=place.heading, around=place.around)


def read_quickly(corpus: Path, texts: ReportTexts) -> list[Example]:
    """The passages of `texts` whose labels were read for the corpus, and are kept there by their key alone."""
    return [_joined(row, texts.contexts[row.key]) for row in read_labels(corpus, "read") if row.key in texts.contexts]


def _joined(row: LabelRow, place: Placed) -> Example:
    weight = 1.0 if row.sure else UNSURE
    return Example(
        place.text,
        row.label.value,
        tuple(row.themes),
        place.before,
        place.heading,
        place.around,
        row.fold,
        weight,
        row.kind,
        row.sample,
        perhaps=row.perhaps,
    )
