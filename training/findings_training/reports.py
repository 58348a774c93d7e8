"""What a folder of reports gives to learn from: unread sentences, and items labelled by the headings above them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from findings.errors import FindingsError
from findings.identity import key
from findings.intake import read
from findings.pipeline.documents import FINDINGS, make_doc
from findings.schemas import Unit


@dataclass(slots=True)
class ReportTexts:
    """`sentences`: every passage, once; `items`: text and label of those that a heading labels; `unreadable`: paths."""

    sentences: list[str] = field(default_factory=list)
    items: list[tuple[str, str]] = field(default_factory=list)
    unreadable: list[Path] = field(default_factory=list)


def read_reports(folder: Path, progress: Callable[[str], None] = lambda _: None) -> ReportTexts:
    """Read every file below `folder`, in order of path."""
    found, seen, nlp = ReportTexts(), set[str](), _structure()
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    for number, path in enumerate(paths, 1):
        progress(f"reading reports: {number} of {len(paths)}")
        try:
            document = read(path.read_bytes(), path.name)
        except FindingsError:
            found.unreadable.append(path)
            continue
        with nlp.memory_zone():
            for text, label in _passages(nlp(make_doc(nlp.tokenizer, document))):
                if (name := key(text)) not in seen:
                    seen.add(name)
                    found.sentences.append(text)
                    found.items += [(text, label)] if label else []
    return found


def _structure() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("findings_segments")
    nlp.add_pipe("findings_findings")
    return nlp


def _passages(doc: Doc) -> Iterator[tuple[str, str | None]]:
    for span in doc.spans[FINDINGS]:
        labelled = span._.unit is not Unit.SENTENCE and span._.cue is not None and span._.cue.labels
        yield span.text.replace("\n", " "), span._.cue.effect if labelled else None
