"""From a read document to plain values: the only place that knows both spaCy and the rest of the product."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from findings.identity import finding_id, report_id
from findings.intake.document import Block, Document
from findings.pipeline import framework
from findings.pipeline.documents import BLOCKS, FINDINGS, make_doc, text_of, word_tokenizer
from findings.pipeline.known_words import KnownWords
from findings.pipeline.load import load
from findings.pipeline.metadata_previous import previous_judgements
from findings.pipeline.metadata_text import source_of
from findings.schemas import (
    Analysis,
    EntityTag,
    Finding,
    FrameworkTag,
    Label,
    Metadata,
    Reason,
    Report,
    Stated,
    ThemeTag,
    Unit,
)
from findings.taxonomy import taxonomy

BATCH = 8
LABELS = {label.value: label for label in Label}


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
        previous_judgements=previous_judgements(source_of(doc)),
    )
    reading = _Reading(doc, report.id)
    return Analysis(report=report, findings=reading.findings(list(doc.spans[FINDINGS])), text=document.text)


class _Known(NamedTuple):
    """What the pipeline has left of a finding, in the order of `ATTRIBUTES`."""

    block: int
    last_block: int
    section: tuple[str, ...]
    unit: Unit
    scores: dict[str, float]
    themes: dict[str, float] | None
    framework: tuple[tuple[str, bool], ...] | None
    responsible_body: str | None
    reasons: list[Reason]


ATTRIBUTES = attrgetter(*_Known._fields)


class _Reading:
    """What the findings of one Doc share, asked for once: spaCy walks the whole text for it each time."""

    def __init__(self, doc: Doc, report: str) -> None:
        self.report = report
        self.blocks: tuple[Block, ...] = doc._.document.blocks
        self.placed = [span.start_char for span in doc.spans[BLOCKS]]
        self.mentions = Mentions(doc)

    def findings(self, spans: Sequence[Span]) -> list[Finding]:
        """The plain values of the findings at `spans`."""
        known = [_Known(*ATTRIBUTES(span._)) for span in spans]
        texts = [text_of(span) for span in spans]
        frameworks = _frameworks(spans, texts, known)
        return [self._finding(*each) for each in zip(spans, texts, known, frameworks, strict=True)]

    def _finding(self, span: Span, text: str, known: _Known, outcomes: list[FrameworkTag]) -> Finding:
        first, last, section, unit, scores, themes, _, body, reasons = known
        start, end = self._source(span, first, last)
        text, label = text.replace("\n", " "), span.label_
        return Finding(
            id=finding_id(self.report, start, end, text),
            text=text,
            start=start,
            end=end,
            page=self.blocks[first].page,
            section=list(section),
            unit=unit,
            label=LABELS[label],
            confidence=scores[label],
            scores={LABELS[name]: score for name, score in scores.items()},
            themes=_themes(taxonomy().given(themes or {}, text)),
            national_framework=outcomes,
            entities=self.mentions.inside(span),
            responsible_body=body,
            reasons=reasons,
        )

    def _source(self, span: Span, first: int, last: int) -> tuple[int, int]:
        """The finding's characters in the document's text."""
        opening = self.blocks[first]
        start, _ = opening.source_span(span.start_char - self.placed[first], len(opening.text))
        _, end = self.blocks[last].source_span(0, span.end_char - self.placed[last])
        return start, end


class Mentions:
    """The entities of one Doc, asked for once, to be told finding by finding."""

    def __init__(self, doc: Doc) -> None:
        self.ents = doc.ents
        self.starts = [ent.start for ent in self.ents]

    def inside(self, span: Span) -> list[EntityTag]:
        """The entities of a finding, as characters of its text."""
        first, last = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
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


def _frameworks(spans: Sequence[Span], texts: Sequence[str], known: Sequence[_Known]) -> list[list[FrameworkTag]]:
    """The outcomes or enablers printed after each finding, else the one that its themes and words speak for."""
    asked = [
        not each.framework and (bool(each.themes) or span.label_ != Label.NOT_A_FINDING)
        for span, each in zip(spans, known, strict=True)
    ]
    told = [
        (text, taxonomy().at_first(each.themes or {}))
        for text, each, ask in zip(texts, known, asked, strict=True)
        if ask
    ]
    likeliest = iter(framework.shipped().read_all(told))
    return [
        [FrameworkTag(id=next(likeliest), printed=False)]
        if ask
        else [FrameworkTag(id=name, printed=printed) for name, printed in each.framework or ()]
        for each, ask in zip(known, asked, strict=True)
    ]
