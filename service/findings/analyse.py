"""From a read document to plain values: the only place that knows both spaCy and the rest of the product."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from operator import attrgetter
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from findings.identity import finding_id, report_id
from findings.intake.document import Block, Document
from findings.pipeline import framework
from findings.pipeline.documents import BLOCKS, FINDINGS, make_doc, text_of, word_tokenizer
from findings.pipeline.known_words import KnownWords
from findings.pipeline.load import load
from findings.pipeline.metadata_previous import previous_judgements
from findings.pipeline.metadata_text import Source
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
ATTRIBUTES = attrgetter(
    "block", "last_block", "section", "unit", "scores", "themes", "framework", "responsible_body", "reasons"
)


class Analyser:
    """Reads documents with one loaded pipeline; not for use from several threads at once."""

    def __init__(self, model: Path | None = None) -> None:
        self.nlp = load(model)
        self.known = KnownWords(word_tokenizer(self.nlp))

    def analyse(self, document: Document, stated: Stated | None = None) -> Analysis:
        """The report and every passage of one document, those that are not findings included."""
        return next(self.analyse_many([(document, stated or Stated())]))

    def analyse_many(self, items: Iterable[tuple[Document, Stated]]) -> Iterator[Analysis]:
        """The analyses of many documents, in order."""
        waiting, words = iter(items), word_tokenizer(self.nlp)
        while batch := list(islice(waiting, BATCH)):
            self.known.learn(document.text for document, _ in batch)
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
        previous_judgements=previous_judgements(Source(document)),
    )
    reading = _Reading(doc, report.id)
    return Analysis(report=report, findings=[reading.finding(span) for span in doc.spans[FINDINGS]], text=document.text)


class _Reading:
    """What the findings of one Doc share, asked for once: spaCy walks the whole text for it each time."""

    def __init__(self, doc: Doc, report: str) -> None:
        self.report = report
        self.blocks: tuple[Block, ...] = doc._.document.blocks
        self.placed = [span.start_char for span in doc.spans[BLOCKS]]
        self.ents = doc.ents
        self.ent_starts = [ent.start for ent in self.ents]

    def finding(self, span: Span) -> Finding:
        """The plain value of one finding."""
        first, last, section, unit, scores, themes, printed, body, reasons = ATTRIBUTES(span._)
        start, end = self._source(span, first, last)
        text, label = text_of(span).replace("\n", " "), span.label_
        return Finding(
            id=finding_id(self.report, start, end, text),
            text=text,
            start=start,
            end=end,
            page=self.blocks[first].page,
            section=list(section),
            unit=unit,
            label=Label(label),
            confidence=scores[label],
            scores={Label(name): score for name, score in scores.items()},
            themes=_themes(taxonomy().given(themes or {}, text)),
            national_framework=_framework(span, printed or (), themes or {}),
            entities=self._entities(span),
            responsible_body=body,
            reasons=reasons,
        )

    def _source(self, span: Span, first: int, last: int) -> tuple[int, int]:
        """The finding's characters in the document's text."""
        opening = self.blocks[first]
        start, _ = opening.source_span(span.start_char - self.placed[first], len(opening.text))
        _, end = self.blocks[last].source_span(0, span.end_char - self.placed[last])
        return start, end

    def _entities(self, span: Span) -> list[EntityTag]:
        first, last = bisect_left(self.ent_starts, span.start), bisect_left(self.ent_starts, span.end)
        return [
            EntityTag(
                start=ent.start_char - span.start_char,
                end=ent.end_char - span.start_char,
                text=text_of(ent).replace("\n", " "),
                type=ent.label_,
            )
            for ent in self.ents[first:last]
            if ent.end <= span.end
        ]


def _themes(themes: dict[str, float]) -> list[ThemeTag]:
    ranked = sorted(themes.items(), key=lambda item: -item[1])
    return [ThemeTag(id=theme, confidence=confidence) for theme, confidence in ranked]


def _framework(span: Span, printed: tuple[tuple[str, bool], ...], themes: dict[str, float]) -> list[FrameworkTag]:
    """The outcomes or enablers printed after a finding, else the one that its themes and words speak for."""
    if printed:
        return [FrameworkTag(id=each, printed=sure) for each, sure in printed]
    if span.label_ == Label.NOT_A_FINDING and not themes:
        return []
    return [FrameworkTag(id=framework.shipped().read(text_of(span), taxonomy().at_first(themes)), printed=False)]
