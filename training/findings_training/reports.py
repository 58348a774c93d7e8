"""What a folder of reports gives to learn from: unread sentences, and items labelled by the headings above them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Span

from findings.errors import FindingsError
from findings.identity import key
from findings.intake import read
from findings.pipeline.context import Context, contexts
from findings.pipeline.documents import make_doc
from findings.schemas import Unit
from findings_training.sources import Example


@dataclass(slots=True)
class ReportTexts:
    """`sentences`: every passage, once; `items`: text and label of those that a heading labels; `unreadable`: paths.

    `contexts`: by the key of a passage, the sentence before it, the headings above it and the sentences around it.
    """

    sentences: list[str] = field(default_factory=list)
    items: list[tuple[str, str]] = field(default_factory=list)
    unreadable: list[Path] = field(default_factory=list)
    contexts: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def add(self, found: Context) -> None:
        """Take in a passage, unless the same text was there before."""
        text, name = plain(found.span), key(found.span.text)
        if name in self.contexts:
            return
        before = plain(found.before) if found.before is not None else ""
        headings, around = (" ".join(map(plain, spans)) for spans in (found.headings, found.around))
        self.contexts[name] = before, headings, around
        self.sentences.append(text)
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
                found.add(each)
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


def in_context(examples: Iterable[Example], texts: ReportTexts) -> list[Example]:
    """The examples, those that stand in the reports with what stands around them there."""
    return [_placed(example, texts.contexts.get(key(example.text))) for example in examples]


def _placed(example: Example, context: tuple[str, str, str] | None) -> Example:
    if context is None:
        return example
    before, heading, around = context
    return replace(example, before=example.before or before, heading=heading, around=around)
