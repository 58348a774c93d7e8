"""From a read document to plain values: the only place that knows both spaCy and the rest of the product."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from findings.identity import finding_id, report_id
from findings.intake.document import Block, Document
from findings.pipeline import framework
from findings.pipeline.documents import BLOCKS, FINDINGS, make_doc, word_tokenizer
from findings.pipeline.load import load
from findings.schemas import (
    Analysis,
    EntityTag,
    Finding,
    FrameworkTag,
    Label,
    Metadata,
    Report,
    Stated,
    ThemeTag,
)
from findings.taxonomy import taxonomy

BATCH = 8


class Analyser:
    """Reads documents with one loaded pipeline; not for use from several threads at once."""

    def __init__(self, model: Path | None = None) -> None:
        self.nlp = load(model)

    def analyse(self, document: Document, stated: Stated | None = None) -> Analysis:
        """The report and every passage of one document, those that are not findings included."""
        return next(self.analyse_many([(document, stated or Stated())]))

    def analyse_many(self, items: Iterable[tuple[Document, Stated]]) -> Iterator[Analysis]:
        """The analyses of many documents, in order."""
        waiting, words = iter(items), word_tokenizer(self.nlp)
        while batch := list(islice(waiting, BATCH)):
            with self.nlp.memory_zone():
                docs = (make_doc(words, document) for document, _ in batch)
                done = [
                    to_analysis(doc, stated, model=model_name(self.nlp))
                    for doc, (_, stated) in zip(self.nlp.pipe(docs), batch, strict=True)
                ]
            yield from done


def model_name(nlp: Language) -> str:
    """A pipeline's name and version, as findings carry it."""
    return f"{nlp.meta['name']}-{nlp.meta['version']}"


def to_analysis(doc: Doc, stated: Stated, *, model: str) -> Analysis:
    """The plain values of an annotated Doc."""
    document: Document = doc._.document
    read: Metadata = doc._.metadata or Metadata(title=document.title)
    known = read.model_dump() | stated.model_dump(exclude_none=True)
    report = Report(
        **known,
        id=report_id(document.sha256),
        sha256=document.sha256,
        pages=document.pages,
        model=model,
        taxonomy=taxonomy().version,
    )
    ents = doc.ents  # asked for once: spaCy walks the whole text each time
    findings = [_finding(span, ents, report.id) for span in doc.spans[FINDINGS]]
    return Analysis(report=report, findings=findings, text=document.text)


def _finding(span: Span, ents: Sequence[Span], report: str) -> Finding:
    block, start, end = _source(span)
    text = span.text.replace("\n", " ")
    return Finding(
        id=finding_id(report, start, end, text),
        text=text,
        start=start,
        end=end,
        page=block.page,
        section=list(span._.section),
        unit=span._.unit,
        label=Label(span.label_),
        confidence=span._.scores[span.label_],
        scores={Label(name): score for name, score in span._.scores.items()},
        themes=_themes(span),
        national_framework=_framework(span),
        entities=_entities(span, ents),
        responsible_body=span._.responsible_body,
        reasons=span._.reasons,
    )


def _source(span: Span) -> tuple[Block, int, int]:
    """The block a finding starts in, and its characters in the document's text."""
    blocks, placed = span.doc._.document.blocks, span.doc.spans[BLOCKS]
    first, last = span._.block, span._.last_block
    start, _ = blocks[first].source_span(span.start_char - placed[first].start_char, len(blocks[first].text))
    _, end = blocks[last].source_span(0, span.end_char - placed[last].start_char)
    return blocks[first], start, end


def _themes(span: Span) -> list[ThemeTag]:
    ranked = sorted((span._.themes or {}).items(), key=lambda item: -item[1])
    return [ThemeTag(id=theme, confidence=confidence) for theme, confidence in ranked]


def _framework(span: Span) -> list[FrameworkTag]:
    """The outcomes or enablers printed after a finding, else the one that its themes and words speak for."""
    if span._.framework:
        return [FrameworkTag(id=each, printed=printed) for each, printed in span._.framework]
    if span.label_ == Label.NOT_A_FINDING and not span._.themes:
        return []
    return [FrameworkTag(id=framework.shipped().read(span.text, span._.themes or {}), printed=False)]


def _entities(span: Span, ents: Sequence[Span]) -> list[EntityTag]:
    first = bisect_left(ents, span.start, key=lambda ent: ent.start)
    last = bisect_left(ents, span.end, key=lambda ent: ent.start)
    return [
        EntityTag(
            start=ent.start_char - span.start_char,
            end=ent.end_char - span.start_char,
            text=ent.text.replace("\n", " "),
            type=ent.label_,
        )
        for ent in ents[first:last]
        if ent.end <= span.end
    ]
